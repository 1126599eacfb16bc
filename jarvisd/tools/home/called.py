"""What things and kinds of things are called when they are spoken of, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.messages import Language
from jarvisd.tools.home import Area, Entity, Floor

_HAN = re.compile(r"[㐀-鿿]")
_OWN = re.compile(r"(the|my|our|your)\b|\w+['’]s\b", re.IGNORECASE)  # names that take no article

# Domain or class of things -> English, Chinese.
_KINDS: dict[str, tuple[str, str]] = {
    "light": ("light", "灯"), "switch": ("switch", "开关"), "fan": ("fan", "风扇"), "cover": ("cover", "窗帘"), "lock": ("lock", "锁"),
    "climate": ("thermostat", "空调"), "media_player": ("player", "播放器"), "vacuum": ("vacuum", "扫地机器人"),
    "lawn_mower": ("lawn mower", "割草机"), "humidifier": ("humidifier", "加湿器"), "valve": ("valve", "阀门"),
    "scene": ("scene", "场景"), "script": ("script", "脚本"), "sensor": ("sensor", "传感器"), "binary_sensor": ("sensor", "传感器"),
    "camera": ("camera", "摄像头"), "alarm_control_panel": ("alarm", "警报器"), "water_heater": ("water heater", "热水器"),
    "todo": ("list", "清单"), "weather": ("weather report", "天气"), "person": ("person", "人"), "siren": ("siren", "警笛"),
    "button": ("button", "按钮"), "input_boolean": ("switch", "开关"), "automation": ("automation", "自动化"),
    "curtain": ("curtain", "窗帘"), "blind": ("blind", "百叶窗"), "shade": ("shade", "遮光帘"), "shutter": ("shutter", "卷帘"),
    "awning": ("awning", "遮阳篷"), "garage": ("garage door", "车库门"), "garage_door": ("garage door", "车库门"),
    "gate": ("gate", "大门"), "door": ("door", "门"), "window": ("window", "窗户"), "outlet": ("outlet", "插座"),
    "temperature": ("thermometer", "温度计"), "humidity": ("humidity sensor", "湿度计"), "motion": ("motion sensor", "运动传感器"),
    "moisture": ("leak sensor", "漏水传感器"), "smoke": ("smoke detector", "烟雾报警器"),
    "tv": ("TV", "电视"), "speaker": ("speaker", "音箱"),
    "battery": ("battery", "电池"), "occupancy": ("occupancy sensor", "人体传感器"), "gas": ("gas detector", "燃气报警器"),
}  # fmt: skip


def domain_words(kind: str, language: Language) -> str:
    english, chinese = _KINDS.get(kind, (kind.replace("_", " "), kind.replace("_", " ")))
    return chinese if language == "zh" else english


def kind_words(kinds: str, language: Language) -> str:
    """Of "window/door"."""
    return {"zh": "或"}.get(language, " or ").join(domain_words(kind, language) for kind in kinds.split("/") if kind)


def plural(kind: str, language: Language) -> str:
    word = domain_words(kind, language)
    if language == "zh":
        return word
    return word + ("es" if word.endswith(("ch", "sh", "s", "x")) else "s")


def named(thing: Entity | Area | Floor, language: Language) -> str:
    """Its name, or an alias where only that is in this language."""
    wanted = language == "zh"
    return next((name for name in (thing.name, *thing.aliases) if bool(_HAN.search(name)) == wanted), thing.name)


def article(name: str) -> str:
    """The Front Door; but TV 2 of a Chinese name, "my lamp", "Anna's lamp" as they are."""
    return name if _HAN.search(name) or _OWN.match(name) else f"the {name}"


def joined(names: Sequence[str], language: Language) -> str:
    *most, last = names
    if not most:
        return last
    return f"{'、'.join(most)}和{last}" if language == "zh" else f"{', '.join(most)} and {last}"
