"""What is said beside an English order to say why, and the order alone: "the onions are burning put the extractor on" orders "put the extractor on"."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Set
from dataclasses import replace

from jarvisd.agent.understand import Heard, Meaning, Understood, questions
from jarvisd.agent.understand.clauses import gaps_of, signs, written
from jarvisd.agent.understand.clauses_en import forbidden, found, led, more, stated, whole
from jarvisd.agent.understand.explained import Note
from jarvisd.agent.understand.gate import Gate
from jarvisd.agent.understand.indirect import direct
from jarvisd.agent.understand.names import Names, names_of

# What the gate says at least of the whole sentence: where an order by its verb stands in it, where one without, where nothing is built like one.
_FLOOR, _UNLED, _UNBUILT, _NEVER = -1.6, 0.0, 0.4, -99.0
_LONGEST = 14  # words of a reason; who says more tells a story
_WHOSE = r"(?:the|my|our|his|her|their|this|that|these|those|all the|all my|both|some|one of the|half the)"
_WHO = (
    rf"(?:i|we|you|he|she|they|it|this|that|there|everyone|everybody|everything|nobody|no one|nothing|someone|somebody|something|{_WHOSE} [\w'-]+(?: [\w'-]+){{0,3}}?"
    r"|(?!(?:what|who|which|how|why|where|when|if|to|and|but|or|can|could|would|will|do|does|did|is|are|not)\b)[\w'-]+(?: and [\w'-]+)?)"
)
_ADVERB = (
    r"(?:just|still|already|really|so|all|always|never|also|now|nearly|almost|about|both|finally|actually|only|probably|too|absolutely)"
)
# What somebody says of how it is: told of now, and of nobody's words or wishes.
_IS = r"(?: (?:is|are|am|has|have|can not|can hardly|can barely|will not|does not|do not|keeps?|needs?|got|looks?|feels?|smells?|sounds?|hurts?|seems?|gets|fell|just|could|might|want|wants|spilt|spilled|dropped|knocked|burnt|burned|left|forgot|lost)|'s|'re|'ve)"
_WHY = re.compile(
    rf"(?:(?:oh|ah|ugh|um|uh|er|sorry|so|well|and|but|hey|god|gosh|right|okay|ok|look|yeah|no|because|cos|cause|since|as|now that|seeing as|seeing that|in case|please|jarvis),? )*"
    rf"{_WHO}(?: {_ADVERB})*{_IS} [^,]+(?:,? (?:and|so|but|because|cos|cause|since|as)? ?{_WHO}(?: {_ADVERB})*{_IS} [^,]+)*"
    r"(?:,? (?:so|and|then|please|just|now|can|could|would|will|you|maybe|better|go|quick|quickly|jarvis|okay|ok))*"
)
_PLEASE = re.compile(r"(?<=\w)[, ]+(?:please (?:can|could|would|will) you|(?:can|could|would|will) you(?: please)?|please) (?=\w+ \w)")
_ALSO = re.compile(r"(?:and|plus|also|or) (?!(?:i|we|it|he|she|they|there|that|this|everyone|everybody|nobody)\b)")
_BROKEN = re.compile(  # whoever has just done it, or is about to, orders nothing: "I've already put the light on"
    rf"(?:\b(?:is|are|am|has|have|had|can|could|will|might|does|do|did|got|gets|wants?|needs?|just)|'s|'re|'ve)(?: (?:{_ADVERB}|ever|once|again|even|just))*$"
    r"|\b(?:the|a|an|my|our|his|her|their|not|to|of|with|who|that|which|if|when|how|what|why|never|always|usually|often|sometimes)$"
)
# What follows these is what somebody sees or lets another do: "I am watching the kids open the door".
_SEES = re.compile(
    r"\b(?:watch(?:ing|es)?|see(?:s|ing)?|saw|hear(?:s|ing)?|heard|help(?:s|ing)?|let(?:s|ting)?|mak(?:e|es|ing)|made|had|having) (?!(?:a|any|anything|much|it|over|my|your|well|properly|what|out|straight)\b)[\w' ]+$"
)
# Of these nobody says why to the house.
_NOT_WHY = re.compile(
    r"\b(?:says?|said|saying|told|tells?|ask(?:s|ed|ing)?|yell\w*|shout\w*|think|thought|believe|wonder\w*|story|recipe|rules?|plan|idea|trick|joke|password|answer|question|why|whether|if|unless|until|were|was"
    r"|would|should|used to|supposed to|meant to|your|you (?!can not|know|please|just|kindly|maybe)\w+)\b"
)
_NO_ORDER = re.compile(
    rf"{_NOT_WHY.pattern}|\b(?:in|on|at|of|for|under|over|with|by|from|the|a|my|our|and|or|but|so|what|who|that|which|just)$"
)


async def alone(
    heard: Heard, gate: Gate | None, meant: Callable[[Heard, Note], Awaitable[Meaning]], looks: Set[str], note: Note
) -> Meaning:
    """What the order alone means, or the question alone; None where they stand beside more than why. looks: the intents that do nothing."""
    names = names_of(heard.house)
    text = direct(heard.text, "en")
    sure = gate.sure(text, names) if gate is not None else _NEVER
    for order, floor in kernels(text, names):
        if sure < floor:
            continue
        note("reason", heard.text, order)
        meaning = await meant(replace(heard, text=order), note)
        if isinstance(meaning, Understood) and not all(one.intent in looks for one in meaning.commands):
            return meaning
    if asks := question_in(text, names):
        note("reason", heard.text, asks)
        meaning = await meant(replace(heard, text=asks), note)
        if isinstance(meaning, Understood) and all(one.intent in looks for one in meaning.commands):
            return meaning
    return None


def kernels(text: str, names: Names) -> Iterator[tuple[str, float]]:
    """The orders without their reason, the likeliest first, and what the gate must say at least of the whole sentence."""
    if order := built(text, names):
        yield order, _FLOOR if led(order) else _UNLED
        return
    said = written(text, "en", names)
    for cut in _PLEASE.finditer(said):
        if _is_why(said[: cut.start()].strip(" ,")):
            yield said[cut.end() :], _UNBUILT
            return
    for cut in _BEHIND.finditer(said):
        order = said[: cut.start()].strip(" ,")
        if _is_why(said[cut.start() :].strip(" ,")) and questions.kind(order, "en") == "order" and not _NO_ORDER.search(order):
            yield order, _UNBUILT
            return


def built(text: str, names: Names) -> str:
    """The orders that are built like some, without their reason; "" where there is none beside them, or more than a reason. text: as it was said."""
    said = written(text, "en", names)
    marked = signs(said, "en", names)
    spans = [(start, end) for start, end in found(marked) if not stated(said[start:end])]
    gaps = gaps_of(said, spans)
    if not spans or not any(map(more, (gaps[0], gaps[-1]))) or any(map(more, gaps[1:-1])):
        return ""
    if any(more(gap) and not _is_why(gap) for gap in (gaps[0], gaps[-1])) or forbidden(said, spans, gaps):
        return ""
    return " and ".join(whole(said, spans, marked))


def question_in(text: str, names: Names) -> str:
    """What is asked, without why before or behind it: "is the gate shut, I can't remember"."""
    said = written(text, "en", names)
    if (asked := _ASKED.search(said)) and _is_why(said[: asked.start()].strip(" ,")):
        return said[asked.start() :].strip(" ,")
    for match in _BEHIND.finditer(said):
        asks = said[: match.start()].strip(" ,")
        if questions.kind(asks, "en") == "question" and _is_why(said[match.start() :].strip(" ,")):
            return asks
    return ""


_BEHIND = re.compile(
    r"(?<=\w)(?:,? )(?:because |cos |cause |since |as )?(?=(?:i|we|it|he|she|they|there|the|my|our|somebody|someone|everybody) )"
)

_ASKED = re.compile(
    r"(?<=\w),? (?:is|are) (?:the|my|our|there|it|any) (?:(?!and\b|but\b|so\b)[\w'-]+ ){0,4}(?:on|off|open|closed|locked|unlocked|shut|running|playing|charging|done|up|down|in|out|home)(?: or (?:not|what|off|closed))?(?: yet| now| still)?$"
    r"|(?<=\w),? (?:what|how (?:hot|warm|cold|humid|bright)|did (?:i|we|anyone|anybody)|has (?:anyone|anybody|someone)) (?:is|was|the|it|lock|leave|shut|close|locked|left)\b.*$"
)


def _is_why(gap: str) -> bool:
    if len(gap.split()) > _LONGEST or _NOT_WHY.search(gap) or _BROKEN.search(gap) or _SEES.search(gap):
        return False
    return bool(_WHY.fullmatch(gap)) and not _ALSO.match(gap)
