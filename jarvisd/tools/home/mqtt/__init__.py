"""Things that speak MQTT, as they describe themselves: Home Assistant's discovery, or zigbee2mqtt's own list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Thing:
    """One entity. told: its discovery, every name of it written out."""

    domain: str  # "light"
    key: str  # by which it is known there: stays the same when it is called otherwise
    name: str
    area: str  # the name of its room; "" where it says none
    told: Mapping[str, Any] = field(default_factory=dict)
