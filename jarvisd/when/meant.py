"""Chooses among the times of a text the one that is meant, or none where that is not plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jarvisd.messages import Language
from jarvisd.when import words_zh
from jarvisd.when.beside import changed_behind, leads
from jarvisd.when.clauses import aside
from jarvisd.when.context import FRAME, ordered, over
from jarvisd.when.denied import spared
from jarvisd.when.events import earlier_than, eves, named_for, of_what_is_done
from jarvisd.when.instead import ONE_DAY, Group
from jarvisd.when.joining import ASKED, EARLIER, belongs, contends, of_time
from jarvisd.when.kinds import DAYS, has, kind, same
from jarvisd.when.mended import blanked, mended, unsaid
from jarvisd.when.names import hidden
from jarvisd.when.pieces import Bad, Clock, Every, Found, Lapse, Length, Mark, Near, Offset, Part, Piece, Times
from jarvisd.when.read_en import UNDER, UNIT, N
from jarvisd.when.scan import JOINED, groups, lex
from jarvisd.when.tails import trailing
from jarvisd.when.things import owned, unnamed
from jarvisd.when.titles import titled

_END = re.compile(r"(?:until|till?|except|excluding|through)\b", re.IGNORECASE)
_MINUTES = r"(?:[二三四五]?十[一二三四五六七八九]?(?![一二三四五六七八九]?[点月号个])|[零〇]|半|[一三]刻)"
_PAUSE = re.compile(  # as some ears write one down; 六点 三十五 and 一小时 零五分 are one time
    rf"(?<=[一-鿿])(?!(?<=点)\s{_MINUTES})(?!(?<=[时头])\s零?[一二三四五六七八九十]{{1,3}}分)\s(?=[一-鿿])"
)
_FIVE = re.compile(  # 一三午: misheard
    r"(?<=[周期拜][一二三四六]|[一二三四六][一二三四六])[午武舞无](?=的?(?:早上|早晨|上午|中午|下午|晚上|傍晚))"
)
# At two, not three: a bare number.
_DENIED = {
    "en": re.compile(
        rf"\s*,?\s*(?:not|instead\s+of|rather\s+than)\s+(?:at\s+)?(?:\d{{1,2}}|{UNDER})\b(?!\s*(?:{UNIT}|percent|degrees|[ap]\.?m\b|[:.]\d))",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"[\s，,]*不是[零〇一二两三四五六七八九十\d]{1,3}分?(?=[\s，,。]|$)"),
}
_SOFT = re.compile(r"(?<![酒网贴氧])吧(?=[，,\s]*[。！!]*$)")
# So long after something that no clock tells: 吃完饭半小时.
_DONE = re.compile(r"(?:[吃做写洗干忙看开弄煮喝]完[^\s，。,]{0,3}|到家|回家|回来|放学|睡醒|起床|出门|散会)(?:了|之?后|以后)?$")
_TIMER = {"en": re.compile(r"\btimer\s+(?:for|of|to)\s+$|\btimer\s+$", re.IGNORECASE), "zh": re.compile("计时(?:器)?$|定时$")}
_NUMBER = re.compile(rf"for\s+(?:\d{{1,2}}|{UNDER})", re.IGNORECASE)
_THAT = {"en": re.compile(r"\b(?:that|then|it|beforehand|earlier|before)$", re.IGNORECASE), "zh": re.compile("^(?:提前|提早|早)")}
_BEFORE_ORDER = re.compile("(?:再|请|记得|一定)?(?:提醒|[叫喊]我|通知|告诉我)")
_HAPPENS = re.compile(
    r"\b(?:the|my|our|his|her|their|mum|dad|it|he|she|they|we)\s+(?:\w+\s+){0,2}(?:comes?|starts?|begins?|leaves?|opens?|closes?|shuts?|ends?|finish(?:es)?|arrives?"
    r"|lands?|departs?|goes|is)\s+$",
    re.IGNORECASE,
)
_SINCE = re.compile("告诉|说|问|已经|[了过]$")  # what is told there: 告诉她我等了半个小时
_RINGS = re.compile("(?:响|叫|喊|提醒|重复|闹|报|共)我?$|[，,]$|^$")
_LIKE = re.compile("[比跟和像同按照从到]$|[，,。]$")
_DANGLING = re.compile(
    rf"\bin\s+(?!(?:the|my|our|his|her|their|bed)\b)[^.;]{{0,12}}$|\b{N}\s+(?:and\s+)?then\b[^.;]{{0,12}}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says of a time, and where: spans of places in the text."""

    pieces: tuple[Piece, ...]
    spans: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int], ...] = ()  # where times stand that were left out
    text: str = ""  # as long as what was said; what says nothing, or was taken back, is blank


