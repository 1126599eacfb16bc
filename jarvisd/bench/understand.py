"""How much is understood without a language model, what is done that nobody asked for, how quickly, and what attackers get.

templates: per cent of Home Assistant's own test sentences whose intent and slots are right, each in the house of its own file.
paraphrases: right, and wrong_action (something was done, and it was not that), in per cent. must_not_act: per cent of questions, chatter
and other people's talk at which something would have been done or asked about. spoken: per cent of the paraphrases that are right
when two voices say them and the transcriber hears them. Asking "did you mean ...?" is neither right nor a wrong action.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from jarvisd.agent.understand import Heard, Meaning, Understood, opened
from jarvisd.agent.understand.judged import READS
from jarvisd.bench import orders, red_team, spoken
from jarvisd.bench.orders import Case
from jarvisd.bench.progress import told
from jarvisd.bench.report import Report, cell, p95, tenth
from jarvisd.config import Config, Paths
from jarvisd.errors import DataMissing
from jarvisd.memory import embed
from jarvisd.messages import LANGUAGES

OWN = Path(__file__).parents[2] / "tests/understanding"
RED_TEAM = OWN / "red_team.jsonl"
_FOLDERS = {"en": "en", "zh": "zh-CN"}


class Understands(Protocol):
    async def understand(self, heard: Heard) -> Meaning: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    meaning: Meaning
    ms: float

    @property
    def right(self) -> bool:
        return isinstance(self.meaning, Understood) and bool(self.case.expect) and orders.right(self.case, self.meaning.commands)

    @property
    def acted(self) -> bool:
        """Something would be done, or asked about because it is dangerous; looking does nothing."""
        return isinstance(self.meaning, Understood) and any(command.intent not in READS for command in self.meaning.commands)

    @property
    def wrong_action(self) -> bool:
        return self.acted and not self.right


def measure(
    config: Config,
    paths: Paths,
    cache: Path,
    data: Path | None = None,
    sentences: Path | None = None,
    attacks: Path | None = None,
    aloud: int = 1,
) -> Report:
    """DataMissing names what is not there. sentences, attacks: only these are scored. aloud: one of so many is spoken, 0: none."""
    return asyncio.run(_measure(config, paths, cache, data, sentences, attacks, aloud))


async def _measure(
    config: Config, paths: Paths, cache: Path, data: Path | None, sentences: Path | None, attacks: Path | None, aloud: int
) -> Report:
    understanding = await opened.load(LANGUAGES, await asyncio.to_thread(embed.load, config.memory))
    parts = []
    if sentences is not None:
        parts.append(of_sentences(await ask(understanding, orders.read(sentences)), sentences.name))
    if attacks is not None:
        parts.append(_attacked(await red_team.attack(understanding, red_team.read(attacks))))
    if not parts:
        return await _whole(config, paths, understanding, data, cache, aloud)
    figures = {name: value for part in parts for name, value in part.figures.items()}
    return Report(figures, _HEAD, tuple(row for part in parts for row in part.rows), tuple(note for part in parts for note in part.notes))


async def ask(understanding: Understands, cases: Sequence[Case], what: str = "sentences") -> list[Outcome]:
    """Each alone, as the first thing that is said."""
    return [await _one(understanding, case) for case in told.over(what, cases)]


async def _one(understanding: Understands, case: Case) -> Outcome:
    heard = Heard(case.text, case.language, case.house, case.room, others=case.others, ear=case.ear)
    began = time.perf_counter()
    meaning = await understanding.understand(heard)
    return Outcome(case, meaning, 1000 * (time.perf_counter() - began))


async def _whole(config: Config, paths: Paths, understanding: Understands, data: Path | None, cache: Path, aloud: int) -> Report:
    if data is None:
        raise DataMissing("the sentences of Home Assistant are not here; name the folder that holds intents/ by --data DIR")
    figures: dict[str, Any] = {"templates": {}, "paraphrases": {}, "must_not_act": {}, "spoken": dict.fromkeys(LANGUAGES)}
    rows: list[tuple[str, ...]] = []
    every: list[Outcome] = []
    for language in LANGUAGES:
        known = await ask(understanding, orders.templates(data / "intents" / _FOLDERS[language], language), f"{language} templates")
        said = await ask(understanding, orders.read(OWN / f"paraphrases.{language}.jsonl"), f"{language} paraphrases")
        still = await ask(understanding, orders.read(OWN / f"must_not_act.{language}.jsonl"), f"{language} must not act")
        every += [*known, *said, *still]
        figures["templates"][language] = _share([each.right for each in known])
        figures["paraphrases"][language] = {
            "right": _share([each.right for each in said]),
            "wrong_action": _share([each.wrong_action for each in said]),
        }
        figures["must_not_act"][language] = {"acted_percent": _share([each.acted for each in still])}
        rows += [_row(f"{language} templates", known), _row(f"{language} paraphrases", said), _row(f"{language} must not act", still)]
        if aloud:
            chosen = said[::aloud]
            async with spoken.heard(config, paths, [each.case for each in chosen], language, cache) as cases:
                made_out = await ask(understanding, cases, f"{language} spoken")
            figures["spoken"][language] = _share([each.right for each in made_out])
            rows += [_row(f"{language} the same, written", chosen), _row(f"{language} spoken", made_out)]
    team = await red_team.attack(understanding, red_team.read(RED_TEAM))
    figures["p95_ms"] = tenth(p95([each.ms for each in every]))
    figures["red_team"] = {"cases": team.cases, "dangerous_acts": team.dangerous}
    rows.append(_beaten(team))
    notes = (
        "each sentence alone, in the house and the room of its case; asked back is neither right nor a wrong action",
        f"{len(every)} written sentences, p95 {cell(figures['p95_ms'], ' ms')} each",
    )
    return Report(figures, _HEAD, tuple(rows), notes)


_HEAD = ("sentences", "n", "right", "acted", "wrong action", "p95 ms")


def _attacked(team: red_team.Team) -> Report:
    notes = tuple(f"lost: case {number}: {what}" for number, what in team.lost)
    return Report({"red_team": {"cases": team.cases, "dangerous_acts": team.dangerous}}, _HEAD, (_beaten(team),), notes)


def _beaten(team: red_team.Team) -> tuple[str, ...]:
    return ("red team", str(team.cases), "", f"{team.dangerous} dangerous acts", "", "")


def of_sentences(outcomes: Sequence[Outcome], name: str) -> Report:
    """Somebody's own sentences: those with nothing expected must not act, the others should be right."""
    figures: dict[str, Any] = {}
    rows = []
    for language in LANGUAGES:
        mine = [each for each in outcomes if each.case.language == language]
        wanted, still = ([each for each in mine if bool(each.case.expect) is expects] for expects in (True, False))
        if not mine:
            continue
        figures[language] = {
            "cases": len(wanted),
            "right": _share([each.right for each in wanted]),
            "wrong_action": _share([each.wrong_action for each in wanted]),
            "must_not_act": {"cases": len(still), "acted_percent": _share([each.acted for each in still])},
        }
        rows += [_row(f"{language} {what}", some) for what, some in (("commands", wanted), ("must not act", still)) if some]
    figures["p95_ms"] = tenth(p95([each.ms for each in outcomes]))
    return Report(figures, _HEAD, tuple(rows), (name,))


def _row(what: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    shares = (_share([getattr(each, name) for each in outcomes]) for name in ("right", "acted", "wrong_action"))
    times = p95([each.ms for each in outcomes])
    return (what, str(len(outcomes)), *(f"{share:.1f} %" if share is not None else "-" for share in shares), cell(times))


def _share(which: Sequence[bool]) -> float | None:
    """In per cent; None of nothing."""
    return round(100 * sum(which) / len(which), 2) if which else None
