"""English days and months inside the name of what is to be done, where the time itself stands whole beside them.

"Write to April Jones on Tuesday at three", "pay the June invoice tomorrow at noon", "hand in Tuesday's homework today at nine": what is
said with an hour and a day of its own, at an edge of the sentence, is the time. Two such times contend, and nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.when import words_en
from jarvisd.when.kinds import DAYS, has
from jarvisd.when.moves import DATED
from jarvisd.when.pieces import Bad, Clock, Date, Every, Feast, Found, Lapse, Mark, Near, Offset, Piece, Shift
from jarvisd.when.read_en import MONTH, ORD, UNDER, UNIT, WD, one_of
from jarvisd.when.scan import groups, lex

_MONTHS = one_of(name for name in words_en.MONTHS if len(name) > 4 or name in ("june", "july", "may"))
_DAYS = one_of(words_en.ALONE)
_PART = r"(?:morning|lunchtime|afternoon|evening|night)"
# A word of a name: none that holds a sentence together, and none that speaks of time itself.
_FUNCTION = (
    r"(?:at|on|in|by|and|or|to|till?|until|for|from|with|about|of|off|is|isn['’]?t|are|was|were|be|will|if|when|while|so|but|because|as|before|after|since"
    r"|between|around|through|please|the|a|an|my|our|his|her|their|your|this|that|next|last|every|each|not|no|sorry|actually|wait|rather|instead|only|also"
    r"|too|then|again|remind|wake|set|i|we|you|he|she|it|they|me|us|just|make|made|moved|maybe"
    r"|oh|ah|oops|whoops|nope|scratch|correction|hang|hold)"
)
_TIMELY = (
    rf"(?:{_PART}s?|noon|midday|midnight|today|tonight|tomorrow|yesterday|weekend|first|early|late|half(?!\s+(?:term|marathon)\b)|quarter|past"
    rf"|{UNIT}|{WD}s?|{MONTH}|{ORD}|{UNDER}|\d\S*)"
)
_NOUN = rf"(?!{_FUNCTION}\b|{_TIMELY}\b)[a-z][\w'’-]*"
_OWNER = rf"(?:{_DAYS}|{_MONTHS}|today|tomorrow|tonight|yesterday|(?:this|next|last)\s+(?:week(?:end)?|month|year|night|{_DAYS}))['’]s"
_INSIDE = re.compile(
    rf"(?<![\w'’-])(?:(?P<owner>{_OWNER})(?=\s+{_NOUN})|(?P<day>{_DAYS}(?:\s+{_PART})?)(?=\s+(?:(?:by|the)\s+)?{_NOUN})|(?P<often>daily|weekly|monthly|yearly)(?=\s+{_NOUN})|(?P<hour>midnight|midday|noon)(?=\s+{_NOUN})"
    rf"|(?P<month>{_MONTHS})(?=\s+(?:(?:the\s+)?{_NOUN}|(?:to|from|about|into|off|up|out)\s+(?!{_TIMELY}\b|(?:the|about)\s+{_TIMELY}\b))))"
    rf"|(?<=\babout\s)(?P<subject>{_DAYS}|{_MONTHS})(?=\s+(?:on|at|today|tonight|tomorrow|this|next)\b|\W*$)"
    rf"|(?<=[a-z]\s)(?P<part>{_PART}|day)(?=\s+(?:on|at|with|for|in|this|next|today|tomorrow|is|every|each)\b)",
    re.IGNORECASE,
)
# Said with capital letters where a sentence has none: watch The Night Manager, band practice with Blue Monday.
_TITLE = re.compile(r"(?<=[a-z]\s)(?P<title>[A-Z][\w'’]+(?:\s+(?:(?:of|the|and|in|to|an?)\s+){0,2}[A-Z][\w'’]+)+)(?!['’\w])")
_IN_TITLE = re.compile(rf"\b(?:{_PART}s?|midnight|noon|{UNIT}|half|quarter|{UNDER}|{ORD})\b", re.IGNORECASE)
_CAPITAL = "|".join(day.capitalize() for day in words_en.ALONE)
_CALLED = re.compile(rf"(?<=[a-z]\s)(?P<before>[A-Z][a-z]+)\s+(?P<day>{_CAPITAL})\b(?!\s+(?:about|to|and|or|at\s+{UNDER})\b)")
# Behind one of these a month or a day is a time, or is part of one.
_LEADS = re.compile(
    rf"\b(?:in|by|until|till?|on|from|to|every|each|next|last|this|mid|early|late|of|and|or|not|no|since|before|after|than|coming|except|excluding|but|bar|{ORD}|{UNDER}|\d+)\s+$",
    re.IGNORECASE,
)
_TO_SOMEBODY = re.compile(r"\b(?:to|from|of)\s+$", re.IGNORECASE)
# In front of a day that is part of a name: an article, an owner, or a verb that begins what is to be done.
_OPENS = re.compile(r"(?:\b(?:the|my|our|his|her|their|your|with|of|watch|read|see)|['’]s)\s+$", re.IGNORECASE)
_VERB = re.compile(
    rf"^\W*(?!(?:{_FUNCTION}|{_TIMELY}|{DATED}|\w+ing)\b)[a-z]+(?:\s+(?:for|to|up|in|out|back|over|off|tickets\s+for))?\s+$", re.IGNORECASE
)
_ACTS = re.compile(rf"^\W*(?!(?:{_FUNCTION}|{_TIMELY}|{DATED}|\w+ing)\b)[a-z]+\s+(?:the|my|our|this|to)\s+$", re.IGNORECASE)
_PERSON = re.compile(r"[A-Z][a-z]+\s+[A-Z][a-z]")
_OCCASION = re.compile(
    rf"^\W*(?:(?:the|our|my|a)\s+)?(?:year\s+x+\s+)?(?:{_NOUN}\s+){{1,3}}$", re.IGNORECASE
)  # mince pie evening, PTA night
_FRAME = re.compile(
    r"^\W*(?:(?:please|can\s+you|could\s+you|jarvis)\s+)*(?:(?:remind|tell|ping)\s+(?:me|us)|set\s+(?:an?|the|my)\s+(?:alarm|reminder))?\s*$",
    re.IGNORECASE,
)
_LONGEST = 300  # signs: a sentence
_POLITE = re.compile(r"(?:\s+about\s+x+)?\W*(?:please|thanks|thank\s+you)?\W*$", re.IGNORECASE)


def titled(text: str) -> str:
    """The text with other signs in the place of such days and months, as many as they have."""
    names = [*_TITLE.finditer(text), *_INSIDE.finditer(text), *_CALLED.finditer(text)]
    if not names or len(text) > _LONGEST:
        return text
    read = lex(text, "en")
    for found in names:
        name = found.lastgroup or ""
        start, end = found.span(name)
        without = text[:start] + re.sub(r"\S", "x", text[start:end]) + text[end:]
        acts = name == "month" and bool(_ACTS.match(text[:start]) or (text[:start].strip() and _PERSON.match(text, start)))
        named = not _more(name, read, start, end) and _part_of_name(name, text, found, start)
        if named and _whole(without, name == "often", name == "month", acts):
            text = without
    return text


def _more(name: str, read: Sequence[Found], start: int, end: int) -> bool:
    """Whether it belongs to more that speaks of time: April Fools' Day, Valentine's Day."""
    for one in read:
        if name == "title" and start <= one.start < end and has(one.pieces, (Feast,)):
            return True
        if name in ("month", "part") and one.start <= start and end <= one.end and end - start < one.end - one.start:
            return True
    return False


def _part_of_name(name: str, text: str, found: re.Match[str], start: int) -> bool:
    before, behind = text[:start], text[found.end() :].lstrip()
    if name == "title":
        return _IN_TITLE.search(found[name]) is not None and not re.search(rf"\b(?:{WD}|{MONTH})\b", found[name], re.IGNORECASE)
    if name == "part":
        return bool(_OCCASION.match(before))
    if name in ("owner", "subject") or found.re is _CALLED:
        return True
    if _LEADS.search(before) and not _TO_SOMEBODY.search(before):
        return False
    if name in ("month", "often", "hour"):
        return True
    title = before.strip() and text[start].isupper() and behind[:1].isupper()
    return title or bool(_OPENS.search(before) or _VERB.match(_content(before)))


def _content(before: str) -> str:
    """What is to be done, up to there: without the time in front of it and what asks for it."""
    at = max((group[-1].end for group in groups(lex(before, "en"), before, "en")), default=0)
    return re.sub(r"^\W*to\s+", "", before[at:])


def _whole(text: str, often: bool, month: bool, acts: bool) -> bool:
    """Whether one time alone has an hour, with a day, at an edge of the text; or is so long from now.

    often: "weekly" was the name; month: a month was; acts: it is of what somebody does, whose day is today where none is said.
    """
    timed = [group for group in groups(lex(text, "en"), text, "en") if has(_pieces(group), (Clock, Every, Lapse, Near, Offset, Mark))]
    if len(timed) != 1:
        return False
    (group,) = timed
    said = _pieces(group)
    if has(said, (Mark, Bad, Near, Offset)):
        return False
    soon = all(isinstance(piece, Lapse) and piece.amount.seconds for piece in said)
    today = acts and all(isinstance(piece, Clock) and (piece.half or piece.exact) for piece in said)
    if not soon and not today and not (has(said, (Clock,)) and has(said, DAYS)):
        return False
    if month and any(isinstance(piece, Date) and piece.month is None for piece in said):
        return False  # the June meeting is on the fifth
    if often and not has(said, (Shift, Date)):
        return False  # the weekly shop on Friday: on every one?
    return bool(_FRAME.match(text[: group[0].start]) or _POLITE.match(text, group[-1].end))


def _pieces(group: Sequence[Found]) -> list[Piece]:
    return [piece for found in group for piece in found.pieces]
