"""Several rankings as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

K = 10  # small: the first places count much more than the others (measured; the usual 60 loses 3.5 points of R@10)
_FROM_BEFORE, _FROM_AFTER = 0.2, 0.3  # of a neighbour's score


def fused(rankings: Sequence[tuple[float, Sequence[int]]], k: int = K) -> Mapping[int, float]:
    """Reciprocal rank fusion (Cormack et al., 2009): each weighted ranking of rows gives weight / (k + place), places from 1."""
    scores: dict[int, float] = {}
    for weight, rows in rankings:
        for place, row in enumerate(rows, 1):
            scores[row] = scores.get(row, 0.0) + weight / (k + place)
    return scores


def spread(scores: Mapping[int, float], beside: Mapping[int, tuple[int | None, int | None]]) -> Mapping[int, float]:
    """Each row's score, and shares of those of the rows before and after it: what was asked for often stands next to a hit."""
    nothing = (None, None)

    def of(row: int | None) -> float:
        return 0.0 if row is None else scores.get(row, 0.0)

    return {
        row: score + _FROM_BEFORE * of(beside.get(row, nothing)[0]) + _FROM_AFTER * of(beside.get(row, nothing)[1])
        for row, score in scores.items()
    }


def best(scores: Mapping[int, float], n: int) -> list[int]:
    """The n best rows; of equals the newest, which has the highest id."""
    return sorted(scores, key=lambda row: (scores[row], row), reverse=True)[:n]
