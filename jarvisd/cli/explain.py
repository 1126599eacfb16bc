"""jarvisd explain: how a sentence is understood without a language model."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

from jarvisd.cli.common import command, door, run, settings
from jarvisd.config import Config, Paths
from jarvisd.messages import LANGUAGES
from jarvisd.web.control import Command, Row

_EXAMPLES = """\
examples:
  jarvisd explain "turn off everything downstairs except the hall"
  jarvisd explain "把卧室空调调到二十六度" --room 客厅 --json
  jarvisd explain "dim the big lamp" --house home.yaml      in a house of your own making, with areas and entities

Nothing is done. The house is the one that the daemon is connected to, unless a file describes another.
"""


def add(commands: Any) -> None:
    made = command(commands, "explain", "how a sentence is understood, step by step; nothing is done", _EXAMPLES)
    made.add_argument("sentence", help="what somebody might say")
    made.add_argument("--language", choices=LANGUAGES, help="default: by its letters")
    made.add_argument("--room", default="", metavar="NAME", help="where it is said")
    made.add_argument("--house", type=Path, metavar="FILE", help="YAML: floors, areas and entities, each with its name")
    made.set_defaults(run=lambda args: run(_explain(args)))


async def _explain(args: argparse.Namespace) -> int:
    wanted = {"do": "explain", "text": args.sentence, "language": args.language, "room": args.room}
    async with _asked(args) as give, aclosing(give(wanted)) as rows:
        found = [row async for row in rows]
    if args.json:
        print(json.dumps({"steps": found[:-1], **found[-1]}, ensure_ascii=False))
        return 0
    for row in found[:-1]:
        print(f"{row['by']:<8} {row['ms']:>6.1f} ms  {row['of']}\n{'':20}{row['thought']}")
    print(f"{'':8} {found[-1]['ms']:>6.1f} ms  {_meant(found[-1])}")
    return 0


@asynccontextmanager
async def _asked(args: argparse.Namespace) -> AsyncGenerator[Command, None]:
    config, where = settings(args)
    if args.house:
        yield await _apart(args.house, config, where)
        return
    from jarvisd.inside import MIND

    async with door(config, where, MIND) as give:
        yield give


async def _apart(file: Path, config: Config, where: Paths) -> Command:
    """The same, in a house that a file describes: neither a daemon nor a home is needed."""
    from jarvisd.agent.understand import opened
    from jarvisd.bench.dollhouse import DollHouse, read
    from jarvisd.errors import EngineError
    from jarvisd.memory import embed
    from jarvisd.web.explain import ExplainCommands

    home = DollHouse(read(file))
    try:
        embedder = None if config.memory.embedder == "provider" else await asyncio.to_thread(embed.load, config.memory)
    except EngineError:
        embedder = None  # by whole sentences alone
    understanding = await opened.load(config.house.languages, embedder)
    return ExplainCommands(understanding, home, config.house.language).explain


def _meant(row: Row) -> str:
    match row["meaning"]:
        case "understood" | "doubt":
            said = "; ".join(_command(one) for one in row["commands"])
            return f"understood: {said}" if row["meaning"] == "understood" else f"asks: did you mean {said}?"
        case "nameless":
            return f"this house has no {row['kind']} {row['name']!r}" + (
                f"; asks which of {', '.join(row['among'])}" if row["among"] else ""
            )
    return "not understood: whoever comes next answers"


def _command(one: Mapping[str, Any]) -> str:
    return f"{one['intent']}({', '.join(f'{name}={value}' for name, value in one['slots'].items())})"
