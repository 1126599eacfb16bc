"""The history of the database's tables: the nth function brings a file from version n to n + 1; never changed, only added to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from sqlite3 import complete_statement
from typing import TypeAlias

from aiosqlite import Connection

from jarvisd.migrations.memory import MEMORY

Migration: TypeAlias = Callable[[Connection], Awaitable[None]]


_TURNS = """
CREATE TABLE turn (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,  -- ISO 8601 with its offset
    conversation TEXT NOT NULL,
    person TEXT NOT NULL,
    room TEXT NOT NULL,
    language TEXT NOT NULL,
    asked TEXT NOT NULL,
    answered TEXT NOT NULL,  -- as heard
    responder TEXT NOT NULL
) STRICT;
CREATE INDEX turn_of_conversation ON turn (conversation, id);
"""

_REMINDERS = """
CREATE TABLE reminder (  -- what is to ring; a row with a rule stays, each of its rings is a row of its own
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,  -- timer, alarm, reminder, routine
    text TEXT NOT NULL,
    due REAL NOT NULL,  -- seconds since 1970, UTC
    wall TEXT NOT NULL,  -- naive ISO time in `zone` it was set for; '' where it is a length of time
    zone TEXT NOT NULL,
    rule TEXT NOT NULL,  -- RFC 5545 without DTSTART
    workdays INTEGER NOT NULL,  -- the rule's days are working days by the dated table
    duration REAL NOT NULL,  -- seconds of a timer
    person TEXT NOT NULL,
    room TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,  -- scheduled, ringing, snoozed, done, missed, cancelled
    rang INTEGER NOT NULL,  -- committed before each sound
    late INTEGER NOT NULL,  -- it fell due while nobody could ring
    told INTEGER NOT NULL,  -- a missed one was asked about
    series INTEGER NOT NULL,  -- the row with the rule that it is a ring of; 0 for none
    deed TEXT NOT NULL,  -- JSON: what a routine calls
    made REAL NOT NULL,
    changed REAL NOT NULL
) STRICT;
CREATE INDEX reminder_due ON reminder (due) WHERE state IN ('scheduled', 'snoozed', 'ringing');
CREATE INDEX reminder_of_state ON reminder (state, changed);
CREATE INDEX reminder_of_kind ON reminder (kind, due) WHERE state IN ('scheduled', 'snoozed', 'ringing');

CREATE TABLE job (  -- work of the night
    name TEXT PRIMARY KEY,
    began REAL NOT NULL,  -- seconds since 1970, UTC
    seconds REAL NOT NULL,
    outcome TEXT NOT NULL  -- done, or the sentence of what went wrong
) STRICT;
"""

_TOOL_PINS = """
CREATE TABLE tool_pin (  -- tools of others as the household accepted them
    server TEXT NOT NULL,
    tool TEXT NOT NULL,  -- as the server calls it
    mark TEXT NOT NULL,  -- of name, description and schema, every sign of them
    description TEXT NOT NULL,
    parameters TEXT NOT NULL,  -- JSON Schema, cleaned
    offered INTEGER NOT NULL,  -- the server had it when it was last there
    PRIMARY KEY (server, tool)
) STRICT;
"""

_CALENDAR = """
CREATE TABLE calendar_source (url TEXT PRIMARY KEY, name TEXT NOT NULL, synced REAL NOT NULL) STRICT;  -- calendars of a server
CREATE TABLE calendar_entry (  -- the copy of what lies there, and what is still to be sent
    source TEXT NOT NULL,
    entry TEXT NOT NULL,  -- its address within the calendar
    etag TEXT NOT NULL,  -- of `server`; '' where it is not known
    server TEXT NOT NULL,  -- the text as it lay there last; '' where it never did
    local TEXT NOT NULL,  -- the text as the household wants it; '' where it deleted it
    pending INTEGER NOT NULL,  -- it is still to be sent
    revision INTEGER NOT NULL,  -- counts the changes made here
    PRIMARY KEY (source, entry)
) STRICT, WITHOUT ROWID;
CREATE TABLE calendar_clash (  -- changes of ours that the server's went before: kept
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,  -- put, delete: it was changed there too; refused: the server does not take it
    title TEXT NOT NULL,
    ours TEXT NOT NULL,
    at REAL NOT NULL,
    told INTEGER NOT NULL
) STRICT;
CREATE TABLE list_item (  -- shopping, to-do and whatever lists the household makes
    id INTEGER PRIMARY KEY,
    list TEXT NOT NULL,
    text TEXT NOT NULL,
    done INTEGER NOT NULL,
    made REAL NOT NULL
) STRICT;
"""

_UNTRUSTED = """
-- Whether others wrote what a call brought; a fact of the call: the tool may be gone when it is read again.
ALTER TABLE tool_use ADD COLUMN untrusted INTEGER NOT NULL DEFAULT 0;
UPDATE tool_use SET untrusted = 1 WHERE name LIKE 'calendar!_%' ESCAPE '!' OR name = 'document_search'
    OR EXISTS (SELECT 1 FROM tool_pin WHERE tool_use.name = server || '_' || tool);
"""

_TAINTED = """
-- Whether words of others stood in what the answer was made from; of older turns: they were read in the hour before, in the same talk.
ALTER TABLE turn ADD COLUMN tainted INTEGER NOT NULL DEFAULT 0;
UPDATE turn SET tainted = 1 WHERE responder IN ('llm', 'background') AND EXISTS (
    SELECT 1 FROM turn AS p JOIN tool_use ON tool_use.turn = p.id
    WHERE p.conversation = turn.conversation AND p.id <= turn.id AND turn.time - p.time < 3600 AND tool_use.untrusted);
"""

_KINDS = """
-- What a server's calendar may hold: events, to-dos; of those that were known before, events.
ALTER TABLE calendar_source ADD COLUMN kinds TEXT NOT NULL DEFAULT 'VEVENT';
"""

_UNANSWERED = """
CREATE TABLE unanswered (  -- a question of the house that the next sentence may answer
    by TEXT NOT NULL,  -- the responder
    conversation TEXT NOT NULL,
    about TEXT NOT NULL,  -- JSON: what the answer completes
    at REAL NOT NULL,  -- seconds since 1970, UTC
    PRIMARY KEY (by, conversation)
) STRICT, WITHOUT ROWID;
"""


def _statements(script: str) -> Iterator[str]:
    """Each ends with its line, a comment behind it included."""
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        if complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines.clear()


async def _memory(db: Connection) -> None:
    for statement in _statements(MEMORY):
        await db.execute(statement)
    for id, at in list(await db.execute_fetchall("SELECT id, at FROM turn")):
        await db.execute("UPDATE turn SET time = ? WHERE id = ?", (datetime.fromisoformat(at).timestamp(), id))


def _script(script: str) -> Migration:
    async def migrate(db: Connection) -> None:
        for statement in _statements(script):
            await db.execute(statement)

    return migrate


MIGRATIONS: tuple[Migration, ...] = (
    _script(_TURNS),
    _memory,
    _script(_REMINDERS),
    _script(_TOOL_PINS),
    _script(_CALENDAR),
    _script(_UNTRUSTED),
    _script(_TAINTED),
    _script(_KINDS),
    _script(_UNANSWERED),
)
