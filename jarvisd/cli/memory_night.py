"""jarvisd memory proposals, diary, sleep: what the house made of what was said while nobody talked."""

from __future__ import annotations

import argparse
from typing import Any

from jarvisd.cli.common import door, settings, without_model
from jarvisd.cli.memory_door import given, kind, one, several, tell
from jarvisd.cli.memory_words import moment
from jarvisd.web.control import Row


def add(kinds: Any) -> None:
    made = kind(kinds, "proposals", "what the house proposes; it counts after a yes", _proposals)
    made.add_argument("answer", nargs="?", choices=("accept", "decline"), help="the answer to one of them")
    made.add_argument("id", nargs="?", type=int, help="its number")
    made.add_argument("--all", action="store_true", help="those that are answered, too")
    diary = kind(kinds, "diary", "a page for each day", _diary)
    diary.add_argument("day", nargs="?", default="", metavar="DAY", help="such as 2026-11-22 (default: the newest)")
    diary.add_argument("--limit", type=int, default=7, metavar="N", help="so many pages (default 7)")
    sleep = kind(kinds, "sleep", "does at once what is done at night: facts, tidying, habits, the diary", _sleep)
    without_model(sleep)


async def _proposals(args: argparse.Namespace) -> int:
    if args.answer is None:
        return await several(args, "proposals", {"all": args.all}, lambda rows: "\n".join(map(_proposal, rows)) or "none", "proposals")
    if args.id is None:
        raise SystemExit(f"jarvisd memory proposals {args.answer}: give the number of the proposal")
    return await one(args, "answer", {"id": args.id, "answer": args.answer}, _proposal)


async def _diary(args: argparse.Namespace) -> int:
    wanted = {"day": args.day, "limit": args.limit}
    return await several(args, "diary", wanted, lambda rows: "\n".join(f"{row['day']}  {row['text']}" for row in rows) or "none", "pages")


async def _sleep(args: argparse.Namespace) -> int:
    from jarvisd.inside import MIND

    async with door(*settings(args), MIND) as give:
        (row,) = await given(give, "sleep", {})
    return tell(args, row, _slept(row))


def _proposal(row: Row) -> str:
    line = f"{row['id']:>4}  {moment(row['at'])}  {row['kind']}, {row['state']}\n  {row['text']}"
    return line if row["state"] != "accepted" else f"{line}\n  -> {row['block']}: {row['line']}"


def _slept(row: Row) -> str:
    if row["woken"]:
        return "somebody talked: the rest is done later"
    return (
        f"{row['turns']} turns looked at: {row['facts']} new facts, {row['known']} known; {row['proposals']} proposals; "
        f"{row['merged']} doubles merged, {row['decayed']} old notes thrown away; {row['pages']} diary pages"
    )
