"""Words for kinds of things, in both languages: "the blinds", 窗帘."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from jarvisd.messages import Language


@dataclass(frozen=True, slots=True)
class Kind:
    """A word for a kind of thing, where it stands in the text."""

    said: str
    start: int
    end: int
    domain: str  # Home Assistant's
    device_class: str = ""
    many: bool = False


# Words (one, in regular expressions without their plural), domain, device class. The longest word at a place counts.
_EN: tuple[tuple[str, str, str], ...] = (
    (r"(?:night |desk |table |floor |bedside |reading |ceiling |wall |spot|standing |main |overhead |fairy |christmas )?light|lamp|light ?bulb|bulb|lighting|illumination|chandelier|spotlight", "light", ""),
    (r"(?:ceiling |extractor |exhaust |table |standing |vent )?fan|ventilator|ventilation|extractor hood|range hood|air purifier|purifier", "fan", ""),
    (r"switch(?:es)?", "switch", ""), (r"outlet|socket|(?:smart |power )?plug|power strip", "switch", "outlet"),
    (r"blind|venetian", "cover", "blind"), (r"curtain|drape", "cover", "curtain"), (r"shade|roller", "cover", "shade"), (r"shutter", "cover", "shutter"),
    (r"awning", "cover", "awning"), (r"garage door|garage", "cover", "garage"), (r"gate", "cover", "gate"), (r"window|skylight", "cover", "window"),
    (r"cover(?:ing)?", "cover", ""), (r"door", "", "door"), (r"(?:door )?lock|deadbolt|latch", "lock", ""),
    (r"thermostat|heating|heater|radiator|air ?condition(?:er|ing)|air ?con|ac|climate(?: control)?|underfloor heating|floor heating|heat pump|heat", "climate", ""),
    (r"tv|television|telly|tele|screen", "media_player", "tv"), (r"(?:smart )?speaker|stereo|sound ?bar|hi-?fi|sound ?system", "media_player", "speaker"),
    (r"music|radio|song|track|playback|audio|album|playlist|media(?: player)?|player|movie|film|video|podcast|tune", "media_player", ""),
    (r"(?:robot )?vacuum(?: cleaner| robot)?|roomba|hoover|(?:cleaning )?robot|vacuum bot", "vacuum", ""), (r"(?:lawn ?|robot )?mower|mowing robot", "lawn_mower", ""),
    (r"scene", "scene", ""), (r"script|routine", "script", ""), (r"automation", "automation", ""), (r"valve", "valve", ""), (r"siren", "siren", ""),
    (r"alarm(?: system| panel)?|security system", "alarm_control_panel", ""), (r"dehumidifier|humidifier", "humidifier", ""),
    (r"water heater|boiler|hot water", "water_heater", ""), (r"humidity|moisture", "humidifier", ""), (r"volume|sound", "media_player", ""), (r"temperature|thermostat temperature", "climate", ""), (r"brightness", "light", ""), (r"camera", "camera", ""),
)  # fmt: skip
_ZH: tuple[tuple[str, str, str], ...] = (
    (r"(?:吸顶|床头|落地|夜|小夜|筒|射|壁|氛围|照明|电|台|吊|主|大|顶|挂|廊)?灯(?:光|泡|带|具|管|盏)?|照明|光线|灯火", "light", ""),
    (r"(?:电|吊|落地|排气|换气|抽|排)?(?:风)?扇|换气扇|抽油烟机|油烟机|空气净化器|净化器|新风(?:机|系统)?|排风", "fan", ""),
    (r"开关", "switch", ""), (r"插座|插排|插线板|排插", "switch", "outlet"),
    (r"百叶(?:窗|帘)|百页窗", "cover", "blind"), (r"(?:电动)?窗帘|帘子|纱帘|布帘|窗纱", "cover", "curtain"), (r"卷帘|遮阳帘|遮光帘|罗马帘", "cover", "shade"), (r"卷闸门?|百叶门", "cover", "shutter"),
    (r"遮阳篷|雨棚|遮阳棚", "cover", "awning"), (r"车库门|车库大门|卷帘门", "cover", "garage"), (r"院门|栅栏门|铁门", "cover", "gate"), (r"窗户|窗子|天窗|窗(?!帘|台|纱)", "cover", "window"),
    (r"(?:大|前|后|侧|房|防盗|入户)?(?<![出进敲串登热部专])门(?!口|铃|厅|锁|卫)", "", "door"), (r"门锁|智能锁|(?<![解开上反落])锁(?!门|[\ue000\ue001]|上|好|住|了|一|门|定|屏)(?:头)?", "lock", ""),
    (r"空调(?:机)?|暖气(?:片)?|地暖|恒温器|温控器?|冷气|取暖器|暖风机|电暖器|暖空调", "climate", ""),
    (r"电视机?|电视屏|大屏", "media_player", "tv"), (r"音箱|音响|喇叭|扬声器|回音壁", "media_player", "speaker"),
    (r"音乐|歌曲?|收音机|播放器|电台|曲子|视频|电影|媒体|广播剧|播客|歌单|专辑", "media_player", ""),
    (r"扫地机器?人?|吸尘器|扫拖机器?人?|扫地机|拖地机器?人?|清洁机器人|机器人", "vacuum", ""), (r"割草机(?:器人)?|除草机", "lawn_mower", ""),
    (r"场景|情景", "scene", ""), (r"脚本", "script", ""), (r"自动化", "automation", ""), (r"(?:水|气|总|主|煤气)?阀门?", "valve", ""), (r"警笛|警报器", "siren", ""),
    (r"湿度", "humidifier", ""), (r"音量|声音", "media_player", ""), (r"温度", "climate", ""), (r"亮度", "light", ""),
    (r"警报系统|安防(?:系统)?|报警器|警报|警戒|布防|撤防", "alarm_control_panel", ""), (r"除湿机|抽湿机|加湿器", "humidifier", ""), (r"热水器|锅炉", "water_heater", ""), (r"摄像头|监控|摄像机", "camera", ""),
)  # fmt: skip
# The word that stands for a thing of the house when its sentence is compared with others.
PLAIN = {
    "en": {"light": "light", "fan": "fan", "switch": "switch", "cover": "curtain", "lock": "door", "climate": "thermostat", "media_player": "speaker",
           "vacuum": "vacuum", "lawn_mower": "mower", "scene": "scene", "script": "script", "valve": "valve", "area": "room", "floor": "floor",
           "todo": "list", "person": "anna", "weather": "city", "automation": "automation", "humidifier": "humidifier", "alarm_control_panel": "alarm", "siren": "siren",
           "water_heater": "boiler", "camera": "camera", "sensor": "sensor", "binary_sensor": "sensor", "input_boolean": "switch", "button": "button"},
    "zh": {"light": "灯", "fan": "风扇", "switch": "开关", "cover": "窗帘", "lock": "门", "climate": "空调", "media_player": "音箱", "vacuum": "扫地机",
           "lawn_mower": "割草机", "scene": "场景", "script": "脚本", "valve": "阀门", "area": "房间", "floor": "楼层", "todo": "清单", "person": "小明",
           "weather": "城市", "automation": "自动化", "humidifier": "加湿器", "alarm_control_panel": "警报", "siren": "警报器", "water_heater": "热水器",
           "camera": "摄像头", "sensor": "传感器", "binary_sensor": "传感器", "input_boolean": "开关", "button": "按钮"},
}  # fmt: skip
OF_IT = frozenset(
    ["humidity", "moisture", "volume", "sound", "temperature", "brightness", "湿度", "音量", "声音", "温度", "亮度"]
)  # what is set of a thing
# A word that is not said of others of its domain: where nothing here is called so, there is none.
_OWN = re.compile(
    r"^(?:dehumidifier|(?:air )?purifier|extractor(?: fan| hood)?|range hood|(?:underfloor|floor) heating|heat pump|radio|chandelier|(?:fairy|christmas) lights?|skylight|sound ?bar"
    r"|地暖|暖气片?|取暖器|暖风机|电暖器|抽?油烟机|(?:空气)?净化器|新风(?:机|系统)?|排气扇|换气扇|除湿机|抽湿机|加湿器|收音机|天窗)$"
)
_MANY_ZH = re.compile(r"所有|全部|都|每|全(?=关|开)|一切|各个|几")


_ASKED = 256  # texts whose kinds are kept: the parts of one sentence are looked at again and again


@cache
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    if language == "zh":
        return tuple((re.compile(words), domain, device_class) for words, domain, device_class in _ZH)
    return tuple((re.compile(rf"\b(?:{words})(?P<many>e?s)?\b"), domain, device_class) for words, domain, device_class in _EN)


@lru_cache(maxsize=_ASKED)
def kinds(text: str, language: Language) -> tuple[Kind, ...]:
    """The kinds of things that are spoken of, from the left; the longest word where two begin at one place."""
    found: list[Kind] = []
    for pattern, domain, device_class in _patterns(language if language == "zh" else "en"):
        for match in pattern.finditer(text):
            if not match.group() or (language != "zh" and _does(text, match)):
                continue
            many = bool(match.groupdict().get("many")) if language != "zh" else bool(_MANY_ZH.search(text))
            found.append(Kind(match.group(), match.start(), match.end(), domain, device_class, many))
    chosen: list[Kind] = []
    for one in sorted(found, key=lambda kind: (kind.start - kind.end, kind.start)):
        if all(one.end <= other.start or one.start >= other.end for other in chosen):
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda kind: kind.start))


_DOING = re.compile(r"(?:switch|lock|light|heat|cover|shade|vacuum|hoover|fan|alarm)$")
_DONE_TO = re.compile(r" (?:the|my|our|your|all|every|each|both|that|this|it|them|everything|up)\b")
_A_LOCK = re.compile(r"\b(?:the|a|an|my|our|your|his|her|this|that|every|each|all|both|door|gate|front|back|side|smart|bike|child|of) $")
_AFTER_A = re.compile(r"(?:^|\b(?:and|so|please|you|to|then|just|now|not|never|kindly|also|i|we|or|somebody|someone)|,) ?$")


def _does(text: str, match: re.Match[str]) -> bool:
    """ "switch on", "lock the door", "light up the path": what is done, not what it is done to."""
    if not _DOING.match(match.group()):
        return False
    behind, first = text[match.end() :], bool(_AFTER_A.search(text[: match.start()]))
    if match.group() == "switch" and re.match(r" (?:on|off|back)\b", behind):
        return not re.search(r"\b(?:the|a|my|that|this|light|wall|smart) $", text[: match.start()])
    done_to = bool(_DONE_TO.match(behind)) and (first or (match.group() == "lock" and not _A_LOCK.search(text[: match.start()])))
    return done_to or (match.group() in ("switch", "lock") and first and bool(behind))


def is_thing(text: str) -> bool:
    """Nothing but a word for a kind of thing."""
    return any(len(one) == 1 and one[0].said == text for one in (kinds(text, "en"), kinds(text, "zh")))


def own(said: str, names: Iterable[str]) -> bool:
    """Such a word, and nothing of these names is called by the end of it."""
    end = said[-2:] if said > "㐀" else said.split()[-1].rstrip("s")
    return bool(_OWN.match(said)) and not any(end in name.casefold() for name in names)


def plain_word(kind: str, language: Language) -> str:
    """How a sentence names such a thing when it is compared; kind is a domain, "area" or "floor"."""
    words = PLAIN["zh" if language == "zh" else "en"]
    return words.get(kind, words["switch"])
