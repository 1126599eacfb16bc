"""What states of things are called: as something that was done, and as something that is so."""

from __future__ import annotations

from collections.abc import Mapping

from jarvisd.messages import Language

# State -> English, Chinese when it was just done, Chinese when it is told.
Words = tuple[str, str, str]

_ANY: dict[str, Words] = {
    "on": ("on", "打开了", "开着"),
    "off": ("off", "关了", "关着"),
    "open": ("open", "打开了", "开着"),
    "opening": ("opening", "正在打开", "正在打开"),
    "closed": ("closed", "关上了", "关着"),
    "closing": ("closing", "正在关上", "正在关上"),
    "locked": ("locked", "锁上了", "锁着"),
    "locking": ("being locked", "正在锁上", "正在锁上"),
    "unlocked": ("unlocked", "打开了", "没有锁"),
    "unlocking": ("being unlocked", "正在打开", "正在打开"),
    "jammed": ("jammed", "卡住了", "卡住了"),
    "playing": ("playing", "开始播放了", "正在播放"),
    "buffering": ("about to play", "正在缓冲", "正在缓冲"),
    "paused": ("paused", "暂停了", "暂停着"),
    "idle": ("idle", "停下了", "空闲着"),
    "standby": ("on standby", "待机了", "待机中"),
    "cleaning": ("cleaning", "开始打扫了", "正在打扫"),
    "returning": ("on its way back", "正在返回", "正在返回"),
    "docked": ("docked", "回到充电座了", "在充电座上"),
    "mowing": ("mowing", "开始割草了", "正在割草"),
    "error": ("in trouble", "出故障了", "出故障了"),
    "arming": ("being armed", "正在布防", "正在布防"),
    "armed_home": ("armed for home", "在家布防了", "在家布防着"),
    "armed_away": ("armed for away", "离家布防了", "离家布防着"),
    "armed_night": ("armed for the night", "夜间布防了", "夜间布防着"),
    "armed_vacation": ("armed for the holidays", "度假布防了", "度假布防着"),
    "disarmed": ("disarmed", "撤防了", "没有布防"),
    "pending": ("about to go off", "即将报警", "即将报警"),
    "triggered": ("sounding the alarm", "正在报警", "正在报警"),
    "heat": ("heating", "调到制热了", "在制热"),
    "cool": ("cooling", "调到制冷了", "在制冷"),
    "heat_cool": ("on automatic", "调到自动了", "在自动模式"),
    "auto": ("on automatic", "调到自动了", "在自动模式"),
    "dry": ("drying", "调到除湿了", "在除湿"),
    "fan_only": ("on fan only", "调到送风了", "在送风"),
    "eco": ("on eco", "调到节能了", "在节能模式"),
    "home": ("at home", "在家", "在家"),
    "not_home": ("away", "不在家", "不在家"),
    "recording": ("recording", "正在录像", "正在录像"),
    "streaming": ("streaming", "正在直播", "正在直播"),
    "unavailable": ("not reachable", "联系不上", "联系不上"),
    "unknown": ("in an unknown state", "状态不明", "状态不明"),
}

# Of binary sensors, by their class: on, off.
_BINARY: dict[str, tuple[Words, Words]] = {
    "door": (("open", "打开了", "开着"), ("closed", "关上了", "关着")),
    "window": (("open", "打开了", "开着"), ("closed", "关上了", "关着")),
    "garage_door": (("open", "打开了", "开着"), ("closed", "关上了", "关着")),
    "opening": (("open", "打开了", "开着"), ("closed", "关上了", "关着")),
    "lock": (("unlocked", "没有锁", "没有锁"), ("locked", "锁上了", "锁着")),
    "motion": (("detecting motion", "有动静", "有动静"), ("clear", "没有动静", "没有动静")),
    "occupancy": (("occupied", "有人", "有人"), ("clear", "没有人", "没有人")),
    "presence": (("at home", "有人", "在家"), ("away", "没有人", "不在家")),
    "moisture": (("wet", "有水", "有水"), ("dry", "没有水", "没有水")),
    "smoke": (("detecting smoke", "有烟", "有烟"), ("clear", "没有烟", "没有烟")),
    "gas": (("detecting gas", "有燃气", "有燃气"), ("clear", "没有燃气", "没有燃气")),
    "carbon_monoxide": (("detecting carbon monoxide", "有一氧化碳", "有一氧化碳"), ("clear", "没有一氧化碳", "没有一氧化碳")),
    "battery": (("low", "电量低", "电量低"), ("normal", "电量正常", "电量正常")),
    "battery_charging": (("charging", "在充电", "在充电"), ("not charging", "没有充电", "没有充电")),
    "cold": (("cold", "冷", "是冷的"), ("normal", "正常", "正常")),
    "heat": (("hot", "热", "是热的"), ("normal", "正常", "正常")),
    "connectivity": (("connected", "连上了", "连着"), ("disconnected", "断开了", "断开着")),
    "light": (("seeing light", "有光", "有光"), ("dark", "没有光", "没有光")),
    "plug": (("plugged in", "插上了", "插着"), ("unplugged", "拔掉了", "没插")),
    "power": (("powered", "有电", "有电"), ("without power", "没有电", "没有电")),
    "problem": (("reporting a problem", "有问题", "有问题"), ("all right", "没问题", "没问题")),
    "running": (("running", "在运行", "在运行"), ("not running", "没有运行", "没有运行")),
    "safety": (("unsafe", "不安全", "不安全"), ("safe", "安全", "安全")),
    "sound": (("detecting sound", "有声音", "有声音"), ("quiet", "没有声音", "没有声音")),
    "tamper": (("tampered with", "被动过", "被动过"), ("untouched", "没被动过", "没被动过")),
    "update": (("waiting for an update", "有更新", "有更新"), ("up to date", "没有更新", "没有更新")),
    "vibration": (("vibrating", "在震动", "在震动"), ("still", "没有震动", "没有震动")),
}

WEATHER: dict[str, Mapping[Language, str]] = {
    "clear-night": {"en": "clear", "zh": "晴"}, "cloudy": {"en": "cloudy", "zh": "阴"}, "exceptional": {"en": "exceptional", "zh": "异常"},
    "fog": {"en": "foggy", "zh": "有雾"}, "hail": {"en": "hailing", "zh": "有冰雹"}, "lightning": {"en": "thundery", "zh": "有雷电"},
    "lightning-rainy": {"en": "thundery and rainy", "zh": "雷阵雨"}, "partlycloudy": {"en": "partly cloudy", "zh": "多云"},
    "pouring": {"en": "pouring", "zh": "大雨"}, "rainy": {"en": "rainy", "zh": "有雨"}, "snowy": {"en": "snowy", "zh": "有雪"},
    "snowy-rainy": {"en": "sleety", "zh": "雨夹雪"}, "sunny": {"en": "sunny", "zh": "晴"}, "windy": {"en": "windy", "zh": "有风"},
    "windy-variant": {"en": "windy and cloudy", "zh": "多云有风"},
}  # fmt: skip


def state_words(state: str, domain: str, device_class: str, language: Language, done: bool = False) -> str:
    """Without "is"; done: somebody just had it done. A state that is no word stays as it is."""
    words = _words(state, domain, device_class)
    return words[0] if language != "zh" else words[1 if done else 2]


def _words(state: str, domain: str, device_class: str) -> Words:
    if domain == "binary_sensor" and device_class in _BINARY and state in ("on", "off"):
        return _BINARY[device_class][state == "off"]
    plain = state.replace("_", " ")
    return _ANY.get(state, (plain, plain, f"是{plain}"))
