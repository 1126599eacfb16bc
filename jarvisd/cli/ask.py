"""jarvisd ask: text in, text out, the same mind."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from contextlib import aclosing
from typing import Any

from jarvisd.cli.common import command, door, login, run, settings, without_model

_LONG = 2.0  # seconds of silence after which it is said what is waited for
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
        waiting = asyncio.get_running_loop().call_later(_LONG, _loading, config.llm.provider)
        async for row in rows:
            waiting.cancel()
            if args.json:
                print(json.dumps(row, ensure_ascii=False), flush=True)
            elif "text" in row:
                print(row["text"], end="", flush=True)
        waiting.cancel()
    if not args.json:
        print()
    return 0


def _loading(provider: str) -> None:
    """Where no daemon keeps it warm, the model in the house begins from its file."""
    if provider == "embedded":
        print("(the language model is being loaded; this can take half a minute)", file=sys.stderr, flush=True)
