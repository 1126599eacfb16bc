"""A bit more or less of something: the last that a thing reported and a step on from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jarvisd.errors import HomeTrouble
from jarvisd.tools.home import Entity


@dataclass(frozen=True, slots=True)
class Scale:
    """What can be changed by a step: brightness_step of brightness."""

    slot: str
    attribute: str  # in which it is reported
    units: float  # of the attribute that make one of the slot
    step: float  # what "up" adds
    low: float
    high: float


_SCALES = (
    Scale("brightness", "brightness", 2.55, 20, 1, 100),
    Scale("temperature", "temperature", 1, 1, -50, 100),  # the thing's own bounds are nearer
    Scale("percentage", "percentage", 1, 20, 1, 100),
    Scale("position", "current_position", 1, 20, 0, 100),
)
STEP: Mapping[str, Any] = {"type": ["string", "number"], "description": '"up", "down", or how much to add, instead of an amount'}


def absolute(slots: Mapping[str, Any], thing: Entity) -> Mapping[str, Any]:
    """The same with the amount that a step leads to. HomeTrouble where the thing does not report where it stands, or it is no number."""
    scale = next((scale for scale in _SCALES if slots.get(f"{scale.slot}_step") is not None), None)
    if scale is None or slots.get(scale.slot) is not None:
        return slots
    said = slots[f"{scale.slot}_step"]
    by = {"up": scale.step, "down": -scale.step}.get(str(said))
    try:
        by = float(said) if by is None else by
    except (TypeError, ValueError):
        raise HomeTrouble("no_number", name=str(said)) from None
    now = thing.attributes.get(scale.attribute)
    if now is None and thing.state == "off":
        now = 0.0  # what is off is not bright and does not turn
    if not isinstance(now, int | float):
        raise HomeTrouble("no_report", name=thing.name)
    amount = min(scale.high, max(scale.low, round(now / scale.units + by, 1)))
    return {**slots, scale.slot: amount}
