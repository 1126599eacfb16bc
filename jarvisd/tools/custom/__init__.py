"""The household's own tools, from a folder of files. What such a file may import from us stands here, and nothing heavy.

    from jarvisd.tools.custom import risk

    @risk("reversible")
    def feed_cat(grams: int = 30) -> str:
        "Feeds the cat."
        return f"{grams} g are in the bowl"

Without a word the risk is RISK of the file, else sensitive. What a tool brings counts as written by others, unless TRUSTED = True stands
in the file or trusted=True beside the risk. TIMEOUT is how many seconds a call may take.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def risk(level: str, trusted: bool | None = None) -> Callable[[Function], Function]:
    """Says what happens if a call was a mistake: read, reversible, sensitive or dangerous."""

    def mark(function: Function) -> Function:
        setattr(function, MARK, (level, trusted))
        return function

    return mark


MARK = "__jarvisd_risk__"
