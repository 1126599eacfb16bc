"""What the command line can have explained: how a sentence is understood, step by step; nothing is done."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import asdict
from typing import Any

from jarvisd.agent.understand import Command as Meant
from jarvisd.agent.understand import Doubt, Heard, Meaning, Nameless, Understood
from jarvisd.agent.understand.order import Understanding
from jarvisd.errors import ControlError
from jarvisd.messages import LANGUAGES, Language
from jarvisd.text import language_of
from jarvisd.tools.home import Home
from jarvisd.web.control import Command, Row


class ExplainCommands:
    def __init__(self, understanding: Understanding, home: Home, language: Language) -> None:
        self._understanding = understanding
        self._home = home
        self._language = language

    @property
    def table(self) -> Mapping[str, Command]:
        return {"explain": self.explain}

    async def explain(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"text", "language"?, "room"?} -> {"by", "of", "thought", "ms"} a step, then {"meaning", "commands" or what is missing, "ms"}."""
        text = str(wanted["text"])
        language = wanted.get("language") or language_of(text, self._language)
        if language not in LANGUAGES:
            raise ControlError(f"language {language!r} is not known; known: {', '.join(LANGUAGES)}")
        heard = Heard(text, language, self._home.house, str(wanted.get("room") or ""))
        explained = await self._understanding.explain(heard)
        for step in explained.steps:
            yield {**asdict(step), "ms": round(step.ms, 2)}
        yield {**shown(explained.meaning), "ms": round(explained.ms, 2)}


def shown(meaning: Meaning) -> Row:
    """What programs read."""
    match meaning:
        case Understood(commands):
            return {"meaning": "understood", "commands": [_command(command) for command in commands]}
        case Doubt(commands):
            return {"meaning": "doubt", "commands": [_command(command) for command in commands]}
        case Nameless(name, kind, among):
            return {"meaning": "nameless", "name": name, "kind": kind, "among": list(among)}
    return {"meaning": "none"}


def _command(command: Meant) -> Row:
    return {
        "intent": command.intent,
        "slots": dict(command.slots),
        "score": round(command.score, 3),
        "how": command.how,
        "why": command.why,
    }
