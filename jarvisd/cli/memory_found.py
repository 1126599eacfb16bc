"""`jarvisd memory` over what was said and what is known: search, add, forget, take in, give out, index anew."""

from __future__ import annotations

import argparse
import re
import sys
from contextlib import aclosing
from pathlib import Path
from typing import Any

from jarvisd.cli import bar
from jarvisd.cli import memory_words as words
from jarvisd.cli.memory_door import given, kind, one, opened, several, tell
from jarvisd.errors import ControlError, NotKnown
from jarvisd.web.control import Row

_ID = re.compile(r"(?:turn:)?\d+")


def add(kinds: Any) -> None:
    search = kind(kinds, "search", "finds turns and passages, the surest first", _search)
    search.add_argument("query", nargs="*", help="words in any language; without any the newest come")
    search.add_argument("--role", choices=("user", "assistant"), help="only what was asked, or only what was answered")
    search.add_argument("--since", metavar="DAY", help="from this day on, such as 2026-03-01")
    search.add_argument("--until", metavar="DAY", help="up to the end of this day")
    search.add_argument("--person", default="", metavar="NAME", help="only what this person said")
    search.add_argument("--tag", action="append", default=[], help="only passages with one of these tags")
    search.add_argument("--superseded", action="store_true", help="also what something newer took the place of")
    search.add_argument("--limit", type=int, default=10, metavar="N", help="so many (default 10)")
    more = kind(kinds, "add", "remembers a fact", _add)
    more.add_argument("text", nargs="+", help="a sentence that can be understood by itself")
    more.add_argument("--tag", action="append", default=[], help="may be given several times")
    more.add_argument("--person", default="", metavar="NAME", help="who said it")
    gone = kind(kinds, "forget", "removes something for good: from rows, indexes, history, backups and traces", _forget)
    gone.add_argument("what", nargs="+", help="a text: whatever has all of its words; or ids: 12 for a passage, turn:12 for a turn")
    gone.add_argument("--yes", action="store_true", help="does not ask first")
    read = kind(kinds, "ingest", "takes a folder's documents into the archive: text, Markdown, HTML, PDF", _ingest)
    read.add_argument("folder", type=Path, metavar="FOLDER", help="or one file; what changed since the last time is replaced")
    out = kind(kinds, "export", "writes all of it into one file", _export)
    out.add_argument("file", type=Path, metavar="FILE", help="JSON lines, readable by its owner alone; a daemon writes it as its user")
    back = kind(kinds, "import", "takes in such a file; what is here already stays", _import)
    back.add_argument("file", type=Path, metavar="FILE", help="what export wrote, here or elsewhere")
    kind(kinds, "reindex", "words and vectors anew, as after a change of [memory] embedder", _reindex)


async def _search(args: argparse.Namespace) -> int:
    wanted = {
        "query": " ".join(args.query),
        "role": args.role,
        "since": args.since,
        "until": args.until,
        "person": args.person,
        "tags": args.tag,
        "superseded": args.superseded,
        "limit": args.limit,
    }
    return await several(args, "search", wanted, words.found, "found")


async def _add(args: argparse.Namespace) -> int:
    return await one(args, "add", {"text": " ".join(args.text), "tags": args.tag, "person": args.person}, words.added)


async def _forget(args: argparse.Namespace) -> int:
    wanted = _named(args.what)
    async with opened(args) as give:
        rows = await given(give, "holding", wanted)
        if not rows:
            raise NotKnown("nothing in memory is like that; jarvisd memory search shows what there is")
        if not args.yes:
            _ask(rows)
        (row,) = await given(give, "forget", wanted)
    return tell(args, row, words.forgotten(row))


def _named(what: list[str]) -> Row:
    """Ids, or else a text."""
    if all(_ID.fullmatch(word) for word in what):
        turns = [int(word.removeprefix("turn:")) for word in what if word.startswith("turn:")]
        return {"turns": turns, "passages": [int(word) for word in what if not word.startswith("turn:")]}
    return {"text": " ".join(what)}


def _ask(rows: list[Row]) -> None:
    """Shows what it is about. ControlError unless the person says yes."""
    if not sys.stdin.isatty():
        raise ControlError("forgetting is for good and asks first, which needs a terminal; add --yes to do it without")
    print(words.found(rows), file=sys.stderr)
    print("Forget this, and what came of it, for good? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "是", "好"):
        raise ControlError("nothing was forgotten")


async def _ingest(args: argparse.Namespace) -> int:
    row = await _long(args, "ingest", {"folder": str(args.folder.expanduser().absolute())})
    return tell(args, row, words.ingested(row))


async def _export(args: argparse.Namespace) -> int:
    row = await _long(args, "export", {"file": str(args.file.expanduser().absolute())})
    return tell(args, row, f"{row['rows']} rows are in {row['file']}")


async def _import(args: argparse.Namespace) -> int:
    row = await _long(args, "import", {"file": str(args.file.expanduser().absolute())})
    return tell(args, row, f"{row['rows']} rows came in")


async def _reindex(args: argparse.Namespace) -> int:
    row = await _long(args, "reindex", {})
    return tell(args, row, f"done; {row['vectors']} vectors were made")


async def _long(args: argparse.Namespace, name: str, wanted: Row) -> Row:
    """The last row; those before it draw a bar on a terminal."""
    last: Row = {}
    async with opened(args) as give, aclosing(give({"do": f"memory.{name}", **wanted})) as rows:
        async for last in rows:
            if "done" in last:
                bar.draw(last["done"], last["all"])
    bar.clear()
    return last
