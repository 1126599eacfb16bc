"""jarvisd memory: what is kept, to look at, correct, take back, put away."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Any

from jarvisd.cli import memory_words as words
from jarvisd.cli.common import command, door, run, settings
from jarvisd.errors import ControlError
from jarvisd.web.control import Command, Row

_EXAMPLES = """\
examples:
  jarvisd memory                                       the blocks that stand in every prompt
  jarvisd memory edit household --append "The car is in the yard."
  jarvisd memory edit person:anna                      in $EDITOR
  jarvisd memory undo                                  takes back the last edit
  jarvisd memory backup                                a copy of the database, today's
"""


def add(commands: Any) -> None:
    made = command(commands, "memory", "what is kept of what was said: look at it, correct it, take it back", _EXAMPLES)
    made.set_defaults(run=lambda args: run(_rows(args, "blocks", {}, words.blocks, "blocks")))
    kinds = made.add_subparsers(title="commands", metavar="COMMAND")
    for add_kind in (_add_blocks, _add_history, _add_file):
        add_kind(kinds)


def _kind(kinds: Any, name: str, summary: str, main: Callable[[argparse.Namespace], Awaitable[int]]) -> argparse.ArgumentParser:
    """A command of this family; what stands before its name counts too: `memory --json show`."""
    made = command(kinds, name, summary)
    for action in made._actions:
        if action.dest in ("config", "state", "json"):
            action.default = argparse.SUPPRESS
    made.set_defaults(run=lambda args: run(_status(main(args))))
    return made


async def _status(main: Awaitable[int]) -> int:
    return await main


def _add_blocks(kinds: Any) -> None:
    _kind(kinds, "blocks", "every block of core memory", lambda args: _rows(args, "blocks", {}, words.blocks, "blocks"))
    show = _kind(kinds, "show", "one block", lambda args: _row(args, "show", {"label": args.label}, words.block))
    show.add_argument("label", help="household, routines, scratch, person:anna, home, persona")
    edit = _kind(kinds, "edit", "changes a block; without an option in $EDITOR", _edit)
    edit.add_argument("label", help="of the block; person:NAME is made where it is new")
    how = edit.add_mutually_exclusive_group()
    how.add_argument("--text", help="writes it anew")
    how.add_argument("--append", metavar="TEXT", help="adds a line")
    how.add_argument("--replace", nargs=2, metavar=("OLD", "NEW"), help="replaces words that stand there exactly once")


def _add_history(kinds: Any) -> None:
    def wanted(args: argparse.Namespace) -> Row:
        return {"label": args.label}

    history = _kind(
        kinds,
        "history",
        "who changed what, newest first",
        lambda args: _rows(args, "history", {**wanted(args), "limit": args.limit}, words.history, "edits"),
    )
    history.add_argument("--limit", type=int, default=20, metavar="N", help="so many (default 20)")
    undo = _kind(kinds, "undo", "takes back the last edit", lambda args: _row(args, "undo", wanted(args), words.undone))
    redo = _kind(kinds, "redo", "makes again what was taken back last", lambda args: _row(args, "redo", wanted(args), words.redone))
    for made in (history, undo, redo):
        made.add_argument("label", nargs="?", default="", help="only of this block")


def _add_file(kinds: Any) -> None:
    _kind(kinds, "stats", "how much is kept", lambda args: _row(args, "stats", {}, words.stats))
    _kind(kinds, "vacuum", "gives the disk back what was deleted", lambda args: _row(args, "vacuum", {}, words.vacuum))
    _kind(kinds, "backup", "a copy of the database, one a day", lambda args: _row(args, "backup", {}, words.backup))


async def _edit(args: argparse.Namespace) -> int:
    async with opened(args) as give:
        wanted: Row = {"label": args.label}
        if args.append is not None:
            wanted |= {"how": "append", "text": args.append}
        elif args.replace is not None:
            wanted |= {"how": "replace", "old": args.replace[0], "text": args.replace[1]}
        elif args.text is not None:
            wanted |= {"how": "rewrite", "text": args.text}
        else:
            (block,) = await given(give, "show", {"label": args.label})
            wanted |= {"how": "rewrite", "text": _edited(block["text"]), "version": block["version"]}
        (row,) = await given(give, "edit", wanted)
        tell(args, row, words.block(row))
    return 0


def _edited(text: str) -> str:
    """What the person's editor makes of it."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise ControlError("EDITOR names no editor; give the text with --text, --append or --replace")
    with tempfile.TemporaryDirectory() as folder:  # readable by its owner alone
        file = Path(folder) / "block.txt"
        file.write_text(text, encoding="utf-8")
        try:
            ended = subprocess.run([*shlex.split(editor), str(file)], check=False).returncode
        except OSError as error:
            raise ControlError(f"{editor} cannot be started ({error.strerror}); EDITOR names the editor") from error
        if ended:
            raise ControlError(f"{editor} ended with {ended}; the block stays as it was")
        return file.read_text(encoding="utf-8")


def opened(args: argparse.Namespace) -> Any:
    """The way to the memory: the daemon's, or one that is opened here."""
    from jarvisd.daemon import MEMORY

    return door(*settings(args), MEMORY)


async def given(give: Command, name: str, wanted: Mapping[str, Any]) -> list[Row]:
    async with aclosing(give({"do": f"memory.{name}", **wanted})) as rows:
        return [row async for row in rows]


async def _rows(args: argparse.Namespace, name: str, wanted: Row, said: Callable[[list[Row]], str], key: str) -> int:
    async with opened(args) as give:
        rows = await given(give, name, wanted)
    tell(args, {key: rows}, said(rows))
    return 0


async def _row(args: argparse.Namespace, name: str, wanted: Row, said: Callable[[Row], str]) -> int:
    async with opened(args) as give:
        (row,) = await given(give, name, wanted)
    tell(args, row, said(row))
    return 0


def tell(args: argparse.Namespace, row: Row, said: str) -> None:
    """One JSON document, or words."""
    print(json.dumps(row, ensure_ascii=False, indent=2) if args.json else said)
    sys.stdout.flush()
