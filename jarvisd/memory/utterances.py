"""What turns are found by: each utterance is a row of the index, beside the one it answers and the one that answers it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from jarvisd.memory.index import Entry
from jarvisd.memory.words import day_words

Fetch = Callable[[str, Sequence[Any]], Awaitable[Iterable[Any]]]

TALK = 3600.0  # seconds after which a turn no longer answers the one before it
ROLES = {"user": 0, "assistant": 1}  # the row of an utterance is 2 * turn + this

_BEFORE = "(SELECT max(id) FROM turn WHERE conversation = t.conversation AND id < t.id)"
_AFTER = "(SELECT min(id) FROM turn WHERE conversation = t.conversation AND id > t.id)"
_TURNS = f"""SELECT t.id, t.at, t.time, t.person, t.asked, t.answered, p.time, p.asked, p.answered, n.time, n.asked
    FROM json_each(?) AS j JOIN turn AS t ON t.id = j.value
    LEFT JOIN turn AS p ON p.id = {_BEFORE} LEFT JOIN turn AS n ON n.id = {_AFTER}"""


def rows(ids: Sequence[int]) -> list[int]:
    """All rows that these turns may have."""
    return [2 * id + role for id in ids for role in ROLES.values()]


async def entries(fetch: Fetch, ids: Sequence[int]) -> list[Entry]:
    """Of the turns that are there."""
    made = []
    found = await fetch(_TURNS, (json.dumps(list(ids)),))
    for id, at, time, person, asked, answered, before, asked_before, answered_before, after, asked_after in found:
        day = day_words(datetime.fromisoformat(at))
        context = answered_before or asked_before if before is not None and time - before <= TALK else ""
        following = asked_after if after is not None and after - time <= TALK else ""
        made.append(Entry(2 * id, f"{person}: {asked}" if person else asked, context, answered or following, day))
        if answered:
            made.append(Entry(2 * id + 1, answered, asked, following, day))
    return made


async def beside(fetch: Fetch, ids: Sequence[int]) -> list[int]:
    """The turns just before and after these in their conversations."""
    query = f"SELECT {_BEFORE}, {_AFTER} FROM json_each(?) AS j JOIN turn AS t ON t.id = j.value"
    found = {id for pair in await fetch(query, (json.dumps(list(ids)),)) for id in pair if id is not None}
    return sorted(found - set(ids))


async def neighbours(fetch: Fetch, given: Sequence[int]) -> Mapping[int, tuple[int | None, int | None]]:
    """Of each of these utterances the one before and the one after it in its talk, where they are among these."""
    query = """SELECT t.id, t.conversation, t.time, t.answered != '' FROM json_each(?) AS j JOIN turn AS t ON t.id = j.value
        ORDER BY t.conversation, t.id"""
    there = set(given)
    found: dict[int, tuple[int | None, int | None]] = {}
    last: tuple[int, str, float] | None = None  # the utterance before: its row, conversation and time
    for id, conversation, time, answered in await fetch(query, (json.dumps(sorted({row // 2 for row in given})),)):
        for row in (2 * id, 2 * id + 1) if answered else (2 * id,):
            follows = last is not None and last[1] == conversation and time - last[2] <= TALK and row - last[0] <= 2
            before = last[0] if last is not None and follows and last[0] in there else None
            if before is not None and row in there:
                found[before] = (found[before][0], row)
            found[row] = (before, None)
            last = (row, conversation, time)
    return {row: pair for row, pair in found.items() if row in there}
