"""What a bench found: one object for programs, one table for people."""

from __future__ import annotations

import math
import statistics
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Report:
    figures: Mapping[str, Any]  # exactly what --json prints
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()  # what a reader must know to judge the figures; on stderr with --json

    def table(self) -> str:
        """Columns as wide as their widest cell, the first to the left and the others to the right."""
        lines = [self.head, *self.rows]
        wide = [max(_width(line[i]) for line in lines) for i in range(len(self.head))]
        lines.insert(1, tuple("-" * width for width in wide))
        return "\n".join("  ".join(_pad(cell, wide[i], i > 0) for i, cell in enumerate(line)).rstrip() for line in lines)


def median(values: Sequence[float]) -> float:
    return float(statistics.median(values)) if values else math.nan


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed (nearest rank: of 20, the nineteenth)."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1] if values else math.nan


def tenth(value: float) -> float | None:
    """For an object that programs read: one decimal, null where nothing was measured (JSON knows no NaN)."""
    return None if math.isnan(value) else round(value, 1)


def cell(value: float | None, unit: str = "") -> str:
    return "-" if value is None or math.isnan(value) else f"{value:.1f}{unit}" if abs(value) < 20 else f"{value:.0f}{unit}"


def _width(text: str) -> int:
    """Places on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _pad(text: str, width: int, right: bool) -> str:
    room = " " * (width - _width(text))
    return room + text if right else text + room
