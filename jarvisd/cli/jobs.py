"""jarvisd jobs: the work of the night, when it last ran and how that went."""

from __future__ import annotations

import argparse
import json
from contextlib import aclosing
from datetime import datetime
from typing import Any

from jarvisd.cli.common import command, door, run, settings

_EXAMPLES = """\
examples:
  jarvisd jobs           each job: last run, how long it took, how it went, next run
  jarvisd jobs --json
"""


def add(commands: Any) -> None:
    made = command(commands, "jobs", "the work of the night: last run, next run, outcome", _EXAMPLES)
    made.set_defaults(run=lambda args: run(_jobs(args)))


async def _jobs(args: argparse.Namespace) -> int:
    from jarvisd.inside import MEMORY

    async with door(*settings(args), MEMORY) as give, aclosing(give({"do": "jobs"})) as told:
        rows = [row async for row in told]
    if args.json:
        print(json.dumps({"jobs": rows}, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        last = (
            f"{datetime.fromisoformat(row['last']):%Y-%m-%d %H:%M}, {row['seconds']:.1f} s: {row['outcome']}"
            if row["last"]
            else "never yet"
        )
        print(f"{row['name']:<12}  last {last};  next {datetime.fromisoformat(row['next']):%Y-%m-%d %H:%M}")
    return 0
