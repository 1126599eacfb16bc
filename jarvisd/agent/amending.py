"""What was set or told of just now is put right, or set once more, by its time alone: "make that seven", "another one for five"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from jarvisd import when
from jarvisd.agent import Answer
from jarvisd.agent.appointments import Half, Said, Sentences
from jarvisd.agent.before import before
from jarvisd.agent.moments import alone, in_half, in_hour, seconds_of
from jarvisd.agent.reminding import NAME, Reminding
from jarvisd.memory import Recall, ToolUse
from jarvisd.messages import Language, Request

_SET = ("set_timer", "set_alarm", "set_reminder", "set_routine", "change_reminder")

_TOLD = "list_reminders"


class Amending:
    """A Responder, before the one that sets things: what is said here counts only right after that in the same talk."""

    name = NAME

    def __init__(self, sentences: Sequence[Sentences], reminding: Reminding, recall: Recall, now: Callable[[], datetime]) -> None:
        self._sentences = tuple(sentences)
        self._reminding = reminding
        self._recall = recall
        self._now = now

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return ()

    async def consider(self, request: Request) -> Answer | None:
        at = request.at or self._now()
        for known in self._sentences:
            if words := known.amends(request.text):
                use, row, asked = await self._last(request, at)
                meant = known.relative(words, asked, row["kind"] == "timer") if use else ""
                if use and (meant := meant or (words if alone(words, known.language, at) else "")):
                    return await self._amended(meant, row, use, known, request)
            if words := known.another(request.text):
                use, row, _ = await self._last(request, at)
                if (
                    use
                    and use.name != _TOLD
                    and row["kind"] == "timer"
                    and (seconds := seconds_of(when.read(words, known.language, at), at)) > 0
                ):
                    return self._reminding.deed("set_timer", {"seconds": seconds}, request, known.language)
        return None

    async def _last(self, request: Request, at: datetime) -> tuple[ToolUse | None, Mapping[str, Any], str]:
        """What the last turn set, changed or told of, the one reminder that it was about, and the words in which it was set."""
        turn = await before(self._recall, request.conversation, at)
        for use in reversed(turn.uses if turn else ()):
            if use.error or turn is None:
                continue
            if use.name in _SET and isinstance(row := use.content.get("reminder"), dict):
                return use, row, turn.asked
            if use.name == _TOLD and len(rows := use.content.get("reminders") or ()) == 1:
                return use, next(iter(rows)), ""
        return None, {}, ""

    async def _amended(self, words: str, row: Mapping[str, Any], use: ToolUse, known: Sentences, request: Request) -> Answer | None:
        at, one = request.at or self._now(), {"id": int(row["id"])}
        if row["kind"] != "timer":
            words = in_hour(words, datetime.fromisoformat(row["due"]).astimezone(at.tzinfo).hour)
            meaning = when.read(words, known.language, at)
            if meaning.why == "nothing":  # a bare hour: "seven"
                words = f"at {words}"
                meaning = when.read(words, known.language, at)
            if meaning.ambiguous and meaning.start:  # what was an hour of the afternoon stays one
                half: Half = "morning" if datetime.fromisoformat(row["due"]).astimezone(at.tzinfo).hour < 12 else "evening"
                words = in_half(words, half, meaning.start, known.language)
            return self._reminding.move(Said("move", request.text, what=row["kind"], when=words), one, known, request)
        seconds = seconds_of(when.read(words, known.language, at), at)
        before = use.arguments.get("seconds")
        if not seconds or not isinstance(before, int | float):
            return None
        return self._reminding.deed("change_reminder", {**one, "add_seconds": seconds - before}, request, known.language)
