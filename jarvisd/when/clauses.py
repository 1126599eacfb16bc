"""What a Chinese clause only tells, before the one that says the time: 上次是周二去的，这次周四下午一点去."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from jarvisd.when.context import FRAME, PLAIN, of_that_time
from jarvisd.when.instead import Group
from jarvisd.when.kinds import DAYS, has, kind
from jarvisd.when.mended import blanked
from jarvisd.when.pieces import Bad, Clock, Every, Found, Lapse, Mark, Near, Offset, Part, Period, Piece, Shift
from jarvisd.when.taken_back import STRONG

Span = tuple[int, int]

_EDGE = re.compile("[，,。；！？]")
_OVER = re.compile(  # its day is none of ours
    "上一?[次回]|刚才|刚刚|已经|早就|昨[天晚日]|前[天晚]|去年|现在|这会儿|(?:都|快|马上).{1,6}了|(?:再过|还有|离).{1,8}就"
)
_DONE = re.compile("[了过啦]$|没[^有事空人]|忘|[一-鿿]的[那这][个本件张条只部双场次台]")
_NO_VERB = re.compile("不(?![对是行不，]|$)")
_AS_WELL = re.compile("也|再|比|一样|只|仅|还要|[不别]要|不用|不[，。]|不$")
_STATE = re.compile("[不没老才总]")  # 晚上睡不着
_WILL = re.compile("(?<!不)[要会是有得]")  # 明天要下雨
_SO_LONG = re.compile("了|还有|还剩|才")  # 等了四十分钟, 考了九十五分
_OTHERWISE = re.compile("改|挪|换|调|推|要是|如果|万一|除非|除了|开始|为止|本来|原来|原定")
_LIMIT = re.compile("[之以]?前(?![天台面往])")
_DENIED = re.compile("(?:别|不要|不用|甭).{0,8}(?:[叫喊吵]|提醒|响)")  # 别六点叫我，明天早上七点叫
_ANEW = re.compile("那?就(?:定|设|在|按)?$|定$")
_CARRIED = (Period("year", 0), Shift(0))  # says nothing of the day that follows


def aside(groups: Sequence[Group], text: str) -> tuple[list[Group], list[Span]]:
    """The times without those that are only told; with the places where those stand."""
    left, gone = [*groups], []
    edges = [-1, *(found.start() for found in _EDGE.finditer(text)), len(text)]
    clauses = [(start + 1, end) for start, end in pairwise(edges)]
    for start, end in clauses:
        here = [group for group in left if start <= group[0].start and group[-1].end <= end]
        later = [group for group in left if group[0].start > end]
        earlier = [group for group in left if group[-1].end <= start]
        if here and earlier and not later and _whole(earlier[-1]) and _told_last(here, _pieces(earlier[-1]), text, start, end):
            left = [group for group in left if group not in here]
            gone.append((start, end))
        if not here or not later:
            continue
        full = _whole(later[0]) and (has(_pieces(later[0]), DAYS) or not any(has(_pieces(group), DAYS) for group in here))
        again = _said_again(here, later[0], text, end)
        if again and full:
            left = [group for group in left if group not in here]
            gone.append((start, again[0] + 1))
        elif again:
            left = [group for group in left if group is not later[0]]
            gone.append(again)
        elif _whole(later[0]) and _told(here, _pieces(later[0]), text, start, end):
            left = [group for group in left if group not in here]
            gone.append((start, end))
    return left, gone


def _told(here: Sequence[Group], later: Sequence[Piece], text: str, start: int, end: int) -> bool:
    clause = text[start:end]
    said = [piece for group in here for piece in _pieces(group)]
    words = PLAIN["zh"].sub("", blanked(text, ((group[0].start, group[-1].end) for group in here))[start:end])
    denied = _DENIED.search(clause) is not None and not has(said, (Every,))
    order = FRAME["zh"].search(clause) is not None and not denied
    if not words or order or _OTHERWISE.search(clause) or STRONG["zh"].search(_NO_VERB.sub("", clause)) or has(said, (Mark, Offset, Near)):
        return False
    over = bool(_OVER.search(clause)) or Bad("past") in said
    if over or (all(kind(group) == "length" for group in here) and _SO_LONG.search(clause)):
        return True
    limited = FRAME["zh"].search(text, end) and any(_LIMIT.match(text, group[-1].end) for group in here)
    if all(isinstance(piece, Part) for piece in said) and _STATE.search(clause):
        return True
    will = _WILL.search(clause) and has(later, DAYS) and not has(said, (Clock, Part, Lapse, Every)) and not of_that_time(said, later)
    if not (limited or denied or will or _DONE.search(clause)):
        return False
    days = [piece for piece in said if isinstance(piece, DAYS) and piece not in _CARRIED]
    return not days or (has(later, DAYS) and not of_that_time(days, later))


def _told_last(here: Sequence[Group], order: Sequence[Piece], text: str, start: int, end: int) -> bool:
    """Behind the order: 明天下午三点给三姨打电话，昨天忘了."""
    clause = text[start:end]
    if _AS_WELL.search(clause) or _DENIED.search(clause) or not _told(here, order, text, start, end):
        return False
    return not has(order, (Every,)) or "了" in clause or bool(_OVER.search(clause))


def _whole(group: Group) -> bool:
    """Whether it says the whole time, half of the day and all."""
    said = _pieces(group)
    return has(said, (Lapse,)) or (has(said, (Clock,)) and (has(said, (Part,)) or any(isinstance(p, Clock) and p.exact for p in said)))


def _said_again(here: Sequence[Group], later: Group, text: str, end: int) -> Span | None:
    """Where the same hour is said anew as the time itself, with the words between: 晚上十点前，就十点整吧."""
    limit = _LIMIT.match(text, here[-1][-1].end)
    clocks = [piece for group in (here[-1], later) for piece in _pieces(group) if isinstance(piece, Clock)]
    if not limit or len(clocks) != 2 or not _ANEW.search(text[end : later[0].start]):
        return None
    return (limit.start(), later[-1].end) if clocks[0] == clocks[1] else None


def _pieces(group: Sequence[Found]) -> list[Piece]:
    return [piece for found in group for piece in found.pieces]