def told(text: str, language: Language) -> Told | None:
    """None where nothing in the text speaks of a time."""
    if language == "zh":
        text = _FIVE.sub("五", text.translate(words_zh.MODERN))
    plain = unsaid(_PAUSE.sub("，", text) if language == "zh" else text, language)
    plain = owned(hidden(plain, language), language)
    plain = titled(plain) if language == "en" else plain
    said = [_seated(group, plain) for group in groups(lex(plain, language), plain, language)]
    marks = [group for group in said if all(isinstance(piece, Mark | Times) for found in group for piece in found.pieces)]
    said = [group for group in said if group not in marks]
    strong, taken_back = mended([_once(group) for group in said], plain, language)
    plain = _unsoftened(plain, strong) if language == "zh" else plain
    strong, hours = earlier_than(strong, plain, language)
    strong, only_told = aside(strong, plain) if language == "zh" else (strong, [])
    strong, told_before = ordered(strong, plain, language)
    strong, past = over(unnamed(strong, plain, language), plain, language)
    said_at = [group[-1].end for group in strong if has(_said(group), (Clock,))]
    denied = [found.span() for end in said_at if (found := _DENIED[language].match(plain, end))]
    plain = blanked(plain, [*taken_back, *hours, *only_told, *told_before, *past, *denied])
    if not strong:
        return None
    if language == "zh":
        strong, spared_days = spared(named_for(eves(strong, plain), plain), plain)
        plain = blanked(plain, spared_days)
    real = [group for group in strong if kind(group) != "unclear"] or strong
    timed = [group for group in real if kind(group) != "length"]
    if len(timed) < len(real) and not any(has(group_said, (*DAYS, Clock, Bad)) for group_said in map(_said, timed)):
        lengths = [group for group in real if kind(group) == "length"]
        counted = [group for group in lengths if len(lengths) == 1 and _TIMER[language].search(plain[: group[0].start])]
        timed = [] if counted else timed  # 睡前冥想计时半小时: a part of the day is no hour
        real = counted or real
    if not timed and any(_said(group) != _said(real[0]) for group in real):
        return Told((Bad("unclear"),), _spans(real[0], plain, language), text=plain)  # two timers in one breath
    counted_from = _referred(timed, plain, language)
    timed = [*_asked_for(timed, plain)] if language == "zh" else timed
    real = [group for group in real if kind(group) == "length" or group in timed]
    first = counted_from or (timed or real)[0]
    chosen = [*first]
    real = [group for group in real if not counted_from or not all(one in chosen for one in group)]
    for group in [group for group in real if group is not first]:
        if belongs(chosen, group, plain, language):
            chosen += of_time(group)
    for group in marks:
        if (language == "zh" or not plain[: group[0].start].strip()) and belongs(chosen, group, plain, language):
            chosen += group  # 一共三次, at the end
    for group in strong:
        between = plain[min(group[-1].end, chosen[-1].end) : max(group[0].start, chosen[0].start)]
        if group not in real and ASKED[language].fullmatch(between):
            chosen += group
    chosen += _lasting(chosen, real, plain, language)
    there = [piece for found in chosen for piece in found.pieces]
    left_out = [group for group in real if not any(found in chosen for found in group) and not same(group, there)]
    left_out = [group for group in left_out if not (has(there, (Clock,)) and _counts(group, plain, language))]
    left_out = [group for group in left_out if not _happens(chosen, group, plain, language)]
    chosen.sort(key=lambda found: found.start)
    pieces = _marked([piece for found in chosen for piece in found.pieces])
    if Mark("until") in pieces and plain.startswith("之间", chosen[-1].end):
        plain = blanked(plain, [(chosen[-1].end, chosen[-1].end + 2)])  # 两点到四点之间
    if leads(plain[chosen[0].start : chosen[0].end], plain[: chosen[0].start], language) or changed_behind(
        plain[chosen[0].start : chosen[-1].end], plain[chosen[-1].end :], language
    ):
        pieces = (*pieces, Bad("unclear"))
    if (
        language == "en"
        and has(pieces, (Every,))
        and any(has(one.pieces, (Mark,)) and _END.match(plain, one.start) for group in marks for one in group)
    ):
        pieces = (*pieces, Bad("unclear"))  # until something that is no time
    if language == "zh" and isinstance(pieces[0], Offset) and pieces[0].amount.days and re.match("前|后", plain[chosen[0].start]):
        pieces = (*pieces, Bad("unclear"))  # 开学前一天，八月三十一号: before what
    if language == "zh" and any(
        isinstance(piece, Times) and piece.n > 1 and (has(pieces, (Every,)) or _RINGS.search(plain[: group[0].start]))
        for group in marks
        if group[0] not in chosen
        for piece in _said(group)
    ):
        pieces = (*pieces, Bad("unclear"))  # 响三次, said elsewhere
    unread = [group for group in (*left_out, *marks) if not any(found in chosen for found in group)]
    if any(contends(chosen, group, plain, language) for group in left_out) or trailing(chosen, unread, plain, language):
        pieces = (*pieces, Bad("unclear"))
    if language == "zh" and has(there, (Clock, Lapse)):
        left_out = [one for one in left_out if not (_gone_by(chosen, one, plain) or of_what_is_done(chosen, one, plain))]
    elsewhere = tuple((group[0].start, group[-1].end) for group in left_out if kind(group) == "time")
    if language == "zh" and all(isinstance(piece, Length | Lapse) for piece in pieces) and _DONE.search(plain[: chosen[0].start]):
        pieces = (*pieces, Bad("unclear"))
    lasts = language == "en" and all(isinstance(piece, Length) for piece in pieces) and not plain.startswith("for", chosen[0].start)
    if lasts and _DANGLING.search(plain[: chosen[0].start]):
        pieces = (*pieces, Bad("unclear"))  # in twenty or maybe thirty minutes
    return Told(pieces, _spans(chosen, plain, language), elsewhere, plain)


