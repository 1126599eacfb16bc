"""MemoryBank (zh): what fifteen people said in ten days, with questions, and our own list of the turns that answer them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jarvisd.errors import DataMissing
from jarvisd.memory import Turn

GOLD = Path(__file__).parent / "memorybank_gold.json"  # [person][question] -> numbers of the turns, counted from 0 over all days

_STEP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    evidence: frozenset[int]


@dataclass(frozen=True, slots=True)
class Person:
    turns: tuple[Turn, ...]
    asked: tuple[Asked, ...]


def people(data: Path) -> list[Person]:
    """DataMissing where the files are not there."""
    folder = data / "memorybank_cn"
    try:
        said = json.loads((folder / "memory_bank_cn.json").read_text(encoding="utf-8"))
        lines = (folder / "probing_questions_cn.jsonl").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataMissing(f"{folder}: no MemoryBank there (memory_bank_cn.json, probing_questions_cn.jsonl)") from error
    questions = {name: asked for line in lines if line.strip() for name, asked in json.loads(line).items()}
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    made = []
    for name, answers in zip(questions, gold, strict=True):
        asked = [Asked(text, frozenset(numbers)) for text, numbers in zip(questions[name], answers, strict=True)]
        made.append(Person(tuple(_turns(name, said[name]["history"])), tuple(asked)))
    return made


def _turns(name: str, days: dict[str, list[dict[str, str]]]) -> list[Turn]:
    made = []
    for day, turns in days.items():
        at = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
        for number, turn in enumerate(turns):
            made.append(Turn(at + number * _STEP, name, "", "", "zh", turn["query"], turn["response"], ""))
    return made
