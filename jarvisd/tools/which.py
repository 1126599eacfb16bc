"""Which of the reminders somebody means: by name, by order, by kind, or the only one there is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from jarvisd import when
from jarvisd.messages import LANGUAGES
from jarvisd.schedule import Reminder

_ORDER = {
    "first": 0, "1st": 0, "next": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "last": -1,
    "第一个": 0, "第一": 0, "下一个": 0, "下个": 0,
    "第二个": 1, "第二": 1, "第三个": 2, "第三": 2, "第四个": 3, "第四": 3, "第五个": 4, "第五": 4,
    "最后一个": -1, "最后": -1,
}  # fmt: skip
_EMPTY = re.compile(
    r"^(?:the|my|a|an|our|that|this|那个|这个|我的)\b\s*|\s*(?:one|timer|alarm|reminder|计时器|定时器|倒计时|闹钟|闹铃|提醒|的)$"
)
_ANY = datetime(2026, 1, 1, tzinfo=UTC)  # a length is the same at any time
_NEAR = 0.5
_MARKS = re.compile(r"[^\w\s]")


def choose(words: str, among: Sequence[Reminder]) -> Sequence[Reminder]:
    """Those meant, in the order given; several where the words fit several; all where no words are left of them."""
    plain = _plain(words)
    if plain in _ORDER:
        at = _ORDER[plain]
        return [among[at]] if -len(among) <= at < len(among) else []
    if not plain:
        return among
    same = [one for one in among if _plain(one.text) == plain]
    if same:
        return same
    held = [one for one in among if plain in _plain(one.text)]
    if held:
        return held
    if length := _length(plain):
        return [one for one in among if one.duration == length]
    wanted = set(plain.split())
    whole = [one for one in among if wanted and wanted <= set(_plain(one.text).split())]
    timers = [one for one in among if one.kind == "timer" and one.text]
    return whole or [one for one in timers if len(timers) == 1 and _near(plain, _plain(one.text))]


def _near(said: str, name: str) -> bool:
    """Misheard, where there is only one that it can be: 面调 is the 面条 timer."""
    return difflib.SequenceMatcher(None, said, name).ratio() >= _NEAR


def words_of(words: str) -> Sequence[str]:
    """What its text must hold; nothing where it is chosen by its place, or by nothing."""
    plain = _plain(words)
    return () if plain in _ORDER else plain.split()


def _length(words: str) -> float:
    """Seconds, where they name a length and nothing else: the five minute timer; 0 where they do not."""
    for language in LANGUAGES:
        for said in (words, re.sub(r"\b(minute|hour|second)$", r"\1s", words)):
            meaning = when.read(said, language, _ANY)
            if meaning.duration and not (meaning.refused or meaning.start or meaning.rest):
                return meaning.duration.total_seconds()
    return 0.0


def _plain(words: str) -> str:
    text = " ".join(_MARKS.sub(" ", words.casefold()).split())
    while (shorter := _EMPTY.sub("", text).strip()) != text:
        text = shorter
    return text
