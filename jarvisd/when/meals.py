"""Which part of the day an hour belongs to because of what is done then: "dinner at half past six", "evening class at seven", 晚饭六点."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.messages import Language
from jarvisd.when.pieces import Part

_MEALS = {
    "en": {
        "breakfast": "breakfast",
        "brunch": "noon",
        "lunch": "lunch",
        "dinner": "dinner",
        "supper": "dinner",
        "afternoon tea": "afternoon",
        "bath time": "evening",
        "bathtime": "evening",
        "bedtime": "evening",
    },
    "zh": {
        "早饭": "breakfast",
        "早餐": "breakfast",
        "早茶": "breakfast",
        "早会": "morning",
        "晨会": "morning",
        "早读": "morning",
        "早自习": "morning",
        "晨跑": "morning",
        "午饭": "lunch",
        "午餐": "lunch",
        "中饭": "lunch",
        "午休": "noon",
        "午睡": "noon",
        "下午茶": "afternoon",
        "晚饭": "dinner",
        "晚餐": "dinner",
        "晚会": "evening",
        "晚自习": "evening",
        "夜跑": "night",
        "夜宵": "night",
    },
}
_NAMED = {language: "(?P<meal>" + "|".join(names) + ")" for language, names in _MEALS.items()}
# The meal is what takes place then: it begins the sentence, or stands beside the hour.
_FIRST = {
    "en": re.compile(
        rf"\s*(?:(?:we|i|we['’]re|i['’]m|are|am|have|having|a|the|our|my|your|family|team|business|early|late)\s+)*{_NAMED['en']}"
        r"(?:\s+(?:meeting|date|party|club|reservation|booking|plans))?(?=\s+(?:with|is|at|on|in|for|today|tomorrow|tonight|this|next|together)\b)",
        re.IGNORECASE,
    ),
    "zh": re.compile(rf"(?:我们?|今天|明天|后天|周.|和\S{{1,4}}|跟\S{{1,4}}|约\S{{1,4}})*(?:吃|一起吃)?{_NAMED['zh']}"),
}
_OCCASION = (
    r"(?:class|course|meeting|shift|run|walk|swim|yoga|session|service|mass|prayers?|routine|call|stand[-\s]?up|show|performance|lesson|lecture|school|surgery|feed"
    r"|dose|pills?|tablets?|meds|medication|coffee|drinks|train|bus|flight|assembly|practice|training|rehearsal|choir|gym)"
)
_BEFORE = {
    "en": re.compile(
        rf"(?<!before\s)(?<!after\s)(?<!until\s)\b(?:{_NAMED['en']}|(?P<part>morning|afternoon|evening|night)\s+{_OCCASION})\s+(?:is\s+)?$",
        re.IGNORECASE,
    ),
    "zh": re.compile(rf"{_NAMED['zh']}(?:在|约在|定在|是)?$"),
}
_BEHIND = {
    "en": re.compile(rf"\s*,?\s+(?:(?:a|the|our|family)\s+)?{_NAMED['en']}\b(?!['’-])(?!\s*time)", re.IGNORECASE),
    "zh": re.compile(rf"(?:一起|开始)?(?:吃|约)?(?:个)?{_NAMED['zh']}(?!前|后|之|以)"),
}
_ORDER = {
    "en": re.compile(r"\b(?:remind|wake|tell|nudge|ping|alarm|timer|reminder|call\s+me)\b", re.IGNORECASE),
    "zh": re.compile("提醒|叫|喊|闹钟|计时|通知|告诉"),
}


def meal(text: str, language: Language, spans: Sequence[tuple[int, int]]) -> Part | None:
    """spans: where the time stands in the text, ascending."""
    before = (_BEFORE[language].search(text[:start]) for start, _ in reversed(spans))
    found = next((one for one in before if one), None) or _BEHIND[language].match(text, spans[-1][1])
    if found is None and not _ORDER[language].search(text):
        found = _FIRST[language].match(text)
    if found is None:
        return None
    part = found.groupdict().get("part")
    return Part(part.casefold() if part else _MEALS[language][found["meal"].casefold()])
