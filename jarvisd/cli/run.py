"""jarvisd run: the daemon."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from typing import Any

from jarvisd.cli.common import command, run, settings, without_model

_EXAMPLES = """\
examples:
  jarvisd run                       listens to the microphone, answers, stays up; Ctrl-C ends it
  jarvisd run --no-voice            without ears and voice: only the command line and what comes later
  systemctl reload jarvisd          (SIGHUP) reads the configuration again, keeps the engines that did not change
"""


def add(commands: Any) -> None:
    made = command(commands, "run", "the daemon: hear, understand, answer, until it is told to end", _EXAMPLES)
    made.add_argument("--no-voice", action="store_true", help="load no speech engines and open no microphone")
    without_model(made)
    made.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    config, where = settings(args)
    stamped = "" if os.environ.get("JOURNAL_STREAM") else "%(asctime)s "  # the journal stamps its lines itself
    # A copy of it: PortAudio's package points file 2 at nothing while it looks for sound cards, and lines of that moment were lost.
    lines = os.fdopen(os.dup(sys.stderr.fileno()), "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(level=config.observe.log.upper(), format=stamped + "%(levelname)s %(message)s", stream=lines)
    if args.json:
        logging.getLogger().handlers[0].setFormatter(Rows())
    for noisy in ("httpx", "httpcore", "openai", "faster_whisper"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    from jarvisd import daemon

    status = run(_serve(daemon.serve(where, voice=not args.no_voice)))
    logging.shutdown()
    os._exit(status)  # all is closed and kept; to take the interpreter apart would cost a busy machine seconds of the two it has


class Rows(logging.Formatter):
    """One JSON object per line, whatever stands in it."""

    def format(self, record: logging.LogRecord) -> str:
        row = {"at": self.formatTime(record), "level": record.levelname, "from": record.name, "text": record.getMessage()}
        if record.exc_info:
            row["trace"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False)


async def _serve(serving: Any) -> int:
    await serving
    return 0
