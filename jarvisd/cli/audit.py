"""jarvisd audit: what was proposed, decided and done."""

from __future__ import annotations

import argparse
import json
from contextlib import aclosing
from datetime import datetime, tzinfo
from typing import Any

from jarvisd.cli.common import command, door, run, settings
from jarvisd.web.control import Row

_EXAMPLES = """\
examples:
  jarvisd audit                what was asked about, answered and done last
  jarvisd audit --limit 200
  jarvisd audit --json         a row a line, with ids and the hash of the arguments

Calls of tools that only look something up are not listed, and no word of what was said is in it.
"""
_SHOWN = ("why", "by", "tainted", "conversation", "arguments")


def add(commands: Any) -> None:
    made = command(commands, "audit", "what was proposed, confirmed, declined and done", _EXAMPLES)
    made.add_argument("--limit", type=int, default=20, metavar="N", help="the newest N (default: 20)")
    made.set_defaults(run=lambda args: run(_audit(args)))


async def _audit(args: argparse.Namespace) -> int:
    config, where = settings(args)
    from jarvisd.inside import MEMORY

    rows = 0
    async with door(config, where, MEMORY) as give, aclosing(give({"do": "audit", "limit": args.limit})) as entries:
        async for row in entries:
            rows += 1
            print(json.dumps(row, ensure_ascii=False) if args.json else _line(row, config.house.zone), flush=True)
    if not rows and not args.json:
        print("nothing yet")
    return 0


def _line(row: Row, zone: tzinfo) -> str:
    at = datetime.fromisoformat(row["at"]).astimezone(zone)
    detail = row["detail"]
    more = ", ".join(f"{name} {detail[name]}" for name in _SHOWN if name in detail)
    return f"{at:%Y-%m-%d %H:%M:%S}  {row['kind']:<9}  {row['tool']:<24}  {more}"
