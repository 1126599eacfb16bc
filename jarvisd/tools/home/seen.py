"""What was looked at in the home, as a sentence: yes or no, which and how many, a number with its unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.messages import Language
from jarvisd.tools.home import forecast
from jarvisd.tools.home.called import article, joined
from jarvisd.tools.home.states import WEATHER, state_words
from jarvisd.tools.home.told import several, subject

Row = Mapping[str, Any]

_MOST = 6  # names in one answer
_UNITS: dict[str, tuple[str, str]] = {
    "°C": ("degrees", "度"), "°F": ("degrees Fahrenheit", "华氏度"), "%": ("percent", "%"), "W": ("watts", "瓦"),
    "kW": ("kilowatts", "千瓦"),
    "kWh": ("kilowatt hours", "度电"), "V": ("volts", "伏"), "A": ("amperes", "安"), "hPa": ("hectopascals", "百帕"),
    "km/h": ("kilometres per hour", "公里每小时"), "m/s": ("metres per second", "米每秒"), "mph": ("miles per hour", "英里每小时"),
    "ppm": ("ppm", "ppm"), "lx": ("lux", "勒克斯"), "min": ("minutes", "分钟"), "h": ("hours", "小时"), "μg/m³": ("micrograms", "微克"),
}  # fmt: skip


def state_told(content: Mapping[str, Any], language: Language) -> str:
    rows: Sequence[Row] = content["things"]
    if "asked" in content:
        return _so(rows, content, language)
    if len(rows) == 1 or content["named"]:
        return ("" if language == "zh" else " ").join(_one(row, language) for row in rows[:_MOST])
    parts = [_bare(row, language) for row in rows[:_MOST]]
    more = content["count"] - len(parts)
    if more > 0:
        parts.append(f"另外还有{more}个" if language == "zh" else f"{more} more")
    return ("；".join(parts) + "。") if language == "zh" else ("; ".join(parts) + ".")


def temperature_told(content: Mapping[str, Any], language: Language) -> str:
    told = [_warmth(row, language) for row in content["things"]]
    if language == "zh":
        return "，".join(told) + "。"
    first, *others = told
    said = ", ".join((first, *(other.removeprefix("it is ") for other in others))) + "."
    return said[:1].upper() + said[1:]


def _warmth(row: Row, language: Language) -> str:
    number = row.get("current_temperature", row["state"])
    unit = str(row.get("unit_of_measurement") or row.get("temperature_unit") or "°C")
    if str(number) in ("unavailable", "unknown"):
        return _one(row, language).rstrip(".。")
    degrees = _measured(number, unit, language)
    where = row["area"] or row["name"]
    if language == "zh":
        return f"{where}现在{degrees}"
    if row["area"]:
        return f"it is {degrees} in {article(where)}"
    return f"{article(where)} {'is' if str(row['id']).startswith('sensor.') else 'measures'} {degrees}"


def weather_told(content: Mapping[str, Any], language: Language) -> str:
    row = content["things"][0]
    zh = language == "zh"
    sky = WEATHER.get(str(row["state"]), {}).get("zh" if zh else "en", str(row["state"]))
    said = f"{sky}" if zh else f"It is {sky}"
    if row.get("temperature") is not None:
        degrees = _measured(row["temperature"], str(row.get("temperature_unit") or "°C"), language)
        said += f"，{degrees}" if zh else f", {degrees}"
    now = f"现在{said}。" if zh else f"{said}."
    return forecast.told(content, now, WEATHER, language) if "days" in content else now


def _so(rows: Sequence[Row], content: Mapping[str, Any], language: Language) -> str:
    """Whether they are; one, or how many of them and which."""
    zh = language == "zh"
    count, so = int(content["count"]), int(content["so"])
    if count == 1:
        sentence = _one(rows[0], language)
        yes = ("是的，", "没有，")[not so] if zh else ("Yes, ", "No, ")[not so]
        return yes + (sentence if zh else sentence[:1].lower() + sentence[1:] if sentence.startswith("The ") else sentence)
    those = [row for row in rows if row["is"]]
    if content.get("any"):
        return _any(those, so, str(content["asked"]), language)
    names = [str(row["name"]) for row in those[:_MOST]] + ([] if so <= _MOST else [f"另外{so - _MOST}个" if zh else f"{so - _MOST} more"])
    domain = str(rows[0]["id"]).partition(".")[0]
    words = state_words(those[0]["state"] if those else str(content["asked"]), domain, str(rows[0].get("device_class") or ""), language)
    what = subject(rows, False, language)[0]
    if not those:
        return f"{what}都没有{words}。" if zh else f"None of {_of(what)} is {words}."
    which = joined(names, language)
    if so == count:
        return f"{what}都{words}：{which}。" if zh else f"{_all(what)} are {words}: {which}."
    return f"{count}个里有{so}个{words}：{which}。" if zh else f"{so} of {count} {'are' if so > 1 else 'is'} {words}: {which}."


def _any(those: Sequence[Row], so: int, asked: str, language: Language) -> str:
    """Which of all things of the house or a room are so."""
    zh = language == "zh"
    words = state_words(asked, "", "", language)
    if so == 1:
        return _one(those[0], language)
    if not so:
        return ("都锁着。" if asked == "unlocked" else f"没有{words}的。") if zh else f"Nothing is {words}."
    more = [f"另外{so - _MOST}个" if zh else f"{so - _MOST} more"] if so > _MOST else []
    which = joined([*(str(row["name"]) for row in those[:_MOST]), *more], language)
    return f"{words}的有{so}个：{which}。" if zh else f"{so} things are {words}: {which}."


def _all(what: str) -> str:
    return f"Both{what[1:]}" if what.startswith("2 ") else f"All of {_of(what)}"


def _of(what: str) -> str:
    return f"the {what}" if what[:1].isdigit() else what


def _one(row: Row, language: Language) -> str:
    name = str(row["name"])
    if language == "zh":
        return f"{_bare(row, language)}。"
    said = f"{article(name)} {_verb(row)} {_value(row, language)}."
    return said[:1].upper() + said[1:]


def _bare(row: Row, language: Language) -> str:
    """Among others: the name, then how it is."""
    value = _value(row, language)
    return f"{row['name']}{value}" if language == "zh" else f"{row['name']} {_verb(row)} {value}"


def _verb(row: Row) -> str:
    return "are" if several([str(row["name"])]) else "is"


def _value(row: Row, language: Language) -> str:
    zh = language == "zh"
    domain, state = str(row["id"]).partition(".")[0], str(row["state"])
    if domain in ("sensor", "number", "input_number") and state not in ("unavailable", "unknown"):
        unit = str(row.get("unit_of_measurement") or "")
        measured = _measured(state, unit, language)
        return f"是{measured}" if zh else measured
    words = state_words(state, domain, str(row.get("device_class") or ""), language)
    return words + "".join(_details(row, domain, state, zh))


def _details(row: Row, domain: str, state: str, zh: bool) -> Sequence[str]:
    """The numbers beside a state."""
    if domain == "light" and state == "on" and row.get("brightness"):
        return [f"，亮度{row['brightness']}%" if zh else f" at {row['brightness']} percent"]
    if domain == "climate" and state != "off" and row.get("temperature") is not None:
        ends = [row[end] for end in ("target_temp_low", "target_temp_high") if end in row] or [row["temperature"]]
        degrees = ("到" if zh else " to ").join(f"{end:g}" for end in ends)
        return [f"，设定{degrees}度" if zh else f", set to {degrees} degrees"]
    if domain == "cover" and 0 < row.get("position", 0) < 100:
        return [f"，开到{row['position']}%" if zh else f" at {row['position']} percent"]
    if domain == "fan" and state == "on" and row.get("percentage"):
        return [f"，风速{row['percentage']:g}%" if zh else f" at {row['percentage']:g} percent"]
    return []


def _measured(number: Any, unit: str, language: Language) -> str:
    text = f"{number:g}" if isinstance(number, int | float) else str(number)
    if not unit:
        return text
    english, chinese = _UNITS.get(unit, (unit, unit))
    if language == "zh":
        return f"{text}{chinese}"
    return f"{text} {english}"
