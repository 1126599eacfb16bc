"""Things that are named one after the other, of which nobody heard the pauses."""

from __future__ import annotations

import re

from jarvisd.agent.understand.signs import PLACE, THING

_BESIDE = re.compile(rf"{THING}+(?= (?:the|my|our) (?:{PLACE}+ )?{THING}+(?: {THING}+)*(?:,| and (?:the |my |our )?(?:{PLACE}+ )?{THING}))")


def parted(text: str, signs: str) -> str:
    """ "The tv the fan and the lamp" with a comma where nobody said one."""
    at, parts = 0, []
    for beside in _BESIDE.finditer(signs):
        parts += [text[at : beside.end()], ","]
        at = beside.end()
    return "".join([*parts, text[at:]])
