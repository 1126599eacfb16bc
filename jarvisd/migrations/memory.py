"""The tables of the memory, of the calls that wait, of the audit, as the second migration makes them; never changed."""

# `time` is `at` in seconds since 1970, UTC: what rows are sorted and filtered by.
MEMORY = """
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
