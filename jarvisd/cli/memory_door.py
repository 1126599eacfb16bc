"""What the commands of `jarvisd memory` share: how they are declared, how they reach the memory, how they answer."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, aclosing
from typing import Any

from jarvisd.cli.common import command, door, run, settings
from jarvisd.web.control import Command, Row


def kind(kinds: Any, name: str, summary: str, main: Callable[[argparse.Namespace], Coroutine[Any, Any, int]]) -> argparse.ArgumentParser:
    """A command of this family; what stands before its name counts too: `memory --json show`."""
    made = command(kinds, name, summary)
    for action in made._actions:
        if action.dest in ("config", "state", "json"):
            action.default = argparse.SUPPRESS
    made.set_defaults(run=lambda args: run(main(args)))
    return made


def opened(args: argparse.Namespace) -> AbstractAsyncContextManager[Command]:
    """The way to the memory: the daemon's, or one that is opened here."""
    from jarvisd.inside import MEMORY

    return door(*settings(args), MEMORY)


async def given(give: Command, name: str, wanted: Mapping[str, Any]) -> list[Row]:
    async with aclosing(give({"do": f"memory.{name}", **wanted})) as rows:
        return [row async for row in rows]


async def several(args: argparse.Namespace, name: str, wanted: Row, said: Callable[[list[Row]], str], key: str) -> int:
    """A command that answers with rows; in JSON a list under that key."""
    async with opened(args) as give:
        rows = await given(give, name, wanted)
    return tell(args, {key: rows}, said(rows))


async def one(args: argparse.Namespace, name: str, wanted: Row, said: Callable[[Row], str]) -> int:
    """A command that answers with a single row."""
    async with opened(args) as give:
        (row,) = await given(give, name, wanted)
    return tell(args, row, said(row))


def tell(args: argparse.Namespace, row: Row, said: str) -> int:
    """One JSON document, or words."""
    print(json.dumps(row, ensure_ascii=False, indent=2) if args.json else said, flush=True)
    return 0
