"""What stands already is put to another time: "move Saturday swimming to eleven a.m.", 把明天早上的闹钟改到七点半."""

from __future__ import annotations

import re

from jarvisd.messages import Language

_VERB = {
    "en": re.compile(
        r"\b(?:mov(?:e|ed|ing)|shift(?:ed)?|chang(?:e|ed)|switch(?:ed)?|push(?:ed)?|reschedul(?:e|ed)|postpon(?:e|ed)|bump(?:ed)?|put\b(?=(?:\s+\w+){0,4}\s+(?:back|forward)\b)"
        r"|delay(?:ed)?|bring|brought|swap(?:ped)?|adjust(?:ed)?|pull(?:ed)?)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:挪|改[约期签定]?|变|移|推迟|推后|延后|延迟|延|顺延|提前|提早|换|调整?|变更?|往[前后](?:挪|推|移|调|提)|推)(?:到|成|为|至|在)了?$|(?:不行|来不及|不方便|没空)[，,]?(?:改|换)$"
    ),
}
# With one of these before it the move is what is to be remembered: "remind me at five to move the car".
_OTHER = {
    "en": re.compile(r"\b(?:remind|wake|tell|nudge|ping|alert|notify)\s+(?:me|us|him|her|them|every\w+)\b", re.IGNORECASE),
    "zh": re.compile(r"提醒(?:一下)?(?:我|我们|大家)|[叫喊](?:我|醒)|通知|告诉|记得|别忘"),
}
_TO = re.compile(r"\bto(?:\s+(?:at|on|the|be|around))*\s*$", re.IGNORECASE)
_END = re.compile(r"(?<!\b[ap])(?<!\b[ap]\.m)[.;!?。；！？]", re.IGNORECASE)
_SWAP, _FOR = re.compile(r"\b(?:swap|switch|exchange)\b", re.IGNORECASE), re.compile(r"\bfor\s+(?:the\s+)?$", re.IGNORECASE)
_WHOLLY = re.compile(
    r"\b(?:mov(?:e|ed|ing)|shift(?:ed)?|chang(?:e|ed)|switch(?:ed)?|reschedul(?:e|ed)|postpon(?:e|ed)|bump(?:ed)?"
    r"|(?:put|bring|push|pull)(?=(?:\s+\w+){0,4}\s+(?:back|forward)\b))\b",
    re.IGNORECASE,
)
DATED = (  # what has a time of its own
    r"(?:alarms?|reminders?|timers?|meetings?|appointments?|dentist|doctor|vet|optician|physio|haircut|hairdresser|lessons?|class(?:es)?|calls?|bookings?|reservation"
    r"|sessions?|lunch|dinner|brunch|interview|party|date|delivery|visit|plumber|electrician|sitter|babysitter|practice|training|rehearsal|swimming|yoga|gym|piano"
    r"|football|event|viewing|slot|match|game|pick[- ]?up|review)"
)
_DATED = re.compile(rf"\b(?:{DATED}|it|that|this)\b", re.IGNORECASE)
_PUT_OFF = re.compile(r"\b(?:snooze|push|delay|postpone|put|move|shift|bring|pull|bump)\b", re.IGNORECASE)


def moving(text: str, upto: int, language: Language) -> bool:
    """Whether something is moved there, and to what stands behind that place."""
    found = _VERB[language].search(text, 0, upto)
    if found is None or _OTHER[language].search(text, 0, found.start()):
        return False
    return not _END.search(text, found.end(), upto)


def shifted(text: str, upto: int) -> bool | None:
    """Whether "from two to three", there in English, is said of what is moved; None: perhaps ("move the sofa from two to three")."""
    if not moving(text, upto, "en") or not (verb := _WHOLLY.search(text, 0, upto)):
        return False
    return True if _DATED.search(text, verb.end(), upto) else None


def onto(text: str, after: int, upto: int, language: Language) -> tuple[int, int] | None:
    """Where between two times the words stand that move the one to the other."""
    upto += language == "zh" and text[upto : upto + 1] in ("到", "至")  # which may have been read as "until"
    if not moving(text, upto, language):
        return None
    if language == "en" and _SWAP.search(text, 0, upto) and (swapped := _FOR.search(text, after, upto)):
        return swapped.span()
    found = _TO.search(text, after, upto) if language == "en" else _VERB["zh"].search(text, after, upto)
    return found.span() if found else None


def later(text: str, after: int, upto: int) -> int:
    """Whether a length behind that place moves it on (1) or forward (-1), in English: "snooze the alarm by ten minutes"; else 0."""
    verb = _PUT_OFF.search(text, 0, after)
    if verb is None or _OTHER["en"].search(text, 0, verb.start()) or _END.search(text, verb.end(), upto):
        return 0
    if re.search(r"\b(?:forward|earlier)\s+(?:by\s+)?$", text[after:upto], re.IGNORECASE):
        return -1
    return int(bool(re.search(r"\b(?:by|back|another)\s+$", text[after:upto], re.IGNORECASE)))
