"""Says what the house proposes when it is asked to, one at a time: the question of the first that waits."""

from __future__ import annotations

import re
import uuid
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from jarvisd.agent import Answer, answers
from jarvisd.agent.sheets import sheet
from jarvisd.errors import ConfigError
from jarvisd.memory.proposals import Proposal, Proposals
from jarvisd.messages import Language, Part, Request, Text, ToolCall
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.proposals import ACCEPT, ProposalTools

NAME = "proposing"
_ENDS = " \t\r\n.!。！?？,，;；:：…"


class Phrases:
    """How it is asked for and what is said where there is nothing, of `config/proposing.yaml`. ConfigError where it is none."""

    def __init__(self, path: Path) -> None:
        try:
            table = sheet(path)
            self._asks = {language: [re.compile(text, re.IGNORECASE) for text in row["asks"]] for language, row in table.items()}
            self.none: dict[Language, str] = {language: str(row["none"]) for language, row in table.items()}
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError, re.error) as error:
            raise ConfigError(f"{path}: not a file of what is said to hear proposals ({error!r})") from error

    def language(self, text: str) -> Language | None:
        """In which it is asked for; None: it is not."""
        said = " ".join(text.replace("’", "'").split()).strip(_ENDS)
        return next((language for language, asks in self._asks.items() if any(ask.fullmatch(said) for ask in asks)), None)


class Proposing:
    """A responder. Its question is parked by the bus: the next turn's yes accepts, a no leaves it asked."""

    name = NAME

    def __init__(self, phrases: Phrases, proposals: Proposals, tools: ProposalTools, bus: Bus, now: Callable[[], datetime]) -> None:
        self._phrases = phrases
        self._proposals = proposals
        self._tools = tools
        self._bus = bus
        self._now = now

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(text, language) for language, text in self._phrases.none.items()]

    async def consider(self, request: Request) -> Answer | None:
        language = self._phrases.language(request.text)
        if language is None:
            return None
        waiting = await self._proposals.waiting()
        asked = Asked(request.caller, request.conversation, language, request.at or self._now())
        return Proposed(waiting[0] if waiting else None, self._phrases.none[language], asked, self._proposals, self._tools, self._bus)


@dataclass(frozen=True, slots=True)
class Proposed:
    """The question, word for word as it was thought of; or that there is none."""

    proposal: Proposal | None
    none: str
    asked: Asked
    proposals: Proposals
    tools: ProposalTools
    bus: Bus
    by: str = NAME
    preview: None = None
    exact: bool = True
    stops: bool = False

    @property
    def language(self) -> Language:
        return self.proposal.language if self.proposal else self.asked.language

    async def parts(self) -> AsyncGenerator[Part, None]:
        if self.proposal is None:
            yield Text(self.none)
            return
        call = ToolCall(uuid.uuid4().hex, ACCEPT, {"id": self.proposal.id})
        yield call
        self.tools.name(self.proposal)
        result = await self.bus.call(call, self.asked)
        yield result
        question = answers.question(result)
        for part in question or (Text(result.error or self.none),):
            yield part
        if question:
            await self.proposals.asked(self.proposal.id)
