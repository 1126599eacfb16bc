"""Long pieces of work on disk, step by step: what was done is not done again, and what a power cut left open is known.

A step that only computes is done again where it was cut short. A step with an effect on the world is not, for nobody knows whether it
happened: NotRepeated says so, and Run.unsure names it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, TypeAlias

from jarvisd.database import Database, Row
from jarvisd.errors import JarvisError, NotKnown, NotRepeated

log = logging.getLogger(__name__)

TRIES = 3  # starts of one run: what brings the house down each time is left alone then
KEPT = timedelta(days=30)  # for looking at what ended

State: TypeAlias = Literal["running", "done", "failed", "interrupted"]

_UNSURE = "SELECT json_group_array(key) FROM step WHERE run = run.id AND kind = 'effect' AND state = 'begun'"
_RUN = f"id, kind, state, input, output, began, ended, tries, ({_UNSURE})"


@dataclass(frozen=True, slots=True)
class Run:
    """How a run stands."""

    id: str
    kind: str
    state: State
    input: Any  # as JSON has it
    output: Any  # None until it is done; {"error": a sentence} where it failed
    began: datetime
    ended: datetime | None
    tries: int  # times that it was begun or resumed
    unsure: tuple[str, ...]  # keys of steps with an effect that were begun and never ended; while it runs, the one at work too


class Steps(Protocol):
    """What a piece of work is given to go forward by."""

    async def step(self, key: str, work: Callable[[], Awaitable[Any]], effect: bool = False) -> Any:
        """What the work returned, as JSON has it; where a step of this key is done already, what it returned then.

        effect: it changes something outside. NotRepeated where such a step was begun before and how it ended is not known.
        NotKnown where the run itself was forgotten.
        """

    async def acting(self, key: str) -> None:
        """From here on the step has an effect after all; called before the act."""


Resume: TypeAlias = Callable[[Steps, Any], Awaitable[Any]]  # from the steps and the run's input to its output


class Unkept:
    """Steps of work that may be lost: each is done when it is asked for."""

    async def step(self, key: str, work: Callable[[], Awaitable[Any]], effect: bool = False) -> Any:
        return await work()

    async def acting(self, key: str) -> None: ...


class Kept:
    """Steps on disk, opened by Runs."""

    def __init__(self, database: Database, id: str) -> None:
        self.id = id
        self.output: Any = None  # of the run, once it is done
        self._database = database
        self._turns: dict[str, asyncio.Lock] = {}  # of two that want the same step, one does it

    async def step(self, key: str, work: Callable[[], Awaitable[Any]], effect: bool = False) -> Any:
        async with self._turns.setdefault(key, asyncio.Lock()):
            done = await self._begin(key, "effect" if effect else "work")
            if done is not None:
                return json.loads(done)
            try:
                text = _text(await work())
            except JarvisError:
                await self._write("UPDATE step SET state = 'failed' WHERE run = ? AND key = ? AND kind = 'work'", key)
                raise
            await self._write("UPDATE step SET state = 'done', output = ? WHERE run = ? AND key = ?", key, text)
            return json.loads(text)

    async def acting(self, key: str) -> None:
        await self._write("UPDATE step SET kind = 'effect' WHERE run = ? AND key = ?", key)

    async def _begin(self, key: str, kind: str) -> str | None:
        """On disk before anything is done; what an earlier one of this key returned."""
        async with self._database.transaction() as db:
            query = "SELECT step.kind, step.state, step.output FROM step WHERE run = ? AND key = ?"
            for before, state, output in await db.execute_fetchall(query, (self.id, key)):
                if state == "done":
                    return str(output)
                if before == "effect":
                    raise NotRepeated(
                        "a step that changes something was cut short: whether it happened is not known, and it is not repeated"
                    )
                await db.execute("UPDATE step SET state = 'begun', kind = ? WHERE run = ? AND key = ?", (kind, self.id, key))
                return None
            made = await db.execute(
                """INSERT INTO step (run, number, kind, key, state, output)
                SELECT id, (SELECT coalesce(max(number), 0) + 1 FROM step WHERE run = run.id), ?, ?, 'begun', '' FROM run
                WHERE id = ? AND state = 'running'""",
                (kind, key, self.id),
            )
            if not made.rowcount:
                raise NotKnown("this run is no longer there: what it was about was forgotten")
            return None

    async def _write(self, query: str, key: str, *values: str) -> None:
        async with self._database.transaction() as db:
            await db.execute(query, (*values, self.id, key))


class Runs:
    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    @asynccontextmanager
    async def begin(self, kind: str, input: Any = None) -> AsyncIterator[Kept]:
        """A new run, done where its body ends, failed at a JarvisError, interrupted at anything else."""
        id = uuid.uuid4().hex
        async with self._database.transaction() as db:
            row = (id, kind, "running", _text(input), "null", self._now().isoformat(), "", 1)
            await db.execute("INSERT INTO run (id, kind, state, input, output, began, ended, tries) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        async with self._at_work(id) as steps:
            yield steps

    @asynccontextmanager
    async def resume(self, id: str) -> AsyncIterator[Kept]:
        """One that was interrupted or failed, as `begin` does. NotKnown where there is none."""
        query = """UPDATE run SET state = 'running', output = 'null', ended = '', tries = tries + 1
            WHERE id = ? AND state IN ('interrupted', 'failed')"""
        async with self._database.transaction() as db:
            if not (await db.execute(query, (id,))).rowcount:
                raise NotKnown("there is no run of that id to be resumed")
        async with self._at_work(id) as steps:
            yield steps

    async def start(self) -> Sequence[Run]:
        """For the start of the house, before any run: those that were running were interrupted. Lets go of what ended long ago."""
        now = self._now()
        async with self._database.transaction() as db:
            await db.execute("UPDATE run SET state = 'interrupted', ended = ? WHERE state = 'running'", (now.isoformat(),))
            await db.execute("DELETE FROM run WHERE julianday(ended) < julianday(?)", ((now - KEPT).isoformat(),))
        return await self.all("interrupted")

    async def resume_all(self, kinds: Mapping[str, Resume]) -> None:
        """Goes on with every interrupted run of these kinds, oldest first; one that fails holds up no other."""
        for run in reversed(await self.all("interrupted")):
            if run.kind not in kinds or run.tries >= TRIES:
                continue
            try:
                async with self.resume(run.id) as steps:
                    steps.output = await kinds[run.kind](steps, run.input)
            except JarvisError as error:
                log.warning("a run of kind %s that was interrupted could not be finished (%s)", run.kind, type(error).__name__)

    async def get(self, id: str) -> Run:
        """NotKnown where there is none."""
        for row in await self._database.read(f"SELECT {_RUN} FROM run WHERE id = ?", (id,)):
            return _run(row)
        raise NotKnown("there is no run of that id")

    async def all(self, state: State | None = None) -> Sequence[Run]:
        """Newest first."""
        query = f"SELECT {_RUN} FROM run WHERE ?1 IS NULL OR state = ?1 ORDER BY julianday(began) DESC, rowid DESC"
        return [_run(row) for row in await self._database.read(query, (state,))]

    @asynccontextmanager
    async def _at_work(self, id: str) -> AsyncIterator[Kept]:
        steps = Kept(self._database, id)
        try:
            yield steps
            await self._end(id, "done", steps.output)
        except JarvisError as error:
            await self._end(id, "failed", {"error": str(error)})
            raise
        except BaseException:  # cancelled, or a fault of the program: it may be gone on with
            await self._end(id, "interrupted", None)
            raise

    async def _end(self, id: str, state: State, output: Any) -> None:
        async with self._database.transaction() as db:
            await db.execute(
                "UPDATE run SET state = ?, output = ?, ended = ? WHERE id = ?", (state, _text(output), self._now().isoformat(), id)
            )


def _text(value: Any) -> str:
    """JSON that can be stored: half surrogates cannot."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()


def _run(row: Row) -> Run:
    id, kind, state, input, output, began, ended, tries, unsure = row
    return Run(
        id,
        kind,
        state,
        json.loads(input),
        json.loads(output),
        datetime.fromisoformat(began),
        datetime.fromisoformat(ended) if ended else None,
        tries,
        tuple(json.loads(unsure)),
    )
