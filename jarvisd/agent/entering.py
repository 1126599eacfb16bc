"""What is told with a day and an hour is offered to the calendar, where no language model would think of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jarvisd import when
from jarvisd.agent import Answer
from jarvisd.agent.answers import Line
from jarvisd.agent.calendaring import Calendaring, Sentences
from jarvisd.agent.confirm import Words
from jarvisd.agent.said import statements
from jarvisd.memory import Recall
from jarvisd.messages import Asks, Language, Part, Request, Text
from jarvisd.when import spans

NAME = "entering"
_OPEN = timedelta(seconds=60)  # in which the offer may be taken
_TITLE = 60  # characters: what is longer is a story


class Offers:
    """A responder, the last of all: "dentist on Friday at three pm", which nobody took."""

    name = NAME

    def __init__(self, sentences: Sequence[Sentences], now: Callable[[], datetime]) -> None:
        self._sentences = tuple(sentences)
        self._now = now

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(known.phrases.says["offer"], known.language) for known in self._sentences]

    async def consider(self, request: Request) -> Answer | None:
        at = request.at or self._now()
        known = next((known for known in self._sentences if known.language == request.language), None)
        return Offer(known.phrases.says["offer"], known.language) if known and _coming(request.text, known, at) else None


class Entering:
    """A responder, before the sentences of the house: takes the yes or no to what was offered in the turn before, and heard."""

    name = NAME

    def __init__(
        self, sentences: Sequence[Sentences], calendar: Calendaring, words: Words, recall: Recall, now: Callable[[], datetime]
    ) -> None:
        self._says = {known.language: known.phrases.says for known in sentences}
        self._calendar = calendar
        self._words = words
        self._recall = recall
        self._now = now

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(says["left"], language) for language, says in self._says.items()]

    async def consider(self, request: Request) -> Answer | None:
        at, verdict = request.at or self._now(), self._words.verdict(request)
        turns = await self._recall.last(request.conversation, 1) if verdict else ()
        offered = turns and turns[-1].by == NAME and timedelta() <= at - turns[-1].at <= _OPEN
        if not offered or turns[-1].answered not in [says["offer"] for says in self._says.values()]:
            return None
        language = turns[-1].language
        if verdict == "no":
            return Line(self._says[language]["left"], language, NAME)
        return self._calendar.enter(replace(request, text=turns[-1].asked, language=language, at=turns[-1].at))


@dataclass(frozen=True, slots=True)
class Offer:
    preview: str
    language: Language
    by: str = NAME
    exact: bool = False
    stops: bool = False

    async def parts(self) -> AsyncGenerator[Part, None]:
        yield Text(self.preview)
        yield Asks()


def _coming(text: str, known: Sentences, at: datetime) -> bool:
    """It tells of something on a day and at an hour still to come."""
    meaning = when.read(text, known.language, at)
    if meaning.refused or meaning.rule or meaning.start is None or known.past(text) or known.foreign(text):
        return False
    title = known.title(meaning.rest)
    return bool(title and len(title) <= _TITLE and statements(text) and all(spans.named(meaning.phrase, known.language)))
