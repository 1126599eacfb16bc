"""What takes place at a time and lends its name or its day to another: 周日下午两点的婚礼，前一天晚上八点提醒我; 晚上七点圣诞聚餐."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jarvisd.messages import Language
from jarvisd.when import clocks
from jarvisd.when.instead import Group
from jarvisd.when.kinds import DAYS, has
from jarvisd.when.pieces import Bad, Clock, Every, Feast, Found, Lapse, Mark, Near, Offset, Part, Piece

# A feast before one of these is the name of something: 中秋月饼, but 中秋前一天, 中秋提醒我.
_THING = re.compile("(?!那|当|这|前|后|之|以|的?时候|的?(?:早|晚|上午|中午|下午|凌晨|傍晚)|提醒|叫|喊|通知|告诉|再|开始|起)[一-鿿]")
_OF_IT = re.compile("的(?!时候|早|晚|上午|中午|下午|凌晨|傍晚|提醒|闹钟|话|[零〇一二两三四五六七八九十\\d])[一-鿿]")
_ASKED = re.compile("几|什么|怎么|多少|谁|哪|有没有|有什么|是不是|会不会")
Span = tuple[int, int]

_ORDER = re.compile("[，,]?(?:就|再|请|记得)?(?:提醒|[叫喊][我醒一]|通知|告诉)")
_NAMED = re.compile("[一-鿿]{2}是$|[一-鿿]是在$|时间[是为]?$")  # 退房时间是明天中午十二点
_ORDERED = re.compile(
    r"\b(?:(?:remind|wake|tell|call|nudge|ping|alert)\s+(?:me|us)(?:\s+up)?|get\s+(?:me|us)\s+up|set\s+(?:an?|the|my)\s+(?:alarm|reminder))\s+$",
    re.IGNORECASE,
)
_APART = {
    "en": re.compile(r"\b(?:no|not|or|actually|sorry|instead|rather|wait|mov\w+|chang\w+|after|until|till)\b", re.IGNORECASE),
    "zh": re.compile("提醒|[叫喊]我|不|改|或|还是|到"),
}
_OVER = re.compile(r"\b(?:had|was|were|ate|did|(?<!ve )got|took|went|came|left|finished|called)\b", re.IGNORECASE)
_SHORTLY = 4 * 3600  # seconds
_BEGINS = re.compile("开[始场演车会]|起飞|发车|出发|登机|入场|动身|比赛")


def eves(groups: Sequence[Group], text: str) -> list[Group]:
    """The evening before something whose own hour was told: only its day counts."""
    made: list[Group] = []
    for group in [part for one in groups for part in _at_moves(one)]:
        said, before = _said(group), _said(made[-1]) if made else []
        moved = bool(said) and isinstance(said[0], Offset) and said[0].amount.days and not said[0].amount.seconds
        day = has(before, DAYS) and not has(before, (Every, Lapse, Mark, Bad, Offset, Near))
        if moved and day and has(said, (Clock,)) and not re.search("提醒|[叫喊]我", text[made[-1][-1].end : group[0].start]):
            event = [replace(one, pieces=tuple(p for p in one.pieces if not isinstance(p, Clock | Part))) for one in made.pop()]
            made.append([*event, *group])
        else:
            made.append([*group])
    return made


def _at_moves(group: Group) -> list[Group]:
    """十二月二十号上午九点，提前一天晚上八点: with an hour on both sides two times."""
    for at in range(1, len(group)):
        moved = [piece for piece in group[at].pieces if isinstance(piece, Offset) and piece.amount.days and not piece.amount.seconds]
        if moved and has(_said(group[:at]), (Clock,)) and has(_said(group[at:]), (Clock,)):
            return [group[:at], group[at:]]
    return [group]


def earlier_than(groups: Sequence[Group], text: str, language: Language) -> tuple[list[Group], list[Span]]:
    """A bare hour to be reminded at is the last such before what takes place: 下午三点有会，一点提醒我; we go at ten am, wake me at six.

    With the places of the hour that was told.
    """
    made: list[Group] = []
    gone: list[Span] = []
    for group in [part for one in groups for part in _parted(one, text)]:
        before, said = _said(made[-1]) if made else [], _said(group)
        between = text[made[-1][-1].end : group[0].start] if made else ""
        mine = said[0] if len(said) == 1 and _ordered(text, group, language) else None
        told = sum(isinstance(piece, Clock) for piece in before) == 1 and not has(before, (Lapse, Mark, Bad, Offset, Near))
        if (
            isinstance(mine, Clock)
            and not mine.exact
            and told
            and (between.strip(" ，,的") or _NAMED.search(text[: made[-1][0].start]))
            and not _APART[language].search(between)
            and not _OVER.search(text, 0, group[0].start)
        ):
            seconds = _hour_before(before, mine)
            if seconds is not None:
                clock = replace(mine, hour=seconds // 3600, exact=True)
                event = [replace(one, pieces=tuple(p for p in one.pieces if not isinstance(p, Clock | Part))) for one in made.pop()]
                gone += [(one.start, one.end) for one in event if not one.pieces]
                made.append([*(one for one in event if one.pieces), replace(group[0], pieces=(clock,))])
                continue
        made.append([*group])
    return made, gone


def _ordered(text: str, group: Group, language: Language) -> bool:
    """Whether it is the hour of a reminder, which is asked for behind it in Chinese and before it in English."""
    return bool(_ORDER.match(text, group[-1].end) if language == "zh" else _ORDERED.search(text[: group[0].start]))


def _parted(group: Group, text: str) -> list[Group]:
    """退房时间是十二点，十一点半: two times, where the first is told to be that of something."""
    last = len(group) > 1 and len(group[-1].pieces) == 1 and isinstance(group[-1].pieces[0], Clock)
    if (
        last
        and has(_said(group[:-1]), (Clock,))
        and "，" in text[group[-2].end : group[-1].start]
        and _NAMED.search(text[: group[0].start])
    ):
        return [group[:-1], group[-1:]]
    return [group]


def _hour_before(event: Sequence[Piece], clock: Clock) -> int | None:
    """In seconds of the day; None where there is no such hour shortly before the event."""
    part = next((piece for piece in event if isinstance(piece, Part)), None)
    hours = clocks.options(next(piece for piece in event if isinstance(piece, Clock)), part, False)
    mine = clocks.options(clock, None, False)
    if hours is None or hours.ambiguous or mine is None:
        return None
    return next((at for at in mine.seconds if 0 < hours.seconds[0] - at <= _SHORTLY), None)


def named_for(groups: Sequence[Group], text: str) -> list[Group]:
    """Without the feasts, and the days of something, that stand behind a whole time and are what is to be done then."""
    left: list[Group] = []
    day = hour = False
    for group in groups:
        kept = []
        for one in group:
            feast = bool(one.pieces) and all(isinstance(piece, Feast) for piece in one.pieces)
            if not (day and hour and feast and _THING.match(text, one.end)):
                kept.append(one)
                day, hour = day or has(one.pieces, DAYS), hour or has(one.pieces, (Clock,))
        if kept:
            left.append(kept)
    return left


def of_what_is_done(chosen: Sequence[Found], group: Group, text: str) -> bool:
    """周日晚上八点准备周一的便当: a day behind the time, with a verb before it and the thing behind it."""
    said, between = _said(group), text[chosen[-1].end : group[0].start]
    apart = group[0].start > chosen[-1].end and bool(between.strip()) and not re.search("[，,。]|不是|[和跟或到至]$", between)
    whole = has(_said(chosen), DAYS) or not has(said, DAYS)
    thing = _ASKED.match(text, group[-1].end) or (whole and _OF_IT.match(text, group[-1].end - (text[group[-1].end - 1] == "的")))
    return apart and not has(said, (Clock, Every, Mark, Offset, Near, Lapse)) and bool(thing)


def same_event(between: str) -> bool:
    """考试，考 before 前半小时: what the time was told of, once more, or its beginning."""
    first, _, again = between.rpartition("，")
    return len(again) <= 4 and bool(again) and (bool(_BEGINS.fullmatch(again)) or again[-1] in first or again[0] in first)


def _said(group: Sequence[Found]) -> list[Piece]:
    return [piece for found in group for piece in found.pieces]
