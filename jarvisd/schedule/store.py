"""What is to ring, on disk: every change is committed before anything sounds or is said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from aiosqlite import Connection

from jarvisd.database import Database, Row
from jarvisd.errors import ScheduleError, ScheduleFull
from jarvisd.schedule import Kind, Reminder, Ring, State
from jarvisd.when.coming import following, instant, newest

LATE = timedelta(seconds=5)  # behind its time by more than that, a ring says so
_ONCE = timedelta(minutes=15)  # behind its time by more than that, a timer or an alarm does not ring until it is stopped
_STALE = timedelta(minutes=5)  # behind its time by more than that, what was said already is not said once more
_BATCH = 500  # rings that are committed at once
_TIMERS = 1_000  # that may run at a time
MOST = 200_000  # of all kinds that may wait
_LONGEST = 2_000  # characters of a text

_FIELDS = "kind, text, due, wall, zone, rule, workdays, duration, person, room, language, state, rang, late, series, deed, made, changed"
_COLUMNS = f"id, {_FIELDS}"
_WAITING = "state IN ('scheduled', 'snoozed', 'ringing')"


class Reminders:
    """zone: the household's."""

    def __init__(self, database: Database, zone: tzinfo) -> None:
        self._database = database
        self._zone = zone

    async def add(self, reminder: Reminder, now: datetime) -> Reminder:
        """As it was kept. ScheduleFull where there are too many, ScheduleError where its text is too long."""
        if len(reminder.text) > _LONGEST:
            raise ScheduleError(f"That is too long to be kept as a reminder: at most {_LONGEST} characters.")
        kept = replace(reminder, made=now, changed=now)
        async with self._database.transaction() as db:
            timers, all = await _one(db, f"SELECT sum(kind = 'timer'), count(*) FROM reminder WHERE {_WAITING}")
            if kept.kind == "timer" and (timers or 0) >= _TIMERS:
                raise ScheduleFull(f"{timers} timers are running already; cancel one first.", timers)
            if all >= MOST:
                raise ScheduleFull(f"{all} reminders are kept already; cancel some first.", all)
            return replace(kept, id=await _insert(db, kept))

    async def get(self, id: int) -> Reminder | None:
        rows = await self._database.read(f"SELECT {_COLUMNS} FROM reminder WHERE id = ?", (id,))
        return self._reminder(rows[0]) if rows else None

    async def waiting(self, kind: Kind | None = None, limit: int = 200, before: datetime | None = None) -> Sequence[Reminder]:
        """What has still something to come, the next first; before: what comes earlier than then."""
        of, values = _of(kind)
        if before:
            of, values = f"{of} AND due < ?", [*values, before.timestamp()]
        rows = await self._database.read(f"SELECT {_COLUMNS} FROM reminder WHERE {_WAITING}{of} ORDER BY due, id LIMIT ?", (*values, limit))
        return [self._reminder(row) for row in rows]

    async def called(self, words: Sequence[str], kind: Kind | None = None, limit: int = 200) -> Sequence[Reminder]:
        """Of what is waiting those whose text may hold all of these words, the shortest texts first: for the caller to look at."""
        of, values = _of(kind)
        like = [f"%{''.join(sign if sign.isalnum() and _same_in_sql(sign) else '%' for sign in word)}%" for word in words]
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM reminder WHERE {_WAITING}{of}{' AND text LIKE ?' * len(like)} ORDER BY length(text), due, id LIMIT ?",
            (*values, *like, limit),
        )
        return sorted(map(self._reminder, rows), key=lambda one: (one.due, one.id))

    async def count(self, kind: Kind | None = None) -> int:
        """How many have still something to come."""
        of, values = _of(kind)
        return int((await self._database.read(f"SELECT count(*) FROM reminder WHERE {_WAITING}{of}", values))[0][0])

    async def ringing(self) -> Sequence[Reminder]:
        rows = await self._database.read(f"SELECT {_COLUMNS} FROM reminder WHERE state = 'ringing' ORDER BY due, id")
        return [self._reminder(row) for row in rows]

    async def lately(self, states: Sequence[State], since: datetime, limit: int = 200) -> Sequence[Reminder]:
        """What came into one of these states since then, the newest first."""
        marks = ", ".join("?" * len(states))
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM reminder WHERE state IN ({marks}) AND changed >= ? ORDER BY changed DESC, id DESC LIMIT ?",
            (*states, since.timestamp(), limit),
        )
        return [self._reminder(row) for row in rows]

    async def missed(self, limit: int = 200) -> Sequence[Reminder]:
        """What nobody acknowledged and nobody was told of since, oldest first."""
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM reminder WHERE state = 'missed' AND told = 0 ORDER BY due LIMIT ?", (limit,)
        )
        return [self._reminder(row) for row in rows]

    async def told(self, ids: Iterable[int]) -> None:
        async with self._database.transaction() as db:
            await db.executemany("UPDATE reminder SET told = 1 WHERE id = ?", [(id,) for id in ids])

    async def next_due(self) -> datetime | None:
        """When something rings next; what rings now is not meant."""
        rows = await self._database.read(f"SELECT due FROM reminder WHERE {_WAITING} AND state != 'ringing' ORDER BY due LIMIT 1")
        return datetime.fromtimestamp(rows[0][0], self._zone) if rows else None

    async def take(self, now: datetime, doubtful: bool = False) -> Sequence[Ring]:
        """What is due, committed as ringing; () where no more is. Of a series the newest time that passed rings; the next is planned."""
        rings = []
        async with self._database.transaction() as db:
            query = f"SELECT {_COLUMNS} FROM reminder WHERE {_WAITING} AND state != 'ringing' AND due <= ? ORDER BY due, id LIMIT {_BATCH}"
            for row in await db.execute_fetchall(query, (now.timestamp(),)):
                due = self._reminder(tuple(row))
                one = await self._ring_of(db, due, now) if due.rule else due
                behind = now - one.due
                if one.rang and behind > _STALE:  # it was said before: that was not heard, or was
                    await db.execute("UPDATE reminder SET state = 'missed', changed = ? WHERE id = ?", (_at(now), one.id))
                    continue
                late = behind > LATE and not one.rang
                one = replace(one, state="ringing", rang=one.rang + 1, late=late, changed=now)
                if one.id:
                    await db.execute("UPDATE reminder SET state = 'ringing', rang = ?, late = ?, changed = ? WHERE id = ?", _now(one))
                else:
                    one = replace(one, id=await _insert(db, one))
                rings.append(Ring(one, late=late, stale=late and (one.kind == "reminder" or behind > _ONCE), doubtful=doubtful))
        return rings

    async def cut_off(self, now: datetime, doubtful: bool = False) -> Sequence[Ring]:
        """What was ringing when the process ended: committed to ring again."""
        rings = []
        async with self._database.transaction() as db:
            for row in await db.execute_fetchall(f"SELECT {_COLUMNS} FROM reminder WHERE state = 'ringing' ORDER BY due, id"):
                one = self._reminder(tuple(row))
                stale = now - one.due > _ONCE
                one = replace(one, rang=one.rang + 1, late=one.late or stale, changed=now)
                await db.execute("UPDATE reminder SET rang = ?, late = ?, changed = ? WHERE id = ?", (one.rang, one.late, _at(now), one.id))
                rings.append(Ring(one, again=True, late=one.late, stale=stale, doubtful=doubtful))
        return rings

    async def settle(self, ids: Iterable[int], state: State, now: datetime, only: Sequence[State] = ("ringing",)) -> int:
        """Those of them that are in one of the states `only` come into another; how many."""
        marks = ", ".join("?" * len(only))
        done = 0
        async with self._database.transaction() as db:
            for id in ids:
                sql = f"UPDATE reminder SET state = ?, changed = ?, told = 0 WHERE id = ? AND state IN ({marks})"
                done += (await db.execute(sql, (state, _at(now), id, *only))).rowcount
        return done

    async def put_off(
        self, ids: Iterable[int], due: datetime, now: datetime, only: Sequence[State] = ("ringing",), anew: bool = True
    ) -> int:
        """They ring again then; how many. anew: as if they had not rung yet."""
        marks = ", ".join("?" * len(only))
        done = 0
        async with self._database.transaction() as db:
            for id in ids:
                sql = f"UPDATE reminder SET state = 'snoozed', due = ?, rang = rang * ?, changed = ? WHERE id = ? AND state IN ({marks})"
                done += (await db.execute(sql, (_at(due), not anew, _at(now), id, *only))).rowcount
        return done

    async def change(self, one: Reminder, now: datetime) -> bool:
        """To the time of `one`; False where it waits no more."""
        async with self._database.transaction() as db:
            sql = (
                "UPDATE reminder SET due = ?, wall = ?, zone = ?, rule = ?, workdays = ?, duration = ?, rang = 0, late = 0,"
                f" state = 'scheduled', changed = ? WHERE id = ? AND {_WAITING}"
            )
            values = (_at(one.due), one.wall, one.zone, one.rule, one.workdays, one.duration, _at(now), one.id)
            return (await db.execute(sql, values)).rowcount == 1

    async def shift_timers(self, by: timedelta) -> None:
        """The clock was set by so much: what is a length of time is as long as before."""
        async with self._database.transaction() as db:
            await db.execute(
                "UPDATE reminder SET due = due + ? WHERE state IN ('scheduled', 'snoozed') AND (wall = '' OR state = 'snoozed')",
                (by.total_seconds(),),
            )

    async def rezone(self, zone: str, now: datetime) -> None:
        """The household is in another zone: what was set for a time of day rings at that time of day there."""
        async with self._database.transaction() as db:
            sql = f"SELECT {_COLUMNS} FROM reminder WHERE {_WAITING} AND wall != '' AND zone != ?"
            for row in list(await db.execute_fetchall(sql, (zone,))):
                one = self._reminder(tuple(row))
                due = one.due
                if one.state == "scheduled":
                    wall = datetime.fromisoformat(one.wall)
                    due = (following(one.rule, wall, self._zone, now, one.workdays) if one.rule else instant(wall, self._zone)) or one.due
                await db.execute("UPDATE reminder SET zone = ?, due = ? WHERE id = ?", (zone, _at(due), one.id))

    async def saw(self, now: datetime) -> None:
        """The time is kept: a machine without a clock of its own comes up with another one."""
        async with self._database.transaction() as db:
            await db.execute("INSERT OR REPLACE INTO fact VALUES ('clock', ?)", (now.isoformat(),))

    async def last_saw(self) -> datetime | None:
        rows = await self._database.read("SELECT value FROM fact WHERE name = 'clock'")
        return datetime.fromisoformat(rows[0][0]) if rows else None

    async def clear(self, before: datetime) -> int:
        """What is over since before then is deleted; how many."""
        async with self._database.transaction() as db:
            sql = "DELETE FROM reminder WHERE state IN ('done', 'missed', 'cancelled') AND changed < ?"
            return (await db.execute(sql, (_at(before),))).rowcount

    async def _ring_of(self, db: Connection, series: Reminder, now: datetime) -> Reminder:
        """The ring of a series that is due, not kept yet; the series moves on in the same transaction."""
        wall = datetime.fromisoformat(series.wall)
        coming = following(series.rule, wall, self._zone, now, series.workdays)
        due = newest(series.rule, wall, self._zone, series.due, now, series.workdays)
        if coming is None:
            await db.execute("UPDATE reminder SET state = 'done', changed = ? WHERE id = ?", (_at(now), series.id))
        else:
            await db.execute("UPDATE reminder SET state = 'scheduled', due = ? WHERE id = ?", (_at(coming), series.id))
        return replace(series, id=0, series=series.id, rule="", due=due, rang=0, made=now)

    def _reminder(self, row: Row) -> Reminder:
        (
            id,
            kind,
            text,
            due,
            wall,
            zone,
            rule,
            workdays,
            duration,
            person,
            room,
            language,
            state,
            rang,
            late,
            series,
            deed,
            made,
            changed,
        ) = row
        return Reminder(
            kind, text, self._time(due), wall, zone, rule, bool(workdays), duration, person, room, language, state, rang, bool(late),
            json.loads(deed), id, series, self._time(made), self._time(changed),
        )  # fmt: skip

    def _time(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds, UTC).astimezone(self._zone)


def _of(kind: Kind | None) -> tuple[str, list[object]]:
    return (" AND kind = ?", [kind]) if kind else ("", [])


def _same_in_sql(sign: str) -> bool:
    """Whether LIKE finds it however it is written: it knows capitals of ASCII only."""
    return sign.isascii() or sign.lower() == sign.upper()


async def _insert(db: Connection, one: Reminder) -> int:
    values = (
        one.kind, one.text, _at(one.due), one.wall, one.zone, one.rule, one.workdays, one.duration, one.person, one.room, one.language,
        one.state, one.rang, one.late, one.series, json.dumps(dict(one.deed), ensure_ascii=False), _at(one.made), _at(one.changed),
    )  # fmt: skip
    made = await db.execute(f"INSERT INTO reminder ({_FIELDS}, told) VALUES ({', '.join('?' * len(values))}, 0)", values)
    assert made.lastrowid is not None
    return made.lastrowid


async def _one(db: Connection, query: str) -> Row:
    (row,) = await db.execute_fetchall(query)
    return tuple(row)


def _now(one: Reminder) -> tuple[object, ...]:
    return one.rang, one.late, _at(one.changed), one.id


def _at(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
