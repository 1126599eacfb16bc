"""Questions: by which of them nothing is set, and whose words of time name no time at all: "how do I spell Wednesday", 十年之后我多大."""

from __future__ import annotations

import re

from jarvisd.messages import Language
from jarvisd.when.context import FRAME
from jarvisd.when.read_en import UNIT

_QUESTION = {
    "en": re.compile(
        r"^\W*(?:am\s+i|(?:do|have)\s+(?:i|we|they)|(?:does|did|is|are|was|were|has|will)\s+(?:i|we|he|she|they|it|that|there|the|my|our|his|her|their|mum|dad|\w+day|tomorrow)|when(?:['’]s|\s+(?:is|are|was|do|does|did|will))"
        r"|how\s+(?:many|much|old|long|far|often)|why|who|where|what['’]?s|what\s+(?:is|are|was))\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"多[大少久长远]|怎么|为什么|哪些|吗[？?]?$|(?<!不)是不是|有没有"),
}
_ASKED_BACK = re.compile(r"\W*(?:did|was|were|have\s+(?:i|we))\b", re.IGNORECASE)  # did I set an alarm for six
# Sums, words and what everybody knows: nobody's calendar says it.
_KNOWN = {
    "en": re.compile(
        r"^\W*(?:(?:hey\s+)?jarvis\W+)?(?:(?:(?:can|could)\s+you\s+)?tell\s+me\s+|do\s+you\s+know\s+)?"
        rf"(?:how\s+(?:many|much)\s+{UNIT}\b(?!.*\b(?:till?|until|before|left|from|since)\b)|how\s+(?:old|tall|big|heavy|fast|(?:hot|cold)(?!\s+(?:will|is|it|does)\b)|high|deep|wide|far)\b"
        r"|how\s+(?:do|would|should|can|could|does)\s+(?:you|i|we|one|it|they)\s+(?:spell|say|write|pronounce|cook|make|boil|bake|roast|fry|clean|tie|get\s+rid)\b"
        r"|what\s+(?:does|do|did)\b.*\bmean\b|who\s+(?:was|were|won|wrote|sang|sings|said|made|invented|discovered|painted|played|directed|stars)\b"
        r"|(?:spell|translate|define|convert|pronounce)\b)",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"多大(?!的)|多少(?:个)?(?:小时|分钟|秒|天)(?<!还有多少天)(?<!还剩多少天)$|怎么(?:写|读|念|说|拼|做|煮|煎|炒|炖|蒸|烤|洗)"
    ),
}


def asks(text: str, language: Language) -> bool:
    """Whether it is a question by which nothing is to be set."""
    return bool(_QUESTION[language].search(text)) and bool(_ASKED_BACK.match(text) or not FRAME[language].search(text))


def known(text: str, language: Language) -> bool:
    """Whether what it asks for is the same at any time, so that none of its words is one."""
    return bool(_KNOWN[language].search(text)) and (language == "en" or not FRAME["zh"].search(text))
