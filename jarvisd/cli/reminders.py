"""jarvisd reminders: what is to ring: listed, added, cancelled, put off, exported."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from contextlib import aclosing
from datetime import datetime
from typing import Any

from jarvisd.cli.common import command, door, run, settings
from jarvisd.cli.memory_door import kind
from jarvisd.web.control import Row

_EXAMPLES = """\
examples:
  jarvisd reminders                                    what is still to come
  jarvisd reminders add "tomorrow at 3 pm" "call mum"
  jarvisd reminders add --kind timer "nine minutes" pasta
  jarvisd reminders add "每周一早上七点半" 倒垃圾
  jarvisd reminders add --kind routine "every day at 11 pm" "switch everything off"
  jarvisd reminders cancel 12                          by its number; or by its name, or --all
  jarvisd reminders snooze --minutes 5                 what rings now
  jarvisd reminders list --missed
  jarvisd reminders export > reminders.json
"""
_KINDS = ("timer", "alarm", "reminder", "routine")


def add(commands: Any) -> None:
    made = command(commands, "reminders", "timers, alarms and reminders: list, add, cancel, snooze, stop, export", _EXAMPLES)
    made.set_defaults(run=lambda args: run(_list(args)), kind=None, missed=False, limit=100)
    kinds = made.add_subparsers(title="commands", metavar="COMMAND")
    listing = kind(kinds, "list", "what is still to come, the next first", _list)
    listing.add_argument("--kind", choices=_KINDS)
    listing.add_argument("--missed", action="store_true", help="what rang and nobody acknowledged")
    listing.add_argument("--limit", type=int, default=100, metavar="N")
    adding = kind(kinds, "add", "adds one", _add)
    adding.add_argument("when", metavar="WHEN", help='in words, such as "tomorrow at 3 pm", or ISO 8601; of a timer how long')
    adding.add_argument("text", nargs="?", default="", metavar="TEXT", help="what it is about")
    adding.add_argument("--kind", choices=_KINDS, default="reminder")
    adding.add_argument("--language", choices=("en", "zh"), help="of WHEN and of the ring (default: as WHEN looks)")
    adding.add_argument("--room", help="where it rings")
    adding.add_argument("--person", help="whom it is for")
    adding.add_argument("--now", metavar="ISO", help="as if it were this time")
    ending = kind(kinds, "cancel", "cancels one, or all", _cancel)
    ending.add_argument("which", nargs="?", default="", metavar="WHICH", help="its number or its name")
    ending.add_argument("--kind", choices=_KINDS)
    ending.add_argument("--all", action="store_true")
    later = kind(kinds, "snooze", "has what rings now ring again later", _snooze)
    later.add_argument("--minutes", type=float, metavar="N", help="default: 10")
    kind(kinds, "stop", "stops what rings now", _stop)
    kind(kinds, "export", "every reminder that is kept, as JSON", _export)


async def _given(args: argparse.Namespace, name: str, wanted: Mapping[str, Any]) -> list[Row]:
    from jarvisd.inside import MEMORY

    async with door(*settings(args), MEMORY) as give, aclosing(give({"do": f"reminders.{name}", **wanted})) as rows:
        return [row async for row in rows]


async def _list(args: argparse.Namespace) -> int:
    found = await _given(args, "list", {"kind": args.kind, "missed": args.missed, "limit": args.limit + (args.limit > 0)})
    rows = found[: args.limit]
    if args.json:
        print(json.dumps({"reminders": rows}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(_line, rows)) if rows else "nothing missed" if args.missed else "nothing to come")
    if len(found) > args.limit:
        print("there are more: --limit N lists N of them, jarvisd reminders export all", file=sys.stderr)
    return 0


async def _add(args: argparse.Namespace) -> int:
    named = ("when", "text", "kind", "language", "room", "person", "now")
    return _tell(args, await _given(args, "add", {name: getattr(args, name) for name in named}))


async def _cancel(args: argparse.Namespace) -> int:
    named: Row = {"id": int(args.which)} if args.which.isdecimal() else {"which": args.which}
    return _tell(args, await _given(args, "cancel", {**named, "kind": args.kind, "all": args.all}))


async def _snooze(args: argparse.Namespace) -> int:
    return _tell(args, await _given(args, "snooze", {"minutes": args.minutes}))


async def _stop(args: argparse.Namespace) -> int:
    return _tell(args, await _given(args, "stop", {}))


async def _export(args: argparse.Namespace) -> int:
    print(json.dumps({"reminders": await _given(args, "export", {})}, ensure_ascii=False, indent=2))
    return 0


def _tell(args: argparse.Namespace, rows: list[Row]) -> int:
    (row,) = rows
    print(json.dumps(row, ensure_ascii=False, indent=2) if args.json else row["said"])
    return 0


def _line(row: Row) -> str:
    at = datetime.fromisoformat(row["due"])
    state = "" if row["state"] == "scheduled" else f"  ({row['state']})"
    often = f"  [{row['rule']}]" if row["rule"] else ""
    return f"{row['id']:>5}  {row['kind']:<8}  {at:%a %Y-%m-%d %H:%M:%S}  {row['text']}{often}{state}"
