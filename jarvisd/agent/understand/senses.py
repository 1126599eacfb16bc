"""What an order can mean: the intent, what it needs to be said, and what it acts on; a row for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from jarvisd.agent.understand.slots import Values
from jarvisd.agent.understand.target import Target
from jarvisd.messages import Language

Needs: TypeAlias = Literal["", "percent", "color", "kelvin", "degrees", "more", "less"]

_LIGHT, _CLIMATE, _FAN = frozenset({"light"}), frozenset({"climate", "water_heater"}), frozenset({"fan"})
_COVER = frozenset({"cover", "valve"})
_MEDIA = frozenset({"media_player"})
_SWITCHED = frozenset(
    [
        "light",
        "switch",
        "fan",
        "climate",
        "media_player",
        "humidifier",
        "input_boolean",
        "siren",
        "water_heater",
        "automation",
        "camera",
        "valve",
        "vacuum",
        "lawn_mower",
        "scene",
        "script",
        "alarm_control_panel",
        "button",
    ]
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing to do."""

    intent: str
    domains: frozenset[str] = frozenset()  # what it can be done to; empty: nothing in particular
    needs: Needs = ""
    slot: str = ""  # where the amount goes
    usual: str = ""  # the domain where nobody named a kind of thing
    keeps_kind: bool = False  # domain and device_class are slots of it
    against: str = ""  # the sense of the opposite words


SENSES: Mapping[str, Sense] = {
    "on": Sense("HassTurnOn", _SWITCHED, usual="light", keeps_kind=True, against="off"),
    "off": Sense("HassTurnOff", _SWITCHED, usual="light", keeps_kind=True, against="on"),
    "open": Sense("HassTurnOn", _COVER, usual="cover", keeps_kind=True, against="close"),
    "close": Sense("HassTurnOff", _COVER, usual="cover", keeps_kind=True, against="open"),
    "lock": Sense("HassTurnOn", frozenset({"lock"}), usual="lock", keeps_kind=True, against="unlock"),
    "unlock": Sense("HassTurnOff", frozenset({"lock"}), usual="lock", keeps_kind=True, against="lock"),
    "brightness": Sense("HassLightSet", _LIGHT, "percent", "brightness"),
    "brighter": Sense("HassLightSet", _LIGHT, "more", "brightness_step"),
    "dimmer": Sense("HassLightSet", _LIGHT, "less", "brightness_step"),
    "color": Sense("HassLightSet", _LIGHT, "color", "color"),
    "white": Sense("HassLightSet", _LIGHT, "kelvin", "temperature"),
    "temperature": Sense("HassClimateSetTemperature", _CLIMATE, "degrees", "temperature"),
    "warmer": Sense("HassClimateSetTemperature", _CLIMATE, "more", "temperature_step"),
    "cooler": Sense("HassClimateSetTemperature", _CLIMATE, "less", "temperature_step"),
    "fan_speed": Sense("HassFanSetSpeed", _FAN, "percent", "percentage"),
    "faster": Sense("HassFanSetSpeed", _FAN, "more", "percentage_step"),
    "slower": Sense("HassFanSetSpeed", _FAN, "less", "percentage_step"),
    "position": Sense("HassSetPosition", _COVER, "percent", "position", keeps_kind=True),
    "humidity": Sense("HassHumidifierSetpoint", frozenset({"humidifier"}), "percent", "humidity"),
    "volume": Sense("HassSetVolume", _MEDIA, "percent", "volume_level"),
    "louder": Sense("HassSetVolumeRelative", _MEDIA, "more", "volume_step"),
    "quieter": Sense("HassSetVolumeRelative", _MEDIA, "less", "volume_step"),
    "mute": Sense("HassMediaPlayerMute", _MEDIA, against="unmute"),
    "unmute": Sense("HassMediaPlayerUnmute", _MEDIA, against="mute"),
    "pause": Sense("HassMediaPause", _MEDIA),
    "resume": Sense("HassMediaUnpause", _MEDIA),
    "next": Sense("HassMediaNext", _MEDIA),
    "previous": Sense("HassMediaPrevious", _MEDIA),
    "play": Sense("HassMediaSearchAndPlay", _MEDIA),
    "vacuum_start": Sense("HassVacuumStart", frozenset({"vacuum"})),
    "vacuum_area": Sense("HassVacuumCleanArea", frozenset({"vacuum"})),
    "vacuum_dock": Sense("HassVacuumReturnToBase", frozenset({"vacuum"})),
    "mow": Sense("HassLawnMowerStartMowing", frozenset({"lawn_mower"})),
    "mow_dock": Sense("HassLawnMowerDock", frozenset({"lawn_mower"})),
    "activate": Sense("HassTurnOn", frozenset({"scene", "script", "automation"})),
    "get_state": Sense("HassGetState"),
    "get_temperature": Sense("HassClimateGetTemperature", frozenset({"climate"})),
    "get_weather": Sense("HassGetWeather", frozenset({"weather"})),
}

