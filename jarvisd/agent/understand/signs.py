"""The signs that stand for what was named, so that the words around it can be read alone."""

from __future__ import annotations

from typing import TypeAlias

THING, PLACE, NUMBER, COLOR, SCENE = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"

Span: TypeAlias = tuple[int, int]  # where something starts, and where it ends
