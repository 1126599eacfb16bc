"""How many phrases about time are understood, how late reminders ring, and what becomes of them where the process is killed.

right: start, rule, duration, ambiguous and refused are all as expected. Of what is to be asked back any start, rule and length will do
where none is named, of a rule for which no hour was said any start, of a day alone ("2027-10-13") any hour of it. Two rules are the same
that name the same times (rules.py). Where nothing at all is expected ("tell me a joke"), to refuse it is to say that no time was heard.
wrong_silently: a time is given that is not the expected one, and neither refused nor asked back. Both in per cent of all phrases of the
language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jarvisd import when
from jarvisd.bench import kills, rings, rules
from jarvisd.bench.report import Report, cell
from jarvisd.cli.when import shown
from jarvisd.errors import DataMissing
from jarvisd.messages import LANGUAGES, Language

_TESTS = Path(__file__).parents[2] / "tests/when"
CASES = tuple(
    _TESTS / f"{kind}_{language}.jsonl" for kind in ("phrases", "household", "fresh", "blind", "sealed") for language in LANGUAGES
)
RUNS = 100  # kills
_SHAPE = '{"text", "language", "now", "zone", "expect": {"start", "rule", "duration", "ambiguous", "refused"}, "held"}'
_NONE = {"start": None, "rule": None, "duration": None, "ambiguous": False, "refused": False}


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    language: Language
    now: datetime
    expect: Mapping[str, Any]  # as jarvisd when --json prints it; what is left out is null or false
    held: bool  # written last and not looked at while the reader was made

    def checked(self) -> None:
        """ValueError or TypeError where what is expected cannot be read."""
        if self.expect["start"]:
            datetime.fromisoformat(self.expect["start"])
        rules.same(self.expect["rule"], None, self.now)


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    got: Mapping[str, Any]

    @property
    def right(self) -> bool:
        expect = self.case.expect
        if not any(expect.values()):
            return not any(value for name, value in self.got.items() if name != "refused")
        names = ("start", "rule", "duration") if expect["ambiguous"] else ("start",) if expect["rule"] else ()
        free = [name for name in names if expect[name] is None]
        got = {**self.got, **dict.fromkeys(free)}
        if any(got[name] != expect[name] for name in ("duration", "ambiguous", "refused")):
            return False
        if expect["start"] and got["start"] and len(expect["start"]) == len("2027-10-13"):  # the bins are on Wednesday: no hour was said
            got["start"] = got["start"][: len(expect["start"])]
        starts = [datetime.fromisoformat(one["start"]) if one["start"] else None for one in (got, expect)]
        first = datetime.fromisoformat(self.got["start"]) if self.got["start"] else self.case.now
        return starts[0] == starts[1] and rules.same(got["rule"], expect["rule"], first.astimezone(self.case.now.tzinfo))

    @property
    def silent(self) -> bool:
        """Wrong, and said as if it were right."""
        return not (self.right or self.got["refused"] or self.got["ambiguous"])


def read(paths: Iterable[Path]) -> list[Case]:
    """DataMissing names the file that is not there or the line that is no case."""
    cases = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise DataMissing(f"{path}: cannot be read ({error}); name cases by --cases FILE") from error
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                zone = ZoneInfo(row.get("zone", "UTC"))
                now = datetime.fromisoformat(row["now"])
                now = now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)
                case = Case(row["text"], row["language"], now, {**_NONE, **row["expect"]}, row.get("held", False))
                case.checked()
            except (ValueError, KeyError, TypeError, AttributeError, ZoneInfoNotFoundError) as error:
                raise DataMissing(f"{path}:{number}: no case; write {_SHAPE}") from error
            if case.language not in LANGUAGES:
                raise DataMissing(f"{path}:{number}: language is en or zh")
            cases.append(case)
    return cases


def measure(cases: Path | None = None, quick: bool = False) -> Report:
    """DataMissing where the cases are not there: our own come with the source, not with the package."""
    phrases = report([outcome(case) for case in read((cases,) if cases else CASES)])
    if quick:
        return phrases
    with TemporaryDirectory() as folder:
        ring = rings.accuracy(Path(folder, "rings"))
        killed = kills.measure(Path(folder, "kills"), RUNS)
    figures = {"ring_p99_ms": round(ring, 1), "kills": {"runs": killed.runs, "lost": killed.lost, "doubled": killed.doubled}}
    rows = (
        ("rings late, p99, 1,000 pending", "", cell(ring, " ms"), ""),
        ("killed", str(killed.runs), f"{killed.lost} lost", f"{killed.doubled} doubled"),
    )
    return Report({**phrases.figures, **figures}, phrases.head, (*phrases.rows, *rows), phrases.notes)


def outcome(case: Case) -> Outcome:
    return Outcome(case, shown(when.read(case.text, case.language, case.now, asked=True)))


def report(outcomes: Sequence[Outcome]) -> Report:
    figures: dict[str, Any] = {}
    rows = []
    for language in LANGUAGES:
        mine = [one for one in outcomes if one.case.language == language]
        for what, some in (("all", mine), ("held", [one for one in mine if one.case.held])):
            if not some:
                continue
            right, silent = (100 * sum(which) / len(some) for which in ([one.right for one in some], [one.silent for one in some]))
            rows.append((f"{language} {what}", str(len(some)), cell(right, " %"), cell(silent, " %")))
            if what == "all":
                figures[language] = {"right": round(right, 2), "wrong_silently": round(silent, 2)}
    missed = [f"missed: {one.case.text} -> {_told(one.got)}" for one in outcomes if not one.right]
    note = "held: written last, not looked at while the reader was made"
    return Report({"phrases": figures}, ("phrases", "n", "right", "wrong silently"), tuple(rows), (note, *missed))


def _told(got: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in got.items() if value) or "nothing"
