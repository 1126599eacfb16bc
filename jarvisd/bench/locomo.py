"""LoCoMo: ten long conversations, kept as turns, with questions and the utterances that answer them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from jarvisd.errors import DataMissing
from jarvisd.memory import Turn

HELD = 5  # of the ten conversations; nothing is tuned on these last ones
CATEGORIES = {1: "several hops", 2: "time", 3: "open domain", 4: "one hop"}  # 5 asks for what was never said

_EVIDENCE = re.compile(r"D:?(\d+):(\d+)")
_STEP = timedelta(seconds=20)  # between two utterances of a session


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance, and the session it stands in."""

    name: str  # D3:11
    session: int
    turn: Turn


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    category: int
    evidence: frozenset[str]


@dataclass(frozen=True, slots=True)
class Talk:
    name: str
    said: tuple[Said, ...]
    asked: tuple[Asked, ...]


def talks(data: Path) -> Sequence[Talk]:
    """DataMissing where the file is not there."""
    path = data / "locomo10.json"
    if not path.is_file():
        raise DataMissing(f"{path}: no such file; it is LoCoMo's locomo10.json (snap-research/locomo)")
    return [_talk(str(number), talk) for number, talk in enumerate(json.loads(path.read_text(encoding="utf-8")))]


def _talk(name: str, talk: Mapping[str, Any]) -> Talk:
    said = tuple(_said(name, talk["conversation"]))
    known = {one.name for one in said}
    asked = []
    for question in talk["qa"]:
        named = {f"D{int(a)}:{int(b)}" for part in question.get("evidence") or () for a, b in _EVIDENCE.findall(part)}
        if question["category"] in CATEGORIES and named & known:
            asked.append(Asked(question["question"], question["category"], frozenset(named & known)))
    return Talk(name, said, tuple(asked))


def _said(name: str, conversation: Mapping[str, Any]) -> Iterator[Said]:
    """Not the field `query`, which was made from the pictures and knows the answers."""
    numbers = sorted(int(key.removeprefix("session_")) for key, value in conversation.items() if isinstance(value, list))
    for session in numbers:
        at = datetime.strptime(conversation[f"session_{session}_date_time"], "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)
        for number, one in enumerate(conversation[f"session_{session}"]):
            photo = f" [photo: {one['blip_caption']}]" if one.get("blip_caption") else ""
            text = f"{one.get('text') or ''}{photo}"
            turn = Turn(at + number * _STEP, name, one["speaker"], "", "en", text, "", "")
            yield Said(one["dia_id"], session, turn)
