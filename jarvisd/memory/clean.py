"""Text as it is kept and read: only what a person can see in it."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"  # parts of words in some scripts, and of emoji
# Letters and marks that show nothing, so that words can hide behind them.
_SMUGGLING = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0e\uffa0\U000e0100-\U000e01ef]")
_EMOJI = range(0x1F000, 0x1FB00)  # of which new ones come every year, not known to this Python yet
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85]")


def seen(sign: str) -> bool:
    """It shows, or is a tab or a line break; no control, no turn of direction, nothing that takes no room, no half or private sign."""
    if sign in "\n\t" or sign in _JOINERS:
        return True
    kind = unicodedata.category(sign)
    if kind == "Cn":
        return ord(sign) in _EMOJI
    return kind not in ("Cc", "Cf", "Cs", "Co") and not _SMUGGLING.match(sign)


def visible(text: str) -> str:
    """Without what cannot be seen, with plain line breaks: it reads the same to a model and to whoever looks at it."""
    text = _BREAKS.sub("\n", text)
    unseen = [ord(sign) for sign in set(text) if not seen(sign)]
    return text.translate(dict.fromkeys(unseen)) if unseen else text


def clean(text: str) -> str:
    """What is visible, without blanks around it."""
    return visible(text).strip()