def _unsoftened(text: str, groups: Sequence[Group]) -> str:
    """Without the 吧 behind a time or at the end, once it has told which of two times holds."""
    ends = [group[-1].end for group in groups if text.startswith("吧", group[-1].end)]
    return blanked(text, [*((end, end + 1) for end in ends), *(found.span() for found in _SOFT.finditer(text))])


def _marked(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """With a mark that ends the sentence before its day: 每天七点半，明天就开始."""
    if len(pieces) < 3 or pieces[-1] != Mark("from") or not has(pieces[:-1], (Every,)):
        return tuple(pieces)
    first = next((n for n in range(len(pieces) - 1, 0, -1) if not isinstance(pieces[n - 1], ONE_DAY)), 0)
    behind = pieces[first - 1 : first] == [Mark("from")]  # 从明天开始
    return (*pieces[:first], *(() if behind else (Mark("from"),)), *pieces[first:-1])


def _referred(timed: Sequence[Group], text: str, language: Language) -> Group:
    """The hour that was told before, and so long before it: "it leaves at six p.m., wake me three hours before that"; else empty."""
    for place, group in enumerate(timed):
        if not (has(_said(group), (Offset,)) and _THAT[language].search(text[group[0].start : group[-1].end])) or not place:
            continue
        before = [one for earlier in timed[:place] for one in earlier]
        if language == "en" and FRAME["en"].search(text[: before[0].start]):
            return []  # remind me at nine to call the bank an hour earlier: of what is to be done
        clocks = [piece for piece in _said(before) if isinstance(piece, Clock)]
        plain = not has(_said(before), (Every, Lapse, Mark, Bad, Offset)) and len(_said(group)) == 1
        if len(clocks) == 1 and plain and len(timed[:place]) < 3:
            return [*before, *group]
    return []


def _asked_for(timed: Sequence[Group], text: str) -> Sequence[Group]:
    """The hour right before 提醒我 where that is whole, and before it but bare hours are told: 两点的演出，下午一点提醒我."""
    for place, group in enumerate(timed[1:], 1):
        earlier = [piece for one in timed[:place] for piece in _said(one)]
        mine = _said(group)
        day = has(mine, DAYS) and not has(mine, (Every,))
        whole = has(mine, (Clock,)) and (day or has(mine, (Part,)) or any(isinstance(p, Clock) and p.exact for p in mine))
        told = has(earlier, (Clock,)) and not has(earlier, (Every, Offset, Mark, Near)) and (day or not has(earlier, DAYS))
        if whole and told and _BEFORE_ORDER.match(text, group[-1].end) and len(text[timed[place - 1][-1].end : group[0].start]) > 1:
            return [group, *timed[place + 1 :]]
    return timed


def _happens(chosen: Sequence[Found], group: Group, text: str, language: Language) -> bool:
    """What only tells why: set an alarm for half five in the morning, the taxi comes at six."""
    mine, theirs = _said(chosen), _said(group)
    whole = has(mine, (Clock,)) and (has(mine, (Part,)) or any(isinstance(piece, Clock) and (piece.half or piece.exact) for piece in mine))
    if language != "en" or not whole or has(mine, (Every,)) or not all(isinstance(piece, Clock | Part) for piece in theirs):
        return False
    first = chosen[0].start
    return bool(FRAME["en"].search(text[:first]) and group[0].start > chosen[-1].end and _HAPPENS.search(text[: group[0].start]))


def _once(group: Sequence[Found]) -> list[Found]:
    """What is said a second time at once is one: half past three, half past three."""
    made: list[Found] = []
    for one in group:
        if made and made[-1].pieces == one.pieces:
            made[-1] = replace(made[-1], end=one.end)
        else:
            made.append(one)
    half = len(made) // 2
    if [one.pieces for one in made[:half]] == [one.pieces for one in made[half:]]:
        made = [*made[: half - 1], replace(made[half - 1], end=made[-1].end)]  # 明晚八点，没错，明晚八点
    first = made[0].pieces
    if len(first) == 1 and isinstance(first[0], Clock) and [one.pieces for one in made[1:]].count(first) == 1:
        between = [piece for one in made[1:] if one.pieces != first for piece in one.pieces]
        if made[-1].pieces == first and between and all(isinstance(piece, Part) for piece in between):
            return made[1:]  # 六点，早上六点
    return made


def _gone_by(chosen: Sequence[Found], group: Group, text: str) -> bool:
    """A day that is past, of what is to be remembered: 明天上午十一点跟妈说说她昨天落在这儿的伞."""
    past = group[0].start > chosen[-1].end and all(piece == Bad("past") for piece in _said(group))
    return past and not _LIKE.search(text[: group[0].start])


def _lasting(chosen: Sequence[Found], real: Sequence[Group], text: str, language: Language) -> Group:
    """How long that takes, where nothing but an appointment is told and only one length: 周六十点的课，上两个小时."""
    there = _said(chosen)
    lengths = [group for group in real if kind(group) == "length" and not any(found in chosen for found in group)]
    if (
        FRAME[language].search(text)
        or len(lengths) != 1
        or not has(there, (Clock,))
        or has(there, (Every, Length, Lapse))
        or Mark("until") in there
    ):
        return []
    (group,) = lengths
    if language == "zh" and _SINCE.search(text[min(chosen[-1].end, group[0].start) : group[0].start]):
        return []
    hours = all(isinstance(piece, Length) and not (piece.amount.days or piece.amount.months) for piece in _said(group))
    return group if hours and not EARLIER[language].match(text, group[-1].end) else []


def _said(group: Sequence[Found]) -> list[Piece]:
    return [piece for found in group for piece in found.pieces]


def _seated(group: Group, text: str) -> Group:
    """Lunch for seven on Saturday at noon: without the number of people, where an hour stands beside it."""
    left = [one for one in group if not _counts([one], text, "en")]
    return left if any(has(one.pieces, (Clock,)) for one in left) else group


def _counts(group: Sequence[Found], text: str, language: Language) -> bool:
    """A table for six: a bare number behind "for", where the hour was said already."""
    if language != "en" or len(group) != 1 or not text.startswith("for ", group[0].start):
        return False
    clock = all(isinstance(piece, Clock) and not (piece.half or piece.minute) and piece.hour > 0 for piece in group[0].pieces)
    return clock and bool(group[0].pieces) and _NUMBER.fullmatch(text, group[0].start, group[0].end) is not None


def _spans(chosen: Sequence[Found], text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Where the words stand; those with nothing but an "and" between them as one."""
    spans: list[tuple[int, int]] = []
    for found in chosen:
        if spans and JOINED[language].fullmatch(text, spans[-1][1], found.start):
            spans[-1] = (spans[-1][0], found.end)
        else:
            spans.append((found.start, found.end))
    return tuple(spans)
