"""jarvisd memory: what is kept, to look at, correct, take back, put away."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from jarvisd.cli import memory_found, memory_night
from jarvisd.cli import memory_words as words
from jarvisd.cli.common import command, door, login, run, settings
from jarvisd.cli.memory_door import given, kind, one, opened, several, tell
from jarvisd.errors import ControlError
from jarvisd.web.control import Row

_EXAMPLES = """\
examples:
  jarvisd memory                                       the blocks that stand in every prompt
  jarvisd memory edit household --append "The car is in the yard."
  jarvisd memory edit person:anna                      in $EDITOR
  jarvisd memory undo                                  takes back the last edit
  jarvisd memory search "peanuts" --since 2026-03-01   what was said and what is known
  jarvisd memory add "Anna is allergic to peanuts" --person anna --tag health
  jarvisd memory proposals accept 3                    what the house thought of at night
  jarvisd memory backup                                a copy of the database, today's
"""


def add(commands: Any) -> None:
    made = command(commands, "memory", "what is kept of what was said: look at it, correct it, take it back", _EXAMPLES)
    made.set_defaults(run=lambda args: run(several(args, "blocks", {}, words.blocks, "blocks")))
    kinds = made.add_subparsers(title="commands", metavar="COMMAND")
    for add_kind in (_add_blocks, _add_history, memory_found.add, memory_night.add, _add_context, _add_file):
        add_kind(kinds)


def _add_blocks(kinds: Any) -> None:
    kind(kinds, "blocks", "every block of core memory", lambda args: several(args, "blocks", {}, words.blocks, "blocks"))
    show = kind(kinds, "show", "one block", lambda args: one(args, "show", {"label": args.label}, words.block))
    show.add_argument("label", help="household, routines, scratch, person:anna, home, persona")
    edit = kind(kinds, "edit", "changes a block; without an option in $EDITOR", _edit)
    edit.add_argument("label", help="of the block; person:NAME is made where it is new")
    how = edit.add_mutually_exclusive_group()
    how.add_argument("--text", help="writes it anew")
    how.add_argument("--append", metavar="TEXT", help="adds a line")
    how.add_argument("--replace", nargs=2, metavar=("OLD", "NEW"), help="replaces words that stand there exactly once")


def _add_history(kinds: Any) -> None:
    def wanted(args: argparse.Namespace) -> Row:
        return {"label": args.label}

    history = kind(
        kinds,
        "history",
        "who changed what, newest first",
        lambda args: several(args, "history", {**wanted(args), "limit": args.limit}, words.history, "edits"),
    )
    history.add_argument("--limit", type=int, default=20, metavar="N", help="so many (default 20)")
    undo = kind(kinds, "undo", "takes back the last edit", lambda args: one(args, "undo", wanted(args), words.undone))
    redo = kind(kinds, "redo", "makes again what was taken back last", lambda args: one(args, "redo", wanted(args), words.redone))
    for made in (history, undo, redo):
        made.add_argument("label", nargs="?", default="", help="only of this block")


def _add_context(kinds: Any) -> None:
    made = kind(kinds, "context", "where a language model's window goes, in tokens", _context)
    made.add_argument("--conversation", metavar="ID", default=login(), help="of this talk (default: one per login)")
    made.add_argument("--text", default="", help="what would be asked: passages are looked up for it")


def _add_file(kinds: Any) -> None:
    kind(kinds, "stats", "how much is kept", lambda args: one(args, "stats", {}, words.stats))
    kind(kinds, "vacuum", "gives the disk back what was deleted", lambda args: one(args, "vacuum", {}, words.vacuum))
    kind(kinds, "backup", "a copy of the database, one a day", lambda args: one(args, "backup", {}, words.backup))


async def _context(args: argparse.Namespace) -> int:
    from jarvisd.inside import MIND

    async with door(*settings(args), MIND) as give:
        (row,) = await given(give, "context", {"conversation": args.conversation, "text": args.text})
    return tell(args, row, words.context(row))


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
    return tell(args, row, words.block(row))


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
