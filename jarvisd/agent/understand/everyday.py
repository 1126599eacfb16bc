"""Words that people say to a house all day: none of them is a name misheard."""

from __future__ import annotations

COMMON = frozenset(
    [
        "close", "closed", "closing", "closes", "light", "lights", "right", "night", "tight", "white", "turn", "turns", "on", "off",
        "open", "opens", "opened", "switch", "switched", "the", "all", "and", "with", "brighter", "bright", "lower", "higher",
        "raise", "start", "stop", "pause", "play", "please", "music", "volume", "sound", "speed", "level", "degrees", "percent",
        "heating", "cooling", "warmer", "cooler", "colder", "hotter", "curtain", "curtains", "blind", "blinds", "shade", "shades",
        "lamp", "lamps", "fan", "fans", "door", "doors", "window", "windows", "lock", "locks", "unlock", "locked", "unlocked",
        "color", "colour", "colors", "bedrooms", "rooms", "room", "house", "home", "floor", "floors", "everything", "nothing",
        "halfway", "half", "starting", "warm", "cleaning", "clean", "vacuum", "kitchen's", "playing", "song", "songs", "movie",
        "track", "little", "louder", "quieter", "softer", "thanks", "scene", "script", "power", "brightness", "inside", "outside",
        "here", "there", "every", "other", "another", "whether", "drawer", "drawers", "fridge", "freezer", "cupboard", "cupboards",
        "bin", "lid", "box", "book", "bag", "shoes",
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
        "ninety", "hundred", "quarter",
    ]
)  # fmt: skip
SMALL = frozenset(
    [
        "a", "an", "the", "on", "off", "of", "in", "at", "to", "up", "down", "out", "it", "its", "i", "is", "am", "are", "we", "us",
        "me", "my", "our", "you", "he", "she", "they", "there", "here", "and", "or", "now", "no", "not", "so", "if", "by", "for",
        "half", "please", "with", "as",
    ]
)  # fmt: skip
COMMON_ZH = frozenset(
    [
        "打开", "关静", "就关灯", "就开灯", "开灯", "关灯", "关闭", "光进", "关上", "关掉", "开启", "灯光", "空调", "窗帘", "风扇", "音乐", "电视", "一点", "一下", "全部", "所有", "都关", "都开", "亮度",
        "温度", "音量", "颜色", "拉到", "开到", "关到", "降到", "升到", "放到", "弄到", "换到", "切到", "拉上", "拉开", "里灯", "的灯", "里等", "屋灯", "把灯", "调到", "调成", "设置", "播放", "暂停",
    ]
)  # fmt: skip
