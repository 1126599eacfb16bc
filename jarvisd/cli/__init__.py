"""The command line: one file per family of commands, each with add(commands) and a function that returns the exit status."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
from collections.abc import Sequence

from jarvisd import __version__
from jarvisd.errors import JarvisError

FAMILIES = (
    "run", "hear", "ask", "say", "transcribe", "memory", "reminders", "tools", "jobs", "audit",
    "when", "explain", "batch", "models", "wake", "config", "doctor", "service", "bench",
)  # fmt: skip
_EPILOG = """\
examples:
  jarvisd run                                  the daemon: listens, answers, stays up
  jarvisd hear question.wav --reply answer.wav speak a sound file to it, keep what it says
  jarvisd ask "what time is it?"               the same mind, by text
  jarvisd doctor                               what is there, what is missing, what mends it
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line, with the help of every command."""
    top = argparse.ArgumentParser(
        "jarvisd",
        description='A voice assistant for the home. Say "Jarvis".',
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"jarvisd {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for family in FAMILIES:
        importlib.import_module(f"jarvisd.cli.{family}").add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> None:
    """Exit status: 0 done, 1 an error with a sentence on stderr, 2 a wrong call, 130 after Ctrl-C; hear adds 3."""
    try:
        args = _parsed(arguments)
        status = int(args.run(args))
    except JarvisError as error:
        print(f"jarvisd: {error}", file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        sys.stderr.close()
        status = 141
    raise SystemExit(status)


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Reads every command's file. In that half second Ctrl-C just ends the program: an exception may break what is being loaded."""
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if usual:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return parser().parse_args(arguments)
    finally:
        if usual:
            signal.signal(signal.SIGINT, signal.default_int_handler)
