"""What an act in the home is told as: from the states that were reported, honest where only some did it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.messages import Language
from jarvisd.tools.home.called import article, joined, plural
from jarvisd.tools.home.colors import color_words
from jarvisd.tools.home.states import state_words

Row = Mapping[str, Any]

_MOST = 4  # names in one sentence
_BUT: dict[Language, str] = {"en": " But not all: {why}", "zh": "不过，{why}"}
_COUNT: dict[Language, str] = {"en": "{n} {kinds}", "zh": "{n}个{kinds}"}
_MANY: dict[Language, str] = {"en": "{n} things", "zh": "{n}个设备"}
_ROOM: dict[Language, str] = {"en": "the {area} {kinds}", "zh": "{area}的{kinds}"}
_IS_OFF: dict[Language, str] = {"en": ", but off", "zh": "，不过没有开"}

# Intent -> English behind "is" or "are", Chinese behind the name; what they are filled with stands in the row.
_FORMS: dict[str, tuple[str, str]] = {
    "HassClimateSetTemperature": ("set to {temperature} degrees", "调到{temperature}度了"),
    "HassSetPosition": ("at {position} percent", "开到{position}%了"),
    "HassStopMoving": ("stopped", "停下了"),
    "HassFanSetSpeed": ("at {percentage} percent", "调到{percentage}%了"),
    "HassSetVolume": ("at volume {volume}", "音量调到{volume}了"),
    "HassSetVolumeRelative": ("at volume {volume}", "音量调到{volume}了"),
    "HassHumidifierSetpoint": ("set to {humidity} percent", "调到{humidity}%了"),
    "HassHumidifierMode": ("set to {mode}", "调到{mode}模式了"),
    "HassMediaPlayerMute": ("muted", "静音了"),
    "HassMediaPlayerUnmute": ("no longer muted", "取消静音了"),
    "HassMediaNext": ("on the next track", "换到下一首了"),
    "HassMediaPrevious": ("on the track before", "换到上一首了"),
}
_STARTED: dict[str, tuple[str, str]] = {  # what has no state of its own
    "scene": ("set", "启动了"),
    "script": ("started", "运行了"),
    "button": ("pressed", "按下了"),
    "input_button": ("pressed", "按下了"),
}


def told(content: Mapping[str, Any], language: Language) -> str:
    done, missed = content["done"], content["failed"]
    says = [_sentence(rows, phrase, bool(content["named"]), language) for phrase, rows in _alike(done, content["intent"], language)]
    gap = "" if language == "zh" else " "
    said = gap.join(says)
    if missed:
        whys = dict.fromkeys(str(row["why"]) for row in missed)
        said += _BUT["zh" if language == "zh" else "en"].format(why=gap.join(list(whys)[:_MOST]))
    return said


def _alike(rows: Sequence[Row], intent: str, language: Language) -> Sequence[tuple[str, Sequence[Row]]]:
    """Rows that the same can be said of."""
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(_phrase(row, intent, language), []).append(row)
    return tuple(kinds.items())


def _sentence(rows: Sequence[Row], phrase: str, named: bool, language: Language) -> str:
    what, are = subject(rows, named, language)
    if language == "zh":
        return f"{what}{phrase}。"
    return f"{what[:1].upper()}{what[1:]} {'are' if are else 'is'} {phrase}."


def subject(rows: Sequence[Row], named: bool, language: Language) -> tuple[str, bool]:
    """What is spoken of, and whether it is several: by name, or as the lights of a room."""
    names = [str(row["name"]) for row in rows]
    if len(rows) == 1 or named:
        return joined([name if language == "zh" else article(name) for name in dict.fromkeys(names)], language), several(names)
    domains = {str(row["id"]).partition(".")[0] for row in rows}
    classes = {str(row.get("device_class") or "") for row in rows}
    areas = {str(row["area"]) for row in rows}
    form = "zh" if language == "zh" else "en"
    if len(domains) > 1:
        if len(names) <= _MOST:
            return joined([name if language == "zh" else article(name) for name in names], language), True
        return _MANY[form].format(n=len(rows)), True
    kind = classes.pop() if len(classes) == 1 and "" not in classes and domains <= {"cover", "binary_sensor"} else domains.pop()
    if len(areas) == 1 and "" not in areas:
        return _ROOM[form].format(area=areas.pop(), kinds=plural(kind, language)), True
    return _COUNT[form].format(n=len(rows), kinds=plural(kind, language)), True


def several(names: Sequence[str]) -> bool:
    """The Kitchen Lights are one thing, and are spoken of as several."""
    return len(set(names)) > 1 or (names[0].endswith("s") and not names[0].endswith(("ss", "us", "is", "os")))


def _phrase(row: Row, intent: str, language: Language) -> str:
    zh = language == "zh"
    domain = str(row["id"]).partition(".")[0]
    if domain in _STARTED:
        return _STARTED[domain][zh]
    if intent == "HassLightSet" and row["state"] == "on":
        return _light(row, language)
    if row.get("on_its_way"):
        return f"正在调到{row['on_its_way']}%" if zh else f"on the way to {row['on_its_way']} percent"
    form = _FORMS.get(intent)
    if form is not None and _numbered(row, intent):
        try:
            off = intent == "HassClimateSetTemperature" and row["state"] == "off"
            return form[zh].format(**{name: _plain(value) for name, value in row.items()}) + (_IS_OFF["zh" if zh else "en"] if off else "")
        except KeyError:  # it does not report that number
            pass
    return state_words(str(row["state"]), domain, str(row.get("device_class") or ""), language, done=True)


def _numbered(row: Row, intent: str) -> bool:
    """A number says more than the state."""
    if intent == "HassSetPosition":
        return row["state"] not in ("opening", "closing") and 0 < row.get("position", 0) < 100
    if intent == "HassStopMoving":
        return bool(row["state"] != "closed")
    return intent != "HassFanSetSpeed" or row["state"] == "on"


def _light(row: Row, language: Language) -> str:
    zh = language == "zh"
    parts: list[str] = []
    if row.get("color"):
        parts.append(f"变成{color_words(str(row['color']))['zh']}了" if zh else color_words(str(row["color"]))["en"])
    elif row.get("white"):
        parts.append(f"色温调到{row['white']}开了" if zh else f"at {row['white']} kelvin")
    if row.get("dimmed"):
        parts.append(f"亮度调到{row['brightness']}%了" if zh else f"at {row['brightness']} percent")
    return ("，" if zh else ", ").join(parts) or state_words("on", "light", "", language, done=True)


def _plain(value: Any) -> Any:
    return f"{value:g}" if isinstance(value, float) else value
