"""Several things between which somebody is to choose."""

from __future__ import annotations

from collections.abc import Sequence

from jarvisd.messages import Language


def either(names: Sequence[str], language: Language) -> str:
    """A, B or C; A、B，还是C."""
    *most, last = names
    if not most:
        return last
    return f"{'、'.join(most)}，还是{last}" if language == "zh" else f"{', '.join(most)} or {last}"
