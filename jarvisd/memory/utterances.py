"""What turns are found by: each utterance is a row of the index, beside the one it answers and the one that answers it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from jarvisd.memory.fusion import Place
from jarvisd.memory.index import Entry
from jarvisd.memory.words import day_words

Fetch = Callable[[str, Sequence[Any]], Awaitable[Iterable[Any]]]

TALK = 3600.0  # seconds after which a turn no longer answers the one before it
_HEARD = 500  # characters at the end of what an utterance answers that count for its meaning
ROLES = {"user": 0, "assistant": 1}  # the row of an utterance is 2 * turn + this

_BEFORE = "(SELECT max(id) FROM turn WHERE conversation = t.conversation AND id < t.id)"
_AFTER = "(SELECT min(id) FROM turn WHERE conversation = t.conversation AND id > t.id)"
_TURNS = f"""SELECT t.id, t.at, t.time, t.person, t.asked, t.answered, p.time, p.person, p.asked, p.answered, n.time, n.asked
    FROM json_each(?) AS j JOIN turn AS t ON t.id = j.value
    LEFT JOIN turn AS p ON p.id = {_BEFORE} LEFT JOIN turn AS n ON n.id = {_AFTER}"""


def rows(ids: Sequence[int]) -> list[int]:
    """All rows that these turns may have."""
    return [2 * id + role for id in ids for role in ROLES.values()]


async def entries(fetch: Fetch, ids: Sequence[int]) -> list[Entry]:
    """Of the turns that are there."""
    made = []
    found = await fetch(_TURNS, (json.dumps(list(ids)),))
    for id, at, time, person, asked, answered, before, person_before, asked_before, answered_before, after, asked_after in found:
        day = day_words(datetime.fromisoformat(at))
        near = before is not None and time - before <= TALK
        context = answered_before or asked_before if near else ""
        heard = answered_before or _spoken(person_before, asked_before) if near else ""
        following = asked_after if after is not None and after - time <= TALK else ""
        spoken = _spoken(person, asked)
        made.append(Entry(2 * id, spoken, context, answered or following, day, _meant(heard, spoken)))
        if answered:
            made.append(Entry(2 * id + 1, answered, asked, following, day, _meant(spoken, answered)))
    return made


async def beside(fetch: Fetch, ids: Sequence[int]) -> list[int]:
    """The turns just before and after these in their conversations."""
    query = f"SELECT {_BEFORE}, {_AFTER} FROM json_each(?) AS j JOIN turn AS t ON t.id = j.value"
    found = {id for pair in await fetch(query, (json.dumps(list(ids)),)) for id in pair if id is not None}
    return sorted(found - set(ids))


async def places(fetch: Fetch, given: Sequence[int]) -> Mapping[int, Place]:
    """Where each of these utterances stands among them: an hour without any of them ends a talk."""
    query = """SELECT t.id, t.conversation, t.time, t.person, t.answered != '', t.at FROM json_each(?) AS j JOIN turn AS t ON t.id = j.value
        ORDER BY t.conversation, t.id"""
    there = set(given)
    found: dict[int, Place] = {}
    talk, conversation, last, ended = 0, "", -1, 0.0
    for id, said_in, time, person, answered, at in await fetch(query, (json.dumps(sorted({row // 2 for row in given})),)):
        follows = said_in == conversation and time - ended <= TALK
        talk += not follows
        for row in (2 * id, 2 * id + 1) if answered else (2 * id,):
            if row in there:
                before = last if follows and last in found and row - last <= 2 else None
                found[row] = Place(talk, "" if row % 2 else person, before, said=date.fromisoformat(at[:10]))
                if before is not None:
                    found[before] = replace(found[before], after=row)
            follows, last = True, row
        conversation, ended = said_in, time
    return found


async def texts(fetch: Fetch, rows: Sequence[int]) -> Mapping[int, str]:
    """What was said in these rows, and by whom."""
    query = "SELECT t.id, t.person, t.asked, t.answered FROM json_each(?) AS j JOIN turn AS t ON t.id = j.value"
    found: dict[int, str] = {}
    for id, person, asked, answered in await fetch(query, (json.dumps(sorted({row // 2 for row in rows})),)):
        found[2 * id] = _spoken(person, asked)
        if answered:
            found[2 * id + 1] = answered
    return {row: found[row] for row in rows if row in found}


def _meant(heard: str, said: str) -> str:
    """An answer means little without its question."""
    return f"{heard[-_HEARD:]}\n{said}" if heard else said


def _spoken(person: str, asked: str) -> str:
    return f"{person}: {asked}" if person else asked
