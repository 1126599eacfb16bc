"""What was entered, moved or told of in the turn before is moved by "it", or by the time alone: "move it to four", 推迟一小时."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from jarvisd import when
from jarvisd.agent import Answer
from jarvisd.agent.before import before
from jarvisd.agent.calendaring import NAME, Sentences
from jarvisd.agent.deeds import Deed
from jarvisd.agent.moments import alone, in_hour, length_of, timed
from jarvisd.agent.phrases import Phrase
from jarvisd.memory import Recall, ToolUse
from jarvisd.messages import Language, Request, ToolCall
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus


class Redating:
    """A Responder, before those that do things: what is said here counts only right after such a turn in the same talk."""

    name = NAME

    def __init__(self, sentences: Sequence[Sentences], bus: Bus, recall: Recall, now: Callable[[], datetime]) -> None:
        self._sentences = tuple(sentences)
        self._bus = bus
        self._recall = recall
        self._now = now

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return ()

    async def consider(self, request: Request) -> Answer | None:
        at = request.at or self._now()
        for known in self._sentences:
            for phrase in known.again.read(request.text):
                one = await self._last(request, at, bool(phrase.get("it")))
                given = _given(phrase, known.language, at, datetime.fromisoformat(one["day"])) if one else {}
                if not given:
                    continue
                call = ToolCall(uuid.uuid4().hex, "calendar_move", {**one, **given})
                return Deed(call, Asked(request.caller, request.conversation, known.language, at), self._bus, NAME)
        return None

    async def _last(self, request: Request, at: datetime, told: bool) -> Mapping[str, Any]:
        """The event of the last turn, as the arguments that name it; {} where there is none. told: it may have been told of only."""
        turn = await before(self._recall, request.conversation, at)
        return next((one for use in reversed(turn.uses if turn else ()) if not use.error and (one := _one(use, told))), {})


def _given(phrase: Phrase, language: Language, at: datetime, was: datetime) -> Mapping[str, Any]:
    """Where it is moved to from there; {} where the words are something else."""
    if length := phrase.get("length"):
        minutes = length_of(when.read(length, language, at)) / 60
        return {"minutes_later": -minutes if phrase.get("sooner") else minutes} if minutes else {}
    words = phrase.get("when")
    if not words or not alone(words, language, at):
        return {}
    return {"when": timed(in_hour(words, was.hour), language, at)}


def _one(use: ToolUse, told: bool) -> Mapping[str, Any]:
    """told: what was only told of counts too, where it was one."""
    rows = [use.content.get("event")] if use.name in ("calendar_add", "calendar_move") else []
    if told and use.name == "calendar_list":
        rows = list(use.content.get("events") or ())
    if len(rows) != 1 or not isinstance(rows[0], Mapping):
        return {}
    series = (use.name == "calendar_add" and rows[0].get("repeats")) or use.content.get("all")
    return {"which": rows[0]["title"], "day": rows[0]["start"], **({"all": True} if series else {})}
