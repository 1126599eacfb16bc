"""Asks the language model; takes whatever nobody before it took."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from jarvisd.agent import Answer, prompt
from jarvisd.config import shipped
from jarvisd.llm import Model
from jarvisd.memory import Recall
from jarvisd.messages import Asks, Language, Message, Part, Request, Text

NAME = "llm"
_TURNS = 6  # turns of the talk that go along
_TALK = timedelta(hours=1)  # what was said before that is another talk


class Chat:
    """A plain answer, streamed: no tools, no memory but the talk itself."""

    name = NAME

    def __init__(self, model: Model, recall: Recall, now: Callable[[], datetime], folder: Path | None = None) -> None:
        self._model = model
        self._recall = recall
        self._now = now
        self._personas = prompt.personas(folder or shipped("config/prompts"))

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return ()

    async def consider(self, request: Request) -> Answer | None:
        at = request.at or self._now()
        turns = [turn for turn in await self._recall.last(request.conversation, _TURNS) if at - turn.at < _TALK]
        persona = self._personas.get(request.language, self._personas["en"])
        return Thought(self._model, tuple(prompt.build(persona, turns, request, at)), request.language)


@dataclass(frozen=True, slots=True)
class Thought:
    """What the model says, as it says it."""

    model: Model
    messages: tuple[Message, ...]
    language: Language
    by: str = NAME
    preview: None = None
    exact: bool = False
    stops: bool = False

    async def parts(self) -> AsyncGenerator[Part, None]:
        text = ""
        async with aclosing(self.model.stream(self.messages)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Text):
                    text += piece.text
                yield piece
        if text.rstrip(" \n\t\"'”’）)*_").endswith(("?", "？")):
            yield Asks()
