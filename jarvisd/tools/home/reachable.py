"""Whether the home can be asked, and which room is meant where none was named."""

from __future__ import annotations

from jarvisd.errors import HomeTrouble
from jarvisd.tools import Arguments, Asked
from jarvisd.tools.home import Home


def reachable(home: Home) -> None:
    """HomeTrouble where nobody can be asked."""
    if not home.available:
        trouble = getattr(home, "trouble", None)
        raise trouble if isinstance(trouble, HomeTrouble) else HomeTrouble("unreachable")


def room(slots: Arguments, asked: Asked, one: bool) -> str:
    """Where it is meant, if nothing else was said.

    A person's own sentence says by its slots whether the room they are in is meant; a model that names no place means it, and so
    does whoever names no thing where only one can be meant.
    """
    given = str(slots.get("preferred_area") or "")
    return given or (asked.caller.room if one or asked.by == "model" else "")
