"""The history of the database's tables: the nth function brings a file from version n to n + 1; never changed, only added to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from sqlite3 import complete_statement
from typing import TypeAlias

from aiosqlite import Connection

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

# `time` is `at` in seconds since 1970, UTC: what rows are sorted and filtered by.
_MEMORY = """
ALTER TABLE turn ADD COLUMN time REAL NOT NULL DEFAULT 0;
CREATE INDEX turn_by_time ON turn (time);
CREATE INDEX turn_of_person ON turn (person);

CREATE TABLE tool_use (  -- what a turn did, apart from what it said
    id INTEGER PRIMARY KEY,
    turn INTEGER NOT NULL REFERENCES turn (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    arguments TEXT NOT NULL,  -- JSON
    content TEXT NOT NULL,  -- JSON
    error TEXT NOT NULL
) STRICT;
CREATE INDEX tool_use_of_turn ON tool_use (turn);

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- an id is never used twice: the audit names them
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    time REAL NOT NULL,
    source TEXT NOT NULL,
    person TEXT NOT NULL,
    confidence REAL NOT NULL,
    turn INTEGER REFERENCES turn (id) ON DELETE SET NULL,
    document INTEGER REFERENCES document (id) ON DELETE CASCADE,
    superseded_by INTEGER REFERENCES passage (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX passage_by_time ON passage (time);
CREATE INDEX passage_of_document ON passage (document);
CREATE INDEX passage_of_turn ON passage (turn);

CREATE TABLE tag (
    passage INTEGER NOT NULL REFERENCES passage (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (tag, passage)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_of_passage ON tag (passage);

CREATE TABLE block (
    label TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    description TEXT NOT NULL,
    longest INTEGER NOT NULL,  -- characters
    read_only INTEGER NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE edit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    author TEXT NOT NULL,
    cause TEXT NOT NULL,
    at TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX edit_of_block ON edit (label, id);

CREATE TABLE summary (  -- of what was said in a conversation up to a turn
    conversation TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    upto INTEGER NOT NULL,
    newest INTEGER NOT NULL,  -- turn there was when it was made: never made twice of the same talk
    at TEXT NOT NULL,  -- when turn `upto` was
    tainted INTEGER NOT NULL  -- words of others stood in those turns
) STRICT;

CREATE TABLE diary (
    day TEXT PRIMARY KEY,  -- ISO date
    text TEXT NOT NULL
) STRICT;

CREATE TABLE proposal (  -- what the night thought of and somebody must say yes to
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,  -- preference, habit, rule
    subject TEXT NOT NULL UNIQUE,  -- what it is about, so that it is proposed once
    language TEXT NOT NULL,
    text TEXT NOT NULL,  -- the question
    deed TEXT NOT NULL,  -- JSON: what a yes does
    state TEXT NOT NULL  -- open, asked, accepted, declined
) STRICT;

CREATE TABLE parked (  -- a call that waits for a yes; one of each conversation
    conversation TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    call TEXT NOT NULL,  -- JSON
    asked TEXT NOT NULL,  -- JSON
    question TEXT NOT NULL,
    armed TEXT NOT NULL  -- ISO time from which a yes counts; '' until the question was heard whole
) STRICT;

CREATE TABLE audit (  -- append-only; ids, names and hashes, never the household's words
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,  -- proposed, confirmed, declined, expired, done, failed, refused, forgot
    subject TEXT NOT NULL,
    detail TEXT NOT NULL  -- JSON
) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;

CREATE TABLE run (  -- a long piece of an agent's work
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,  -- running, done, failed, interrupted
    input TEXT NOT NULL,  -- JSON
    output TEXT NOT NULL,  -- JSON
    began TEXT NOT NULL,
    ended TEXT NOT NULL,  -- '' while it runs
    tries INTEGER NOT NULL  -- times that it was begun or resumed
) STRICT;

CREATE TABLE step (
    run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,  -- work; effect: not done again where it is not known how it ended
    key TEXT NOT NULL,  -- a step of the same key is not done twice in one run
    state TEXT NOT NULL,  -- begun, done, failed
    output TEXT NOT NULL,  -- JSON
    PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX step_of_key ON step (run, key);
-- a run that forgot what it did would do it again
CREATE TRIGGER run_goes_with_its_steps AFTER DELETE ON step BEGIN DELETE FROM run WHERE id = OLD.run; END;

CREATE VIRTUAL TABLE turn_words USING fts5 (  -- rowid is 2 * turn for what was asked, 2 * turn + 1 for what was answered
    text, context, after, day, tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO turn_words (turn_words, rank) VALUES ('secure-delete', 1);
INSERT INTO turn_words (turn_words, rank) VALUES ('rank', 'bm25(1.0, 0.7, 0.3, 0.5)');
CREATE VIRTUAL TABLE passage_words USING fts5 (text, context, after, day, tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO passage_words (passage_words, rank) VALUES ('secure-delete', 1);
INSERT INTO passage_words (passage_words, rank) VALUES ('rank', 'bm25(1.0, 0.7, 0.3, 0.5)');

CREATE TABLE unembedded (  -- rows of the indexes that wait for a vector
    kind TEXT NOT NULL,  -- turn, passage
    row INTEGER NOT NULL,
    PRIMARY KEY (kind, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE vector_change (  -- what changed last in the tables of vectors, which are made for an embedder's dimension
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    row INTEGER NOT NULL
) STRICT;
CREATE INDEX vector_change_of_kind ON vector_change (kind, id);

CREATE TABLE fact (  -- small things the house keeps about itself: the embedder's id, when the night last ran
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
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


def _statements(script: str) -> Iterator[str]:
    """Each ends with its line, a comment behind it included."""
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        if complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines.clear()


async def _memory(db: Connection) -> None:
    for statement in _statements(_MEMORY):
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
)
