"""jarvisd batch: the same question about each line of a file, answered in a form that is known beforehand."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jarvisd import lock
from jarvisd.cli import bar
from jarvisd.cli.common import command, run, settings
from jarvisd.errors import ConfigError, LanguageModelError, StateLocked, StorageError

if TYPE_CHECKING:
    from jarvisd.agent.jobs import Outcome

_EPILOG = """\
examples:
  jarvisd batch --schema shape.json --prompt "Who wrote this, and when?" letters.jsonl --out answers.jsonl
  jarvisd batch --schema shape.json --prompt 是谁写的？ letters.jsonl --out answers.jsonl --at-once 8

Each line of the input is a JSON value: a text, or an object that the model sees as JSON. Each line of the output holds the item and
the value, in the order of the input. What got no answer of that form is in OUT.failed. Killed, or with failures, it leaves OUT.run behind:
the same command then asks only what was not answered. It asks the configured language model itself, beside a daemon that runs.
"""


def add(commands: Any) -> None:
    made = command(commands, "batch", "asks a language model the same about each line of a file", _EPILOG)
    made.add_argument("items", type=Path, metavar="ITEMS", help="a file of JSON lines")
    made.add_argument("--schema", type=Path, required=True, metavar="FILE", help="a JSON Schema: the form of each answer")
    made.add_argument("--prompt", required=True, metavar="TEXT", help="what is asked about each item")
    made.add_argument("--out", type=Path, required=True, metavar="FILE", help="JSON lines; it appears when all have been asked")
    made.add_argument("--at-once", type=int, metavar="N", help="so many side by side (default 4; 1 on this machine's own model)")
    made.set_defaults(run=lambda args: run(_batch(args)))


async def _batch(args: argparse.Namespace) -> int:
    config, where = settings(args)
    from jarvisd import llm
    from jarvisd.agent.jobs import AT_ONCE, Question, ask_each
    from jarvisd.agent.once import check
    from jarvisd.database import open_database
    from jarvisd.memory.runs import Runs
    from jarvisd.model_store import Store

    schema = _value(_read(args.schema), str(args.schema))
    check(schema)
    lines = enumerate(_read(args.items).split("\n"), 1)
    items = [_value(line, f"{args.items}, line {number}") for number, line in lines if line.strip()]
    kept: Path = args.out.with_name(f"{args.out.name}.run")
    if args.out.exists() and not kept.exists():
        raise ConfigError(f"{args.out} is there already; name another file, or take it away")
    at_once = args.at_once or (1 if config.llm.provider == llm.EMBEDDED else AT_ONCE)
    model = llm.load(config.llm, os.environ, Store(where.models).path)
    if model is None:
        raise LanguageModelError("there is no language model to ask: [llm] provider names one; jarvisd doctor says what is wrong with it")

    def tell(done: int, failed: int, everything: int) -> None:
        bar.draw(done, everything, f", {failed} failed" if failed else "")

    try:
        with lock.own(kept):
            async with open_database(kept / "run.db") as database:
                runs = Runs(database, lambda: datetime.now(UTC))
                before = await runs.start() or await runs.all("failed")
                async with runs.resume(before[0].id) if before else runs.begin("batch") as steps:
                    outcomes = await ask_each(model, Question(args.prompt, schema), items, steps, at_once, tell)
                    _keep(args.out, outcomes)  # before the run is done: a disk that is full loses no answer
    except StateLocked as error:
        raise StateLocked(f"{args.out} is being made by another jarvisd batch; wait for it, or name another file") from error
    finally:
        bar.clear()
        await model.close()
    shutil.rmtree(kept)
    print(json.dumps({"items": len(items), "out": str(args.out)}) if args.json else f"{len(items)} answers are in {args.out}")
    return 0


def _keep(out: Path, outcomes: Sequence[Outcome]) -> None:
    """LanguageModelError where some got no answer."""
    failed = [{"item": outcome.item, "error": outcome.error} for outcome in outcomes if outcome.error]
    apart = out.with_name(f"{out.name}.failed")
    _write(out, [{"item": outcome.item, "value": outcome.value} for outcome in outcomes if not outcome.error])
    if failed:
        _write(apart, failed)
        raise LanguageModelError(f"{len(failed)} of {len(outcomes)} got no answer; {apart} says why. The same command asks them once more")
    apart.unlink(missing_ok=True)


def _write(file: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Whole, or not at all."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8", errors="replace")
        part.replace(file)
    except OSError as error:
        raise StorageError(f"{file} cannot be written ({error.strerror}); the answers are kept, the same command tries again") from error


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read ({error})") from error


def _value(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ConfigError(f"{where} is no JSON ({error})") from error
