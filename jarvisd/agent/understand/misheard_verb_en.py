"""The verb at the head of an English order, as a small transcriber writes it: "plus the curtains" is "close the curtains"."""

from __future__ import annotations

from collections.abc import Iterator

from jarvisd.agent.understand.sounds_en import unlike

# By how they sound as one word, too: "purnoff" is "turn off".
_VERBS = (
    "turn on", "turn off", "turn", "switch on", "switch off", "switch", "close", "open", "start", "stop", "lock", "unlock", "lower", "raise", "play", "pause",
    "skip", "dim", "mute", "arm", "disarm", "draw", "shut", "activate", "cancel", "resume",
)  # fmt: skip
_SHORTEST = 4  # letters of what is taken for one
_NEAR = 0.34  # how unlike it a word may sound
_MOST = 3


def led(text: str) -> Iterator[str]:
    """With the verbs that its first word sounds like, the nearest first; text in small letters, without a mark at its end."""
    first, _, rest = text.partition(" ")
    if len(first) < _SHORTEST or not rest or first in _VERBS:
        return
    near = sorted((unlike(first, verb.replace(" ", "")), verb) for verb in _VERBS if first not in verb.split())
    for far, verb in near[:_MOST]:
        if far <= _NEAR:
            yield f"{verb} {rest}"
