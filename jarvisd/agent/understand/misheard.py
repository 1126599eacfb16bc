"""Other ways to read what a transcriber wrote down, where nobody understands it as it stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from jarvisd.agent.understand import (
    Command,
    Doubt,
    Heard,
    Meaning,
    Nameless,
    Understood,
    asked,
    likely,
    misheard_en,
    misheard_zh,
    questions,
    stray_zh,
)
from jarvisd.agent.understand.clauses import paused
from jarvisd.agent.understand.excepting import apart
from jarvisd.agent.understand.explained import Note
from jarvisd.agent.understand.gate import WORTH_AGAIN, WORTH_AGAIN_LED, Gate
from jarvisd.agent.understand.indirect import direct
from jarvisd.agent.understand.judged import READS, fits
from jarvisd.agent.understand.names import Names, names_of
from jarvisd.agent.understand.spoken import plain
from jarvisd.messages import Language

_AS_LONG = 2  # signs by which two ways to hear the same may differ in length
# How alike to what was heard first that which is heard the second time must sound, where it names something new, and where it does not.
_SAME, _NEARLY_SAME = 0.5, 0.8
_AS_BEFORE = 0.9  # from which it is only another way to write what was heard, and may be for what else is in it
_ANYTHING: frozenset[str] = frozenset()
_MOST = 8  # readings that are tried: each takes as long as the sentence itself
_PAUSE_ZH = re.compile(r"(?<=[㐀-鿿])[,，、 ]+(?=[㐀-鿿])")


async def reread(
    meaning: Meaning, heard: Heard, likely_order: bool, meant: Callable[[Heard, Note], Awaitable[Meaning]], note: Note
) -> Meaning:
    """As it may have been said, where that is an order; else what was understood of it as it stands.

    likely_order: it is worth hearing once more, and names may be guessed at.
    """
    if questions.strange(heard.text, heard.language):
        return meaning
    names = names_of(heard.house)
    written = readings(heard.text, heard.others, heard.language, names, likely_order or isinstance(meaning, Nameless))
    found = await _first(((text, sure, _ANYTHING) for text, sure in written), meaning, heard, meant, note)
    if isinstance(found, Understood) or heard.ear is None or not likely_order:
        return found
    again = await heard.ear.again(likely.names(heard.text, heard.language, names))
    ways = (heard.text, *heard.others)
    before = {said for text in ways for said in _written(text, heard.language, names)}
    called = []
    for text in again:
        alike = max(likely.alike(text, way, heard.language) for way in ways)
        own = _written(text, heard.language, names)
        if own and alike >= (_SAME if own.keys() - before else _NEARLY_SAME):
            called.append((text, False, _ANYTHING if alike >= _AS_BEFORE else _ANYTHING.union(*own.values())))
    return await _first(called, found, heard, meant, note)


def named(heard: Heard) -> Heard:
    """Of the ways it may have been heard the one in which the names of this house stand as they are written: 收音机 before 收验机.

    Only where that says all that was named before, and is no longer: "the lamp" is no "floor lamp".
    """
    names = names_of(heard.house)
    before = _written(heard.text, heard.language, names)
    for other in heard.others:
        after = _written(other, heard.language, names)
        more = sum(map(len, after)) > sum(map(len, before)) and all(any(name in longer for longer in after) for name in before)
        if more and abs(len(other) - len(heard.text)) <= _AS_LONG:
            return replace(heard, text=other, others=(heard.text, *(each for each in heard.others if each != other)))
    return heard


def plainly(heard: Heard, note: Note) -> Heard:
    """Of what was heard, and never of what is typed, without what a transcriber writes and nobody says."""
    surely = misheard_en.surely if heard.language == "en" else misheard_zh.surely
    if heard.ear is None or (text := surely(heard.text)) == heard.text:
        return heard
    note("misheard", heard.text, text)
    return replace(heard, text=text)


def worth_again(heard: Heard, gate: Gate | None) -> bool:
    """It was heard, and however that was, it may be an order of this house."""
    if heard.ear is None or gate is None:
        return heard.ear is not None
    least = WORTH_AGAIN_LED if heard.language == "en" and misheard_en.begins(heard.text) else WORTH_AGAIN[heard.language]
    names = names_of(heard.house)
    return any(gate.sure(text, names) >= least for text in (heard.text, *heard.others))


def _written(text: str, language: Language, names: Names) -> dict[str, frozenset[str]]:
    """What is named in it as it is written in the house, and what is called so."""
    found = names.find(plain(text, language), language)
    return {mention.said: frozenset(ref.name for ref in mention.refs) for mention in found if mention.sure == 1}


async def _first(
    texts: Iterable[tuple[str, bool, frozenset[str]]],
    meaning: Meaning,
    heard: Heard,
    meant: Callable[[Heard, Note], Awaitable[Meaning]],
    note: Note,
) -> Meaning:
    """The first that is an order, all of it for one of these names where there are any; a question stays one, and what is none is no order."""
    kind = _kind(heard, heard.text)
    doubt: Doubt | None = None
    excepts = bool(apart(heard.text, heard.language).but)
    for text, sure, about in texts:
        if excepts and not apart(text, heard.language).but:
            continue  # what stays as it is must not be lost
        note("misheard", heard.text, text)
        reading = replace(heard, text=text)
        found = await meant(reading, note)
        if found is None and not about and (looks := asked.looked(reading)):
            return Understood(looks)
        if isinstance(found, Understood) and (all(fits(command, kind) for command in found.commands) or _kind(heard, text) == kind):
            if not about or all(_about(command, about) for command in found.commands):
                return found
        elif doubt is None and isinstance(found, Doubt) and sure and kind == "order" and asks(heard.language, meaning):
            doubt = found
    return doubt or meaning


def _kind(heard: Heard, text: str) -> questions.Kind:
    """Of a sentence that orders in a roundabout way that of the order: "could we possibly shut the blinds" asks nothing."""
    return questions.kind(paused(direct(text, heard.language), heard.language, names_of(heard.house)), heard.language)


def _about(command: Command, names: frozenset[str]) -> bool:
    """It is for one of these, or only looks."""
    return command.intent in READS or bool(names.intersection(map(str, command.slots.values())))


def readings(text: str, others: Sequence[str], language: Language, names: Names, ordered: bool = True) -> Iterator[tuple[str, bool]]:
    """The likeliest first, and whether it is a reading of the text itself.

    others: what else the transcriber may have heard. ordered: as it stands it is an order for something that this house has not.
    """
    seen = {text}
    for reading, sure in itertools.islice(_every(text, others, language, names, ordered), _MOST):
        if reading not in seen:
            seen.add(reading)
            yield reading, sure


def asks(language: Language, before: Meaning) -> bool:
    """What is doubtful of another reading is asked about; in English only where the sentence was an order as it stood."""
    return isinstance(before, Nameless) if language == "en" else not isinstance(before, Doubt)


def _every(text: str, others: Sequence[str], language: Language, names: Names, ordered: bool) -> Iterator[tuple[str, bool]]:
    for reading in _of(text, language, names, ordered):
        yield reading, True
    for other in others:
        yield other, False
    if language == "en":
        for reading in misheard_en.led(text, names):
            yield reading, False
    for other in others:
        for reading in _of(other, language, names, ordered):
            yield reading, False


def _of(text: str, language: Language, names: Names, ordered: bool) -> Iterator[str]:
    if language == "en":
        yield from misheard_en.readings(text, names, ordered)
        return
    if (said := misheard_zh.repaired(text)) != text:
        yield said
    if (unpaused := _PAUSE_ZH.sub("", text)) != text:
        yield unpaused
        if (said := misheard_zh.repaired(unpaused)) != unpaused:
            yield said
    if _to_a_list(said, names):
        return  # what is put on a list is called as it is heard
    if (named := names.nearly_zh(said)) != said:
        yield named
    close = plain(said, "zh").replace("的", "")
    if (placed := stray_zh.put_right(close, names)) != close:
        yield placed


def _to_a_list(said: str, names: Names) -> bool:
    return any(ref.domain == "todo" for mention in names.find(plain(said, "zh"), "zh") for ref in mention.refs)
