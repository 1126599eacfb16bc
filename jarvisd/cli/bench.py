"""jarvisd bench: measuring this machine and this version."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from jarvisd.bench.report import Report
from jarvisd.cli import common
from jarvisd.errors import DataMissing

BENCHES = {
    "latency": "spoken questions in English and Chinese, in real time: end of speech to first sound of the answer",
    "stt": "word errors and time on what people read out, beside stock faster-whisper (reads --data)",
    "memory": "what memory finds again, of how many rows, how quickly (reads --data; --quick leaves out the million rows)",
    "idle": "processor and memory while listening in a quiet room (--seconds)",
    "start": "start of the daemon to READY, everything fetched",
    "chain": "the same questions to Home Assistant's Wyoming servers, which are installed into the cache",
    "agent": "spoken-style requests to the configured language model: right tool, right arguments, first word (--cases)",
    "time": "phrases about time in English and Chinese: how many are understood, how many wrongly without a doubt (--cases)",
    "understand": "orders understood without a language model, what is done unasked, and attacks (reads --data; --sentences, --red-team)",
    "wake": "how often the name is missed, and heard where nobody said it (--positives, --negatives, --snr, --room, --seed)",
    "turns": "where the time of the last turns went, from the traces in the state folder",
}
_EPILOG = "\n".join(
    (
        "benches:",
        *(f"  {name:<11}{what}" for name, what in BENCHES.items()),
        "",
        "Measure on a machine that does nothing else:",
        "  jarvisd bench latency --json",
    )
)


def add(commands: Any) -> None:
    made = common.command(commands, "bench", "measure how quick, how right and how heavy it is", _EPILOG)
    made.add_argument("bench", choices=tuple(BENCHES), metavar="NAME", help="what to measure, see below")
    made.add_argument("--data", type=Path, metavar="DIR", help="recordings of people with their text (default: ../shared/data)")
    made.add_argument("--cases", type=Path, metavar="FILE", help="requests for agent, phrases for time, JSON lines (default: our own)")
    made.add_argument("--seconds", type=float, default=60.0, metavar="N", help="how long to watch an idle house (default: 60)")
    made.add_argument(
        "--quick",
        action="store_true",
        help="of memory: a hundred thousand rows are enough; of time: only the phrases; of understand: nothing is spoken",
    )
    made.add_argument(
        "--every",
        type=int,
        default=1,
        metavar="N",
        help="of understand: each Nth sentence is spoken; all of them take an hour (default: 1)",
    )
    made.add_argument(
        "--sentences", type=Path, metavar="FILE", help="of understand: only these, JSON lines: text, language, house, room, expect"
    )
    made.add_argument(
        "--red-team", type=Path, metavar="FILE", help="of understand: only these attacks, JSON lines: from, text, asks, obeys, house"
    )
    made.add_argument("--positives", type=Path, metavar="FOLDER", help="of wake: recordings that hold the name once")
    made.add_argument("--negatives", type=Path, metavar="FOLDER", help="of wake: recordings in which nobody says it, one folder a kind")
    made.add_argument("--snr", type=float, metavar="DB", help="of wake: noise so far below the calls (default: none)")
    made.add_argument("--room", action="store_true", help="of wake: the calls are heard in small rooms")
    made.add_argument("--seed", type=int, default=0, metavar="N", help="of wake: decides noise and rooms (default: 0)")
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit status 2 where what a bench measures on is missing."""
    try:
        report = _measure(args)
    except DataMissing as error:
        print(f"jarvisd: {error}", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(report.figures))
    else:
        print(report.table())
    print("", *report.notes, sep="\n", file=sys.stderr if args.json else sys.stdout)
    return 0


def _measure(args: argparse.Namespace) -> Report:
    from jarvisd.bench import agent, chain, idle, latency, memory, start, stt, time, turns, understand, wake

    config, paths = common.settings(args)
    options = ["--config", str(paths.config)] if paths.config else []
    match args.bench:
        case "latency":
            return latency.measure(options)
        case "stt":
            return stt.measure(config, paths, _data(args.data), _cache())
        case "memory":
            return memory.measure(config.memory, _data(args.data), _cache(), args.quick)
        case "idle":
            return idle.measure(args.seconds, options)
        case "start":
            return start.measure(options)
        case "time":
            return time.measure(args.cases, args.quick)
        case "understand":
            data = None if args.sentences or args.red_team else _data(args.data)
            return understand.measure(config, paths, _cache(), data, args.sentences, args.red_team, 0 if args.quick else args.every)
        case "agent":
            return agent.measure(config, paths, args.cases)
        case "wake":
            if args.positives is None and args.negatives is None:
                raise DataMissing("nothing to measure on: name recordings by --positives FOLDER or --negatives FOLDER")
            return wake.measure(config, paths, args.positives, args.negatives, args.snr, args.room, args.seed)
        case "chain":
            return chain.measure(config, paths, _cache(), options)
        case _:
            return turns.measure(paths.state)


def _data(named: Path | None) -> Path:
    """DIR, else the folder shared/data beside the checkout or beside the present folder."""
    places = [named] if named else [Path(__file__).parents[3] / "shared/data", Path.cwd().parent / "shared/data"]
    for place in places:
        if place.is_dir():
            return place
    raise DataMissing(f"{places[-1]}: no such folder; name the one that holds speech/ by --data DIR")


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jarvisd"
