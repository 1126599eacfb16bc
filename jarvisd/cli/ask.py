"""jarvisd ask: text in, text out, the same mind."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from jarvisd.cli.common import answering, command, door, login, moment, run, settings, without_model
from jarvisd.config import Config
from jarvisd.llm import EMBEDDED

_LONG = 2.0  # seconds of silence after which it is said what is waited for
_AGAIN = 10.0  # seconds after which it is said again
_ALONE = 120.0  # seconds until the embedded model begins to answer, where no daemon keeps it warm: who types has patience
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
    made.add_argument("--now", metavar="ISO", type=moment, help="the time that is answered from, such as 2026-11-22T15:10")
    without_model(made)
    made.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    return run(_ask(args))


async def _ask(args: argparse.Namespace) -> int:
    config, where = settings(args)
    from jarvisd.inside import MIND

    wanted = {"do": "ask", "text": " ".join(args.text), "conversation": args.conversation, "language": args.language, "now": args.now}
    waiting = _Waiting(alone=answering(where) is None)
    try:
        async with door(_patient(config), where, MIND) as give, aclosing(give(wanted)) as rows:
            if config.llm.provider == EMBEDDED:
                waiting.begin(_LONG)
            async for row in rows:
                waiting.end()
                if args.json:
                    print(json.dumps(row, ensure_ascii=False), flush=True)
                elif "text" in row:
                    print(row["text"], end="", flush=True)
    finally:
        waiting.end()
    if not args.json:
        print()
    return 0


def _patient(config: Config) -> Config:
    return replace(config, llm=replace(config.llm, start_timeout=max(_ALONE, config.llm.start_timeout)))


class _Waiting:
    """Tells on the screen, beside the answer, what is waited for and how long already."""

    def __init__(self, alone: bool) -> None:
        self._alone = alone  # no daemon keeps the model warm
        self._next: asyncio.TimerHandle | None = None

    def begin(self, wait: float, waited: float = 0.0) -> None:
        self._next = asyncio.get_running_loop().call_later(wait, self._tell, wait + waited)

    def end(self) -> None:
        if self._next is not None:
            self._next.cancel()

    def _tell(self, waited: float) -> None:
        more = (
            "; no daemon keeps the language model warm, so it is loaded first, which can take a minute"
            if self._alone and waited <= _LONG
            else ""
        )
        print(f"(waiting for the answer: {waited:.0f} s{more})", file=sys.stderr, flush=True)
        self.begin(_AGAIN, waited)
