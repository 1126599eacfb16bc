"""Amounts, colours, levels and changes in what was said, as Home Assistant's slots want them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jarvisd.agent.understand.amounts import amount, amounts
from jarvisd.messages import Language


@dataclass(frozen=True, slots=True)
class Values:
    """What was said beside the things; None where nothing was."""

    percent: float | None = None  # 0..100 of a scale: 50 %, half, 一半, 五成, full
    degrees: float | None = None  # with their word or sign
    number: float | None = None  # with neither
    kelvin: int | None = None
    color: str | None = None  # CSS's name, as Home Assistant takes it
    step: int = 0  # 1 more, -1 less
    by: float | None = None  # how much more or less
    level: str = ""  # "max", "min", "half": words for a percentage
    shut: bool = False  # so much of it is closed: "three quarters down", 放下来四分之三


# What is said -> Home Assistant's name. The longer first.
_COLORS_EN = {
    "light blue": "lightblue", "sky blue": "skyblue", "dark blue": "darkblue", "navy blue": "navy", "light green": "lightgreen", "dark green": "darkgreen",
    "hot pink": "hotpink", "red": "red", "green": "green", "blue": "blue", "yellow": "yellow", "orange": "orange", "purple": "purple", "pink": "pink",
    "white": "white", "cyan": "cyan", "turquoise": "turquoise", "violet": "violet", "magenta": "magenta", "teal": "teal", "lime": "lime", "gold": "gold",
    "lavender": "lavender", "indigo": "indigo", "brown": "brown", "black": "black", "amber": "orange", "crimson": "crimson", "coral": "coral", "salmon": "salmon",
    "aqua": "aqua", "beige": "beige", "maroon": "maroon", "navy": "navy", "olive": "olive", "silver": "silver",
}  # fmt: skip
_COLORS_ZH = {
    "天蓝": "skyblue", "浅蓝": "lightblue", "淡蓝": "lightblue", "深蓝": "darkblue", "浅绿": "lightgreen", "淡绿": "lightgreen", "深绿": "darkgreen", "粉红": "pink",
    "青绿": "turquoise", "薰衣草": "lavender", "紫罗兰": "violet", "品红": "magenta", "洋红": "magenta", "橙黄": "orange", "橘黄": "orange", "桔黄": "orange", "金": "gold",
    "红": "red", "绿": "green", "蓝": "blue", "黄": "yellow", "橙": "orange", "橘": "orange", "桔": "orange", "紫": "purple", "粉": "pink", "白": "white",
    "青": "cyan", "棕": "brown", "靛": "indigo", "银": "silver",
}  # fmt: skip
# Kelvin, as Home Assistant's sentences name them.
_WHITES = {
    "en": ((r"\bwarm(?: white| light)\b|\bwarm$", 2700), (r"\b(?:cool|cold)(?: white| light)\b", 4000), (r"\b(?:daylight|day light)\b", 6500), (r"\b(?:candle ?light)\b", 1900),
           (r"\b(?:neutral|natural) (?:white|light)\b", 4000)),
    "zh": ((r"暖白|暖光|暖黄|暖色", 2700), (r"冷白|冷光|冷色", 4000), (r"日光|正白光", 6500), (r"烛光", 1900), (r"自然光|中性光", 4000)),
}  # fmt: skip
_LEVELS = {
    "en": (
        ("max", r"\b(?<!off )(?:max(?:imum)?|highest|brightest|full(?:y| power| blast| brightness| volume| speed)?|all the way(?: up| open)?|as (?:bright|loud|high|fast|strong|hard|wide|hot|warm) as (?:possible|(?:it|they|this|that)(?: will| can)? (?:goes|go|gets|get|can|will|does)|(?:it|they) (?:can|will)|you (?:can|like)|anything)|top|completely)\b"),
        ("min", r"\b(?:min(?:imum)?|lowest|dimmest|as (?:dim|low|quiet|dark|slow|soft|gentle) as (?:possible|(?:it|they|this|that)(?: will| can)? (?:goes|go|gets|get|can|will|does)|(?:it|they) (?:can|will)|you (?:can|like))|slowest|quietest)\b"),
        ("half", r"(?<!and a )\b(?:half(?: ?way)?|fifty fifty)\b(?! (?:a|an|past|hour|minute))"), ("third", r"\b(?:a|one) third\b"), ("quarter", r"\b(?:a|one) quarter\b"),
        ("two thirds", r"\btwo thirds\b"), ("three quarters", r"\bthree quarters\b"), ("crack", r"\ba (?:crack|sliver)\b|\ban inch\b"),
    ),
    "zh": (
        ("three quarters", r"四分之三"), ("two thirds", r"三分之二"), ("quarter", r"四分之一"), ("third", r"三分之一"),
        ("max", r"最[高大亮强快响](?!声音?)?|最大|(?<![灯帘窗门都间\ue000])全开|(?<![灯都间\ue000])全亮|[拉开调到]满(?!意)|开到底|到顶|满格|最高档?"), ("min", r"最[低小暗弱慢轻]|最小|最低档?"), ("crack", r"[一条道个]缝"), ("half", r"一半|半开|开半|半(?=$|亮|开)|二分之一"),
    ),
}  # fmt: skip
WHOLE = 10  # degrees that nobody adds at once
PERCENT = {
    "max": 100.0,
    "min": 1.0,
    "half": 50.0,
    "third": 33.0,
    "quarter": 25.0,
    "two thirds": 67.0,
    "three quarters": 75.0,
    "crack": 10.0,
}
_PART = r"(?:three quarters|two thirds|a third|a quarter|(?:\d+|[a-z]+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?) ?(?:%|per ?cent))"
_SHUT = {
    "en": re.compile(
        rf"\b{_PART}(?: of the way)? (?:down|closed|shut)\b|\b(?:close|shut)d? (?:the |my |our )?(?:[\w\ue000]+ ){{1,3}}(?:about |around )?(?:three quarters|two thirds|a third|a quarter)\b"
    ),
    "zh": re.compile(
        r"(?:放下来?|关上?|拉下来?|降下来?|合上?|闭上?)(?:个|了)?(?:四分之[一三]|三分之[一二])|(?:四分之[一三]|三分之[一二])(?:放下来?|关上|合上)"
    ),
}
_MORE = {
    "en": re.compile(r"\b(?:(?<!light )up|brighter|warmer|hotter|louder|higher|faster|speed up|quicker|stronger|increase|raise|more|brighten|boost|turn it up|crank|lighter|bigger|wider|bump)\b"),
    "zh": re.compile(r"暖和|(?!亮一?下)(?:再|更|加|增|升|提|上|大|高|亮|热|暖|(?<!凉)快|强|响)(?:大声|亮|高|大|热|暖和?|快|强|响)?(?:一?点儿?|一?些|一?下|一?档|一?格|[一两几半]度)|调[亮高大快热]|(?:增|加|升|提)[加大高强亮快温]|大声|太[暗黑冷小低慢](?!了?吧)|不够[亮热暖大响快高]|[升加提][到了]?|[上]调|亮度高|(?!亮一?下)[高亮大热暖快](?=[\d一二三四五六七八九十两百])"),
}  # fmt: skip
_LESS = {
    "en": re.compile(r"\b(?:down|dimmer|darker|cooler|colder|quieter|softer|lower|slow(?:er)?|weaker|decrease|reduce|less|dim|turn it down|gentler|smaller|not so|too (?:bright|loud|hot|warm|high|fast|strong))\b"),
    "zh": re.compile(r"凉快|(?:别|不要)(?:那么|太)[亮大响吵热]|(?:再|更|减|降|下|小|低|暗|冷|凉|慢|弱|轻|柔)(?:小声|暗|低|小|冷|凉|慢|弱|轻|柔和?)?(?:一?点儿?|一?些|一?下|一?档|一?格|[一两几半]度)|调[暗低小慢冷]|(?:减|降)[少小低弱慢温]|小声|轻声|太[亮热吵大响高快强刺]|不那么[亮热吵]|[降减][到了]?|[下]调|亮度低|[低暗小冷凉慢](?=[\d一二三四五六七八九十两百])"),
}  # fmt: skip
_BY = {
    "en": re.compile(r"\b(?:by|another)\s+(?:about )?$|\b(?:up|down|increase|decrease|raise|lower|reduce)(?: \w+){0,4} $"),
    "zh": re.compile(r"(?:再|多|少|[调升降加减提][高低大小亮暗升降快慢热冷]?(?:了|个)?|高|低|亮|暗|大|小|热|冷|暖|凉|快|慢)(?:百分之)?$"),
}  # fmt: skip
_TO = {
    "en": re.compile(r"\b(?:to|at|is|be|say|call it|make it|make that|like)\s+(?:about |around |exactly )?$"),
    "zh": re.compile(r"[到成为至]了?(?:百分之|零下)?$"),
}


def read(text: str, language: Language) -> Values:
    """text: plain, the names of the house taken out of it."""
    language = language if language == "zh" else "en"
    kelvin = next((kelvin for pattern, kelvin in _WHITES[language] if re.search(pattern, text)), None)
    color = None if kelvin else _color(text, language)
    level = next((name for name, pattern in _LEVELS[language] if re.search(pattern, text)), "")
    percent: float | None = PERCENT.get(level)
    degrees = number = by = None
    step = _step(text, language)
    for found in amounts(text, language):
        relative = bool(step and _BY[language].search(text, 0, found.start) and not _TO[language].search(text[: found.start]))
        value = amount(found)
        if relative and found.unit == "degrees" and value >= WHOLE:
            relative = False  # "warmer, twenty degrees" is no step
        if relative and found.unit != "kelvin":
            by = value
        elif found.unit == "percent":
            percent = value
        elif found.unit == "degrees":
            degrees = value
        elif found.unit == "kelvin":
            kelvin = round(value)
        elif number is None:
            number = value
    return Values(percent, degrees, number, kelvin, color, step, by, level, bool(_SHUT[language].search(text)))


_COLOR_EN = re.compile(rf"\b({'|'.join(_COLORS_EN)})\b")
_COLOR_ZH = re.compile(rf"({'|'.join(_COLORS_ZH)})(?:色|光|颜色|(?=$|,|的|灯|吧|了|一点))")


_NO_COLOR = {  # "from blue to red"
    "en": re.compile(r"\b(?:from|not|instead of|rather than)(?: the| a| so)? $"),
    "zh": re.compile(r"(?:从|由|不要|别|不是)$"),
}
_SHADE = re.compile(
    rf"(?:\b(?:a|an|some|that|nice|lovely|warm|soft|deep|bright|gentle|cool|pale|rich|cosy|cozy|pretty|proper|really|very) )+(?=(?:{'|'.join(sorted(set(_COLORS_EN) - {'white'}, key=len, reverse=True))})\b)"
)


def unshaded(text: str) -> str:
    """ "A soft warm orange" is orange."""
    return _SHADE.sub("", text)


def color_spans(text: str, language: Language) -> list[tuple[int, int]]:
    """Where colours stand, without 色."""
    return [found.span(1) for found in (_COLOR_ZH if language == "zh" else _COLOR_EN).finditer(text)]


def _color(text: str, language: Language) -> str | None:
    every = list((_COLOR_ZH if language == "zh" else _COLOR_EN).finditer(text))
    found = next((one for one in every if not _NO_COLOR[language].search(text[: one.start()])), every[0] if every else None)
    return (_COLORS_ZH if language == "zh" else _COLORS_EN)[found[1]] if found else None


def _step(text: str, language: Language) -> int:
    more, less = _MORE[language].search(text), _LESS[language].search(text)
    if more and less:  # "turn up the dimmer light": the first that is said
        return 1 if more.start() < less.start() else -1
    return 1 if more else -1 if less else 0