# Words without which some senses are none, and which forbid their opposites.
_WORDS: Mapping[Language, Mapping[str, re.Pattern[str]]] = {
    "en": {
        "on": re.compile(r"\b(?:on|start|starting|enable|activate|power|fire up|boot|hit|wake|light up|lit|illuminate|going|running|light the|some light|bit of light|need light|be light|me light|us light|boot up|flick|arm|run|get .* light)\b"),
        "off": re.compile(r"\b(?:off|out|kill|cut|shut|stop|disable|deactivate|dark|darkness|black out|douse|extinguish|down|lose|no (?:more )?lights?|rid|done with|without|do without|unplug|disarm)\b"),
        "open": re.compile(r"\b(?:open|up|raise|lift|back|let|uncover|extend|unroll|roll up)\b"),
        "close": re.compile(r"\b(?:close|closed|shut|down|lower|draw|drop|block|cover|keep|retract|out|off)\b"),
        "lock": re.compile(r"\b(?:lock|locked|bolt|secure|locks)\b"),
        "unlock": re.compile(r"\b(?:unlock|unlocked|unbolt|undo|release|open|disengage|let .* in|take the lock off)\b"),
        "mute": re.compile(r"\b(?:mute|silence|silent|sound|sound off)\b"),
        "unmute": re.compile(r"\b(?:unmute|sound|off mute)\b"),
        "pause": re.compile(r"\b(?:pause|stop|halt|hold|freeze|interrupt)\b"),
        "resume": re.compile(r"\b(?:resume|continue|unpause|carry on|go on|keep|again|play on|off pause|pick up|left off|going)\b"),
        "next": re.compile(r"\b(?:next|skip|another|else|forward)\b"),
        "previous": re.compile(r"\b(?:previous|last|back|before|again|return)\b"),
        "vacuum_dock": re.compile(r"\b(?:home|back|return|dock|stop|charge|charger|base|off|station|park)\b"),
        "mow_dock": re.compile(r"\b(?:home|back|return|dock|stop|charge|charger|base|off|station|park)\b"),
        "vacuum_start": re.compile(r"\b(?:vacuum|vacuuming|clean|cleaning|robot|hoover|sweep|roomba)\b"),
        "vacuum_area": re.compile(r"\b(?:vacuum|vacuuming|clean|cleaning|robot|hoover|sweep|roomba)\b"),
        "mow": re.compile(r"\b(?:mow|mower|mowing|mowed|grass|lawn)\b"),
        "brighter": re.compile(r"\b(?:bright\w*|light|lights|lamp|up|more)\b"), "dimmer": re.compile(r"\b(?:dim\w*|dark\w*|bright\w*|light|lights|lamp|down|less|lower|soften)\b"),
        "warmer": re.compile(r"\b(?:warm\w*|heat\w*|hot\w*|temperature|thermostat|degrees?|ac)\b"), "cooler": re.compile(r"\b(?:cool\w*|cold\w*|heat\w*|temperature|thermostat|degrees?|ac|warm)\b"),
        "volume": re.compile(r"\b(?:volume|music|sound|tv|speaker|radio|loud\w*)\b"), "louder": re.compile(r"\b(?:loud\w*|volume|music|sound|tv|speaker|radio|song|it)\b"),
        "quieter": re.compile(r"\b(?:quiet\w*|loud\w*|volume|music|sound|soft\w*|tv|speaker|radio|song|it)\b"),
        "fan_speed": re.compile(r"\b(?:fans?|speed|ventilat\w+|purifier)\b"), "faster": re.compile(r"\b(?:fans?|speed)\b"), "slower": re.compile(r"\b(?:fans?|speed|slow)\b"),
    },
    "zh": {
        "on": re.compile(r"开(?!关)|亮|启|点灯|通电|来点|给点|要有|需要|转|吹|运行|照|布防|接通|点(?=盏|个)|光"),
        "off": re.compile(r"(?<!开)关|熄|灭|停|断|不用|用不着|黑|暗下|撤防|别开"),
        "open": re.compile(r"开(?!关)|升|卷|收起|收上|拉起|进来|进房|展|放下遮阳|上去|照进"),
        "close": re.compile(r"(?<!开)关|合|拉上|放下|降|拉下|遮|挡|闭|收起遮|拉一下|下来|拉好"),
        "lock": re.compile(r"(?<!解)(?<!开)锁"), "unlock": re.compile(r"解锁|开锁|解开|开.{0,4}锁|锁.{0,3}开|打开"),
        "mute": re.compile(r"静音|声|消音"), "unmute": re.compile(r"取消|解除|恢复|关闭静音|打开声|声音.*(?:开|出来|恢复)|退出"),
        "pause": re.compile(r"停|别(?:放|播)|不要放"), "resume": re.compile(r"继续|接着|恢复|重新|取消暂停"),
        "next": re.compile(r"下一|切|换|跳|不想听|不好听|next"), "previous": re.compile(r"上一|前一|回|刚才|再放"),
        "vacuum_dock": re.compile(r"回|充|停|收|归|关|别扫|不用扫|休息"), "mow_dock": re.compile(r"回|充|停|收|归|关|别"),
        "vacuum_start": re.compile(r"扫|拖|吸|清洁|打扫"), "vacuum_area": re.compile(r"扫|拖|吸|清"), "mow": re.compile(r"割|草|剪"),
        "brighter": re.compile(r"亮|光|灯"), "dimmer": re.compile(r"暗|亮|光|灯|柔"),
        "warmer": re.compile(r"温|暖|热|高|度"), "cooler": re.compile(r"温|凉|冷|低|度|降|暖|热"),
        "volume": re.compile(r"音|声|响"), "louder": re.compile(r"音|声|响"), "quieter": re.compile(r"音|声|轻|响|吵"),
        "fan_speed": re.compile(r"风|扇|转速|净化"), "faster": re.compile(r"风|扇"), "slower": re.compile(r"风|扇"),
    },
}  # fmt: skip


