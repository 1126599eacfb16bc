"""What a language model is given: the house's words first and unchanged, then the talk, the clock and the room last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jarvisd import when
from jarvisd.errors import ConfigError
from jarvisd.memory import Turn
from jarvisd.messages import LANGUAGES, Assistant, Language, Message, Request, System, User


def personas(folder: Path) -> dict[Language, str]:
    """Who it is, in every language: the beginning of every prompt, byte for byte the same, so that a server may keep what it read."""
    try:
        return {language: (folder / f"{language}.md").read_text(encoding="utf-8").strip() for language in LANGUAGES}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{folder}: the prompts cannot be read ({error})") from error


def build(persona: str, turns: Sequence[Turn], request: Request, at: datetime) -> list[Message]:
    """A message as it was sent once is sent the same ever after. Turns of which nothing was heard are left out."""
    messages: list[Message] = [System(persona)]
    for turn in turns:
        if turn.answered:
            messages += [User(_placed(turn.asked, turn.at, turn.room, turn.language)), Assistant(turn.answered)]
    return [*messages, User(_placed(request.text, at, request.caller.room, request.language))]


def _placed(text: str, at: datetime, room: str, language: Language) -> str:
    day, clock = when.day(at.date(), language), when.clock(at.time(), language)
    return f"{text}\n[{day}, {clock}{', ' + room if room else ''}]"
