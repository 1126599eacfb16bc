"""What every command shares: its options, and the way to the house, running or built for it."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncGenerator, Coroutine, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from jarvisd import clock, config, lock
from jarvisd.errors import StateLocked, StorageError
from jarvisd.web import control
from jarvisd.web.control import Command

_LAST_WORD = 1.2  # seconds after Ctrl-C
_PATIENCE = 30.0  # seconds until a daemon that starts, or another command, lets this one in
_LOOK = 0.2  # seconds between two looks at that
_USUAL = (signal.SIG_DFL, signal.default_int_handler)  # what nohup and & have switched off stays so


def command(commands: Any, name: str, summary: str, epilog: str = "") -> argparse.ArgumentParser:
    """A command with the shared options; summary is one line, epilog its examples."""
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--config", type=Path, metavar="FILE", help="configuration (also JARVISD_CONFIG)")
    made.add_argument("--state", type=Path, metavar="DIR", help="folder of the database and the traces (also JARVISD_STATE)")
    made.add_argument("--json", action="store_true", help="for programs: JSON instead of words")
    return made


def without_model(made: argparse.ArgumentParser) -> None:
    made.add_argument("--no-llm", action="store_true", help="without a language model, where no daemon runs that has one")


def moment(text: str) -> str:
    """What --now takes, refused before anything is loaded."""
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write it like 2026-11-22T15:10") from error
    return text


def settings(args: argparse.Namespace) -> tuple[config.Config, config.Paths]:
    """The configuration and the folders this command works with."""
    if getattr(args, "no_llm", False):
        os.environ["JARVISD_LLM__PROVIDER"] = ""  # read again whenever the configuration is
    where = config.paths(args.config, args.state)
    return config.load(where.config), where


def run(main: Coroutine[Any, Any, int], skip: bool = False) -> int:
    """Runs a command's work; Ctrl-C or SIGTERM ends it within two seconds whatever an engine's thread still does, a second one at once."""
    told: list[int] = []  # the signals that came
    with asyncio.Runner(loop_factory=clock.SkippingLoop if skip else None) as runner:
        loop = runner.get_loop()
        work: list[asyncio.Task[int]] = []

        def end(number: int, frame: object) -> None:
            if told:
                os._exit(128 + number)
            told.append(number)
            last = threading.Timer(_LAST_WORD, os._exit, (128 + number,))
            last.daemon = True
            last.start()
            loop.call_soon_threadsafe(lambda: [task.cancel() for task in work])

        async def working() -> int:
            task = asyncio.current_task()
            assert task is not None
            work.append(task)
            return await main

        before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(number) in _USUAL}
        try:
            return runner.run(working())
        except asyncio.CancelledError:
            if not told:
                raise
            raise SystemExit(128 + told[0]) from None
        finally:
            for number, usual in before.items():
                signal.signal(number, usual)


@contextmanager
def like_ctrl_c() -> Iterator[None]:
    """SIGTERM, or a terminal that is closed, ends the work inside as Ctrl-C does, so that it can take away what it left half-made."""
    ends = (signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.default_int_handler) for number in ends if signal.getsignal(number) in _USUAL}
    try:
        yield
    finally:
        for number, usual in before.items():
            signal.signal(number, usual)


def daemon_runs(where: config.Paths) -> bool:
    """A daemon owns the state folder and answers at its socket."""
    if not where.socket.is_socket():
        return False
    try:
        with lock.own(where.state):
            return False
    except (StateLocked, StorageError):  # another user's folder: its socket may still be open to a group
        return True


def answering(where: config.Paths) -> Path | None:
    """The socket of the daemon that takes our commands: our own, else the machine's, where we may use it. None where none runs."""
    if daemon_runs(where):
        return where.socket
    service = where.service
    return service if service is not None and service.is_socket() and os.access(service, os.W_OK) else None


@asynccontextmanager
async def door(settings: config.Config, where: config.Paths, needs: frozenset[str]) -> AsyncGenerator[Command, None]:
    """Where commands are given: to the daemon if one runs, else to a house that is built here from the parts that are needed."""
    with ExitStack() as owned:
        until: float | None = None
        while (socket := answering(where)) is None:
            from jarvisd import inside

            try:
                owned.enter_context(lock.own(where.state) if needs >= inside.MEMORY else nullcontext())
                break
            except StateLocked:  # by a daemon that is starting, or by another command
                if until is None:
                    until = time.monotonic() + _PATIENCE
                    print(f"jarvisd: another one is at work in {where.state}; waiting for it", file=sys.stderr)
                if time.monotonic() > until:
                    raise
                await asyncio.to_thread(time.sleep, _LOOK)  # real time, on a clock that skips too
        if socket is not None:
            yield lambda wanted: control.call(socket, wanted)
            return
        from jarvisd import house

        async with house.open_house(settings, where, needs) as built:
            yield lambda wanted: built.commands.table[wanted["do"]](wanted)


def login() -> str:
    """Names the login session this command was typed in, so that its questions are one talk."""
    return f"cli-{os.getuid()}-{os.environ.get('XDG_SESSION_ID') or os.getsid(0)}"
