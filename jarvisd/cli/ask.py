"""jarvisd ask: text in, text out, the same mind."""

from __future__ import annotations

import argparse
import json
from contextlib import aclosing
from typing import Any

from jarvisd.cli.common import command, door, login, run, settings, without_model

_EXAMPLES = """\
examples:
  jarvisd ask "what time is it?"
  jarvisd ask 现在几点
  jarvisd ask "what day is it?" --now 2026-12-24T18:00
  jarvisd ask "and tomorrow?" --conversation kitchen   a talk of its own; the default is one per login
"""


def add(commands: Any) -> None:
    made = command(commands, "ask", "ask the house something by text", _EXAMPLES)
    made.add_argument("text", nargs="+", help="what is asked")
    made.add_argument("--conversation", metavar="ID", default=login(), help="keeps a talk together (default: one per login)")
    made.add_argument("--language", choices=("en", "zh"), help="of the text (default: seen from its characters)")
    made.add_argument("--now", metavar="ISO", help="the time that is answered from, such as 2026-11-22T15:10")
    without_model(made)
    made.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    return run(_ask(args))


async def _ask(args: argparse.Namespace) -> int:
    config, where = settings(args)
    from jarvisd.inside import MIND

    wanted = {"do": "ask", "text": " ".join(args.text), "conversation": args.conversation, "language": args.language, "now": args.now}
    async with door(config, where, MIND) as give, aclosing(give(wanted)) as rows:
        async for row in rows:
            if args.json:
                print(json.dumps(row, ensure_ascii=False), flush=True)
            elif "text" in row:
                print(row["text"], end="", flush=True)
    if not args.json:
        print()
    return 0