def possible(name: str, said: str, language: Language, target: Target, values: Values) -> bool:
    """Whether the words of a sentence can mean that at all."""
    sense = SENSES[name]
    language = language if language == "zh" else "en"
    if target.domains and sense.domains and not (target.domains & sense.domains or (name == "unlock" and target.domains == {"cover"})):
        return False
    if not _said(sense.needs, values, name, target):
        return False
    words = _WORDS[language]
    if name in words and not words[name].search(said) and not (target.domains & sense.domains and name in _BY_THEIR_THING):
        return False
    if name in _NEVER[language] and _NEVER[language][name].search(said):
        return False
    return not _opposed(name, sense, said, words)


def speaks_of(name: str, said: str, language: Language) -> bool:
    """Nothing was named, and it is still clear what is meant: short, or of the light."""
    if not SENSES[name].keeps_kind:
        return True
    return bool(_BARE.search(said)) or (len(said) if language == "zh" else len(said.split())) <= _SHORT["zh" if language == "zh" else "en"]


_BY_THEIR_THING = frozenset({"fan_speed", "volume", "faster", "slower", "louder", "quieter", "brighter", "dimmer", "warmer", "cooler"})
_SWITCH = r"(?:turn|switch|put|get|set|flip|power|pop|flick|throw|stick|kick|knock)"
_FIXED_EN = re.compile(
    rf"\b{_SWITCH} (?:them |it |all )?(on|off)\b|\b{_SWITCH}\b.*?\b(on|off)\b(?! (?:the|my|our)\b)|\b(on|off)(?: again| now| too)?$|^(on|off) "
)
# What a sentence holds that means something else.
_NEVER: Mapping[Language, Mapping[str, re.Pattern[str]]] = {
    "en": {
        "on": re.compile(r"\b(?:sound|volume|mute)\b"), "off": re.compile(r"\b(?:sound|volume|mute)\b"), "lock": re.compile(r"\b(?:unlock|unbolt|undo|off)\b"), "mute": re.compile(r"\boff mute\b|\bunmute\b"),
        "pause": re.compile(r"\b(?:unpause|off pause)\b|^stop(?: it| that)?$|\bgoing\b"), "mow": re.compile(r"\b(?:dock|home|back|stop|off|return)\b"), "next": re.compile(r"\bback\b"),
        "vacuum_start": re.compile(r"\b(?:dock|home|stop|return|back)\b"), "vacuum_area": re.compile(r"\b(?:dock|home|stop|return|back)\b"), "brightness": re.compile(r"\b(?:open|close|shut|raise|position)\b"),
        "louder": re.compile(r"\b(?:talk|speak)\b|^wake "), "quieter": re.compile(r"\b(?:talk|speak)\b"), "warmer": re.compile(r"\bpower\b"), "color": re.compile(r"\bblack out\b"),
    },
    "zh": {
        "on": re.compile(r"[静声]音|音量"), "off": re.compile(r"[静声]音|音量"), "lock": re.compile(r"解锁|开锁|打开"), "mute": re.compile(r"取消|解除|恢复|关闭静音|退出|关小|调小"), "pause": re.compile(r"取消|解除|^停$"),
        "mow": re.compile(r"停|回|别|收|关"), "vacuum_start": re.compile(r"停|回|别|收|归"), "vacuum_area": re.compile(r"停|回|别|收|归"), "brightness": re.compile(r"窗|帘|门"),
        "louder": re.compile(r"说|讲"), "quieter": re.compile(r"说|讲"), "open": re.compile(r"遮阳|好不好"), "close": re.compile(r"遮阳|好不好"),
    },
}  # fmt: skip
_BARE = re.compile(r"\b(?:dark|darkness|sun|daylight|see)\b|阳光|太阳|光|黑|暗")  # says without naming it what is meant
_SHORT = {"en": 3, "zh": 4}  # words, characters


def _opposed(name: str, sense: Sense, said: str, words: Mapping[str, re.Pattern[str]]) -> bool:
    """ "off" is said, and not "on"."""
    if sense.against not in words or name not in words:
        return False
    clear = _FIXED_EN.search(said)
    if clear and name in ("on", "off"):
        said_so = next((word for word in clear.groups() if word), name)
        return bool(said_so != name)
    return bool(words[sense.against].search(said)) and not words[name].search(said)


def _said(needs: Needs, values: Values, name: str, target: Target) -> bool:
    absolute = values.percent is not None or values.number is not None
    match needs:
        case "percent":
            return (absolute and values.degrees is None and values.by is None) or (values.by is not None and name == "position")
        case "color":
            return values.color is not None
        case "kelvin":
            return values.kelvin is not None or (values.number or 0) >= 1000
        case "degrees":
            return values.degrees is not None or (
                values.number is not None and values.percent is None and (bool(target.domains) or 5 <= values.number <= 40)
            )
        case "more" | "less":
            return (
                values.step == (1 if needs == "more" else -1)
                and not absolute
                and (values.degrees is None or values.by is not None or name in ("warmer", "cooler"))
            )
    return not absolute and values.degrees is None and values.kelvin is None and (values.color is None or name == "activate")
