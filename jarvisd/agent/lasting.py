"""Something is on, off or open for a while: done now, and undone by a routine at the end: "the fan on for half an hour", 风扇开半小时."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jarvisd import when
from jarvisd.agent import Answer
from jarvisd.agent.acting import Acting, Deeds
from jarvisd.agent.moments import arguments_of
from jarvisd.agent.understand import Command
from jarvisd.messages import Language, Part, Request, Text, ToolCall, ToolResult
from jarvisd.tools import Risk
from jarvisd.when import Meaning

NAME = "lasting"
_BACK = {"HassTurnOn": "HassTurnOff", "HassTurnOff": "HassTurnOn"}
_LEAST, _MOST = timedelta(seconds=10), timedelta(days=1)


class Lasting:
    """A responder, before the one that acts. Nothing dangerous is begun or ended so: nobody would be there to say yes."""

    name = NAME

    def __init__(self, acting: Acting, now: Callable[[], datetime]) -> None:
        self._acting = acting
        self._now = now

    def fixed(self) -> tuple[()]:
        return ()

    async def consider(self, request: Request) -> Answer | None:
        at, language = request.at or self._now(), request.language
        meaning = when.read(request.text, "zh" if language == "zh" else "en", at)
        if meaning.refused or meaning.start or meaning.rule or not meaning.rest or not meaning.duration:
            return None
        if not _LEAST <= meaning.duration <= _MOST:
            return None
        deeds = await self._deeds(replace(request, text=meaning.rest))
        if deeds is None:
            return None
        text = deeds.wording.does(map(_back, deeds.commands), deeds.heard.house)
        back = await self._deeds(replace(request, text=text))
        if back is None or [_same(one) for one in back.commands] != [_same(_back(one)) for one in deeds.commands]:
            return None  # it could not be said so that it would be understood at the end
        return Lasts(deeds, text, meaning, at)

    async def _deeds(self, request: Request) -> Deeds | None:
        answer = await self._acting.consider(request)
        if not isinstance(answer, Deeds) or any(command.intent not in _BACK for command in answer.commands):
            return None
        risks = [answer.bus.risk(ToolCall("", command.intent, dict(command.slots))) for command in answer.commands]
        return None if Risk.DANGEROUS in risks else answer


@dataclass(frozen=True, slots=True)
class Lasts:
    """What was done now, then when it is undone; nothing is to be undone where nothing was done."""

    deeds: Deeds
    text: str  # of the routine that undoes it
    meaning: Meaning
    at: datetime
    by: str = NAME
    exact: bool = False
    preview: None = None
    stops: bool = False

    @property
    def language(self) -> Language:
        return self.deeds.language

    async def parts(self) -> AsyncGenerator[Part, None]:
        done = False
        async for part in self.deeds.parts():
            done = done or (isinstance(part, ToolResult) and not part.error)
            yield part
        if not done:
            return
        bus, asked = self.deeds.bus, self.deeds.asked
        call = ToolCall(uuid.uuid4().hex, "set_routine", {"text": self.text, **arguments_of("", self.meaning, self.at, "set_routine")})
        yield call
        result = await bus.call(call, asked)
        yield result
        yield Text(("" if self.language == "zh" else " ") + (result.error or bus.told(result, self.language)))


def _back(command: Command) -> Command:
    return replace(command, intent=_BACK[command.intent])


def _same(command: Command) -> tuple[str, str]:
    return command.intent, repr(sorted((name, str(value)) for name, value in command.slots.items()))
