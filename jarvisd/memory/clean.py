"""Text as it is kept: only what a person can see in it."""

from __future__ import annotations

import re

# Control characters but tab and line break; marks that turn the direction of writing, take no room or are invisible tags: with them a
# text reads otherwise to a model than to whoever looks at it. Half surrogates cannot be stored at all.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """Without what cannot be seen, with plain line breaks."""
    return _UNSEEN.sub("", re.sub("\r\n?|[\u2028\u2029\x85]", "\n", text))


def clean(text: str) -> str:
    """What is visible, without blanks around it."""
    return visible(text).strip()
