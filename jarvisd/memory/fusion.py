"""Several rankings as one, with what is known about where in a talk each row stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

K = 10  # small: the first places count much more than the others (measured; the usual 60 loses 3.5 points of R@10)
_FROM_BEFORE, _FROM_AFTER = 0.2, 0.3  # of a neighbour's score
_FROM_TALK, _OF_TALK = 0.2, 2  # of the sum of so many best scores of the same talk
_THEN = 2.0  # times the score of what was said at about the time that the question names
_NAMED = 2.0  # times the score of what was said by somebody whom the question names: people tell most about themselves


@dataclass(frozen=True, slots=True)
class Place:
    """Of a row among the rows of a talk; rows that were not found are none."""

    talk: int
    speaker: str = ""  # who said it, as far as known
    before: int | None = None
    after: int | None = None
    said: date | None = None


def fused(rankings: Sequence[tuple[float, Sequence[int]]], k: int = K) -> Mapping[int, float]:
    """Reciprocal rank fusion (Cormack et al., 2009): each weighted ranking of rows gives weight / (k + place), places from 1."""
    scores: dict[int, float] = {}
    for weight, rows in rankings:
        for place, row in enumerate(rows, 1):
            scores[row] = scores.get(row, 0.0) + weight / (k + place)
    return scores


def placed(
    scores: Mapping[int, float], places: Mapping[int, Place], named: Callable[[str], bool], then: Callable[[date], bool]
) -> Mapping[int, float]:
    """What was asked for often stands next to a hit, in a talk with other hits, and was said by the one whom the question names, at the
    time that it names."""
    found = dict(_spread(scores, places))
    for row, place in places.items():
        found[row] *= _NAMED if named(place.speaker) else 1.0
        found[row] *= _THEN if place.said is not None and then(place.said) else 1.0
    return _gathered(found, places)


def best(scores: Mapping[int, float], n: int) -> list[int]:
    """The n best rows; of equals the newest, which has the highest id."""
    return sorted(scores, key=lambda row: (scores[row], row), reverse=True)[:n]


def _spread(scores: Mapping[int, float], places: Mapping[int, Place]) -> Mapping[int, float]:
    """Each row's score, and shares of those of the rows before and after it."""

    def of(row: int | None) -> float:
        return 0.0 if row is None else scores.get(row, 0.0)

    found = dict(scores)
    for row, place in places.items():
        found[row] += _FROM_BEFORE * of(place.before) + _FROM_AFTER * of(place.after)
    return found


def _gathered(scores: Mapping[int, float], places: Mapping[int, Place]) -> Mapping[int, float]:
    """Each row's score, and a share of the best ones of its talk."""
    talks: dict[int, list[float]] = {}
    for row, place in places.items():
        talks.setdefault(place.talk, []).append(scores[row])
    of = {talk: _FROM_TALK * sum(sorted(found, reverse=True)[:_OF_TALK]) for talk, found in talks.items()}
    return {row: score + (of[places[row].talk] if row in places else 0.0) for row, score in scores.items()}
