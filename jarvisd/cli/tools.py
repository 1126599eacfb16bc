"""jarvisd tools: which there are, what each risks, where it is from; calls one, accepts one that changed."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import aclosing
from typing import Any

from jarvisd.cli.common import command, door, run, settings
from jarvisd.cli.memory_door import kind
from jarvisd.errors import ControlError
from jarvisd.web.control import Command, Row

_EXAMPLES = """\
examples:
  jarvisd tools                                        every tool: its risk, where it is from, whether it can be used
  jarvisd tools call volume '{"action": "get"}'
  jarvisd tools call time_get_current_time '{"timezone": "Asia/Shanghai"}' --json
  jarvisd tools accept files_read_file                 it changed, you have looked at it, and it may be used again

Files of your own in the folder "tools" of the state folder are tools ([tools] folder), and so are those of MCP servers
([mcp.servers.NAME]). A dangerous one is asked about first, here on the terminal.
"""
_YES = frozenset({"y", "yes", "是", "是的", "好", "好的", "对"})
_WIDE = 60  # characters of a description on a terminal


def add(commands: Any) -> None:
    made = command(commands, "tools", "what the house can do: list, call, accept", _EXAMPLES)
    made.set_defaults(run=lambda args: run(_list(args)))
    kinds = made.add_subparsers(title="commands", metavar="COMMAND")
    kind(kinds, "list", "every tool: its risk, where it is from, its state", _list)
    calling = kind(kinds, "call", "calls one", _call)
    calling.add_argument("name", metavar="NAME")
    calling.add_argument("arguments", nargs="?", default="{}", metavar="JSON", help="an object, such as '{\"percent\": 40}'")
    calling.add_argument("--language", choices=("en", "zh"), default="en", help="in which it asks")
    accepting = kind(kinds, "accept", "lets one that changed be used again", _accept)
    accepting.add_argument("name", metavar="NAME")


async def _list(args: argparse.Namespace) -> int:
    rows = await _all(args, {"do": "tools.list"})
    if args.json:
        print(json.dumps({"tools": rows}, ensure_ascii=False, indent=2))
    else:
        width = max((len(row["name"]) for row in rows), default=0)
        print("\n".join(_line(row, width) for row in rows))
    return 0


async def _call(args: argparse.Namespace) -> int:
    try:
        arguments = json.loads(args.arguments)
    except ValueError as error:
        raise ControlError(f"the arguments are no JSON ({error})") from error
    async with _door(args) as give:
        row = await _one(give, {"do": "tools.call", "name": args.name, "arguments": arguments, "language": args.language})
        if "question" in row:
            row = await _one(give, {"do": "tools.confirm", "conversation": row["conversation"], "yes": _asked(row["question"])})
    if "declined" in row:
        print(json.dumps(row) if args.json else "not done")
        return 1
    print(json.dumps(row, ensure_ascii=False, indent=2) if args.json else row["told"] or _shown(row["content"]))
    return 0


async def _accept(args: argparse.Namespace) -> int:
    (row,) = await _all(args, {"do": "tools.accept", "name": args.name})
    print(json.dumps(row) if args.json else f"{row['accepted']} may be used as it is now")
    return 0


def _door(args: argparse.Namespace) -> Any:
    """Where no daemon runs, a house without a language model: nobody thinks here."""
    from jarvisd.inside import MIND

    args.no_llm = True
    return door(*settings(args), MIND)


async def _all(args: argparse.Namespace, wanted: Row) -> list[Row]:
    async with _door(args) as give, aclosing(give(wanted)) as rows:
        return [row async for row in rows]


async def _one(give: Command, wanted: Row) -> Row:
    async with aclosing(give(wanted)) as rows:
        return [row async for row in rows][-1]


def _asked(question: str) -> bool:
    """Only a person at a terminal can say yes."""
    if not sys.stdin.isatty():
        print(f"{question}\njarvisd: nobody is here to say yes; call it on a terminal", file=sys.stderr)
        return False
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold().rstrip(".!。！") in _YES


def _shown(content: Row) -> str:
    return str(content["text"]) if content.keys() == {"text"} else json.dumps(content, ensure_ascii=False, indent=2)


def _line(row: Row, width: int) -> str:
    said = row["why"] if row["state"] != "ready" else " ".join(row["description"].split())
    said = said if row["state"] != "ready" or len(said) <= _WIDE else said[: _WIDE - 1] + "…"
    return f"{row['name']:<{width}}  {row['risk'] or '-':<16}  {row['source']:<16}  {row['state']:<11}  {said}".rstrip()
