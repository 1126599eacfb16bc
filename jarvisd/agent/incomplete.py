"""A call of reminding that is not whole yet: what of it is known, which question its answer completes, as it is kept meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from jarvisd.messages import Language
from jarvisd.when import Meaning


@dataclass(frozen=True, slots=True)
class Open:
    """A question of ours that the next sentence may answer."""

    what: Literal["half", "when", "which"]
    tool: str
    arguments: Mapping[str, Any]
    meaning: Meaning
    language: Language

    def about(self) -> Mapping[str, Any]:
        """As JSON holds it."""
        start = self.meaning.start.isoformat() if self.meaning.start else None
        meaning = {"start": start, "rule": self.meaning.rule, "workdays": self.meaning.workdays, "phrase": self.meaning.phrase}
        asked = {"what": self.what, "tool": self.tool, "language": self.language}
        return {**asked, "arguments": dict(self.arguments), "meaning": meaning}


def opened(about: Mapping[str, Any], now: datetime) -> Open:
    """As it was kept; its time in the zone of now."""
    said = about["meaning"]
    start = datetime.fromisoformat(said["start"]).astimezone(now.tzinfo) if said["start"] else None
    return Open(about["what"], about["tool"], about["arguments"], Meaning(**{**said, "start": start}), about["language"])
