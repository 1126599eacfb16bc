"""Timers, alarms and reminders with no language model at all: set, asked for, moved, put off and stopped by a sentence."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from jarvisd import when
from jarvisd.agent import Answer
from jarvisd.agent.answers import Line
from jarvisd.agent.appointments import Kind, Said, Sentences
from jarvisd.agent.deeds import Deed, Question
from jarvisd.agent.incomplete import Open, opened
from jarvisd.agent.moments import arguments_of, halves, in_half, length_of, seconds_of, settled
from jarvisd.agent.unanswered import Unanswered, asked_back
from jarvisd.agent.whose import named, placed
from jarvisd.messages import Language, Request, ToolCall
from jarvisd.tools import Asked, reminder_words
from jarvisd.tools.bus import Bus
from jarvisd.when import Meaning
from jarvisd.when.spans import span

NAME = "reminding"
_SETTING: tuple[Kind, ...] = ("timer", "alarm", "reminder")
_ANSWER = 60  # characters of such an answer


class At(Protocol):
    """What of the reminders is looked at before anything is done."""

    @property
    def rooms(self) -> Sequence[str]:
        """In which something can ring."""

    async def rings(self) -> bool: ...

    async def named(self, which: str, kind: str) -> int:
        """How many of them that may be."""


class Reminding:
    """Stands before the sentences of the house, for while something rings "stop" is said to that. last: no model stands behind it."""

    name = NAME

    def __init__(
        self,
        sentences: Sequence[Sentences],
        bus: Bus,
        at: At,
        now: Callable[[], datetime],
        last: bool,
        asked: Unanswered,
        able: Callable[[Request], Awaitable[bool]] | None = None,
    ) -> None:
        """asked: where our questions are kept. able: whether the house knows how to do what is said; None: a model may know."""
        self._sentences = tuple(sentences)
        self._bus = bus
        self._at = at
        self._now = now
        self._last = last
        self._able = able
        self._asked = asked

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(text, known.language) for known in self._sentences for text in known.says.values() if "{" not in text]

    async def consider(self, request: Request) -> Answer | None:
        at = request.at or self._now()
        known = sorted(self._sentences, key=lambda known: known.language != request.language)
        waiting = await self._asked.get(NAME, request.conversation, at)
        if waiting is not None and (answer := self._completed(opened(waiting, at), request, known)):
            return answer
        ringing = await self._at.rings()
        for sentences in known:
            said = sentences.read(request.text, ringing)
            if said is not None and said.kind == "snooze_ringing" and not _only(said.when, sentences.language, at):
                said = sentences.read(request.text, False)  # "set a timer for five minutes", said while another rings
            answer = await self._obey(said, sentences, request) if said is not None else None
            if answer is None and said is not None and said.kind not in _SETTING:
                said, answer = await self._otherwise(said, sentences, request)
            if answer is None and (named := sentences.briefing(request.text)):
                given = {"text": named, "rule": "FREQ=DAILY"}
                answer = self._ask("when", "when_briefing", "set_routine", given, Meaning(), sentences, request)
            if answer is None and (routine := sentences.routine(request.text)):
                answer = await self._routine(routine, sentences, request)
            if answer is not None or said is not None:
                return answer
        return None

    async def _otherwise(self, first: Said, known: Sentences, request: Request) -> tuple[Said | None, Answer | None]:
        """What it may be where there is nothing that the likeliest reading is about; a time that is only told needs no answer."""
        plain = when.read(first.text, known.language, request.at or self._now()).why != "unclear"
        for said in known.readings(request.text, False):
            if said.kind != first.kind and (plain or said.kind not in _SETTING) and (answer := await self._obey(said, known, request)):
                return said, answer
        return (None if first.kind.startswith("maybe") else first), None

    async def _obey(self, said: Said, known: Sentences, request: Request) -> Answer | None:
        language, at = known.language, request.at or self._now()
        which = {"which": said.which} if said.which else {}
        kind = {"kind": said.what} if said.what else {}
        match said.kind:
            case "stop_ringing":
                return self.deed("stop_ringing", {}, request, language, stops=True)
            case "pause":
                return Line(known.says["no_pause"], language, NAME)
            case "missed":
                return self.deed("missed_reminders", {}, request, language)
            case "snooze" | "snooze_ringing":
                read = when.read(said.when, language, at) if said.when else None
                minutes = seconds_of(read, at) / 60 if read else 0.0
                if said.when and minutes <= 0:
                    return None
                return self.deed("snooze_reminder", {"minutes": minutes} if minutes else {}, request, language)
            case "skip":
                if said.when and span(said.when, language, at) is None:
                    return None
                then = {"when": said.when} if said.when else {}
                return self.deed("skip_reminder", {**which, **({} if said.what == "timer" else kind), **then}, request, language)
            case "cancel_all":
                return self.deed("cancel_reminder", {"all": True, **kind}, request, language)
            case "left" | "list":
                if said.which and not await self._at.named(said.which, said.what) and not said.what:
                    return None
                if said.kind == "left" and not said.which:
                    kind = {"kind": said.what or "timer"}
                then = {"when": said.when} if said.when else {}
                return self.deed("list_reminders", {**which, **kind, **then}, request, language)
            case "add" | "later":
                seconds = length_of(when.read(said.when, language, at)) or length_of(
                    when.read(f"a {said.when}", language, at)
                )  # another minute
                if seconds <= 0 or not await self._at.named(said.which, said.what or "timer"):
                    return None
                more = {"add_seconds": -seconds if said.less else seconds}
                return self.deed("change_reminder", {"kind": said.what or "timer", **which, **more}, request, language)
            case "move":
                if not said.what and not await self._at.named(said.which, ""):
                    return None
                return self.move(said, {**which, **kind}, known, request)
            case "cancel":
                return self.deed("cancel_reminder", {**which, **kind}, request, language)
            case "maybe_timer" | "maybe_alarm" | "maybe_reminder":
                meaning = when.read(said.text, language, at)
                if meaning.why == "nothing" or (meaning.why == "unclear" and not self._last) or (said.alone and known.name(meaning.rest)):
                    return None
                sure: Kind = "timer" if said.kind == "maybe_timer" else "alarm" if said.kind == "maybe_alarm" else "reminder"
                return await self._obey(replace(said, kind=sure), known, request)
            case "timer":
                return self._timer(placed(said, self._at.rooms, language), known, request)
            case "alarm" | "reminder":
                said = placed(named(said) if language == "zh" else said, self._at.rooms, language)
                return self._appointment(said, known, request)
            case "routine":
                return None

    def move(self, said: Said, arguments: Mapping[str, Any], known: Sentences, request: Request) -> Answer | None:
        at, language, words = request.at or self._now(), known.language, said.when
        meaning = when.read(words, language, at)
        if meaning.why == "nothing" and language == "en":
            words = f"at {words}"
            meaning = when.read(words, language, at)
        if meaning.ambiguous and meaning.start and said.what == "alarm":
            words = in_half(words, "morning", meaning.start, language)
            meaning = when.read(words, language, at)
        if meaning.why == "unclear":
            return self._ask("when", "unclear", "change_reminder", arguments, meaning, known, request)
        return self._timed("change_reminder", arguments, words, meaning, known, request)

    def timer(self, text: str, language: Language, request: Request) -> Answer | None:
        """One timer of a sentence that sets several; None where the text sets none."""
        known = next((known for known in self._sentences if known.language == language), None)
        said = known.read(text, False) if known else None
        return self._timer(said, known, request) if known and said and said.kind in ("timer", "maybe_timer") else None

    def _timer(self, said: Said, known: Sentences, request: Request) -> Answer | None:
        at = request.at or self._now()
        meaning = when.read(said.text, known.language, at)
        name = known.name(meaning.rest)
        arguments = {key: value for key, value in (("name", name), ("room", said.room)) if value}
        if meaning.why == "nothing":
            return self._ask("when", "how_long", "set_timer", arguments, meaning, known, request) if said.verb else None
        if meaning.ambiguous:
            return self._ask("when", "how_long", "set_timer", {}, meaning, known, request)
        if meaning.why == "unclear":
            return self._ask("when", "unclear_length", "set_timer", {}, meaning, known, request)
        if meaning.refused or (meaning.start and length_of(when.read(meaning.rest, known.language, at))):
            return self._refused(meaning if meaning.refused else Meaning(refused=True, why="unclear"), known.language)
        return self.deed("set_timer", {"seconds": seconds_of(meaning, at), **arguments}, request, known.language)

    def _appointment(self, said: Said, known: Sentences, request: Request) -> Answer | None:
        at = request.at or self._now()
        alarm = said.kind == "alarm"
        meaning = when.read(said.text, known.language, at)
        text = known.name(meaning.rest) if alarm else known.thing(meaning.rest)
        if meaning.why == "unclear":  # what is left of the sentence may hold a part of the time
            text = "" if alarm else known.content(said.text)
        if said.whom and text:
            text = known.says["to_whom"].format(whom=said.whom, text=text)
        arguments: dict[str, Any] = {"text": text} if text else {}
        arguments |= {key: value for key, value in (("person", said.person), ("room", said.room)) if value}
        tool = f"set_{said.kind}"
        if meaning.why == "unclear":
            return self._unclear(tool, arguments, meaning, known, request)
        if not (alarm or text):
            if meaning.refused and meaning.why != "nothing":
                return self._refused(meaning, known.language)
            return Line(known.says["what"], known.language, NAME) if self._last else None
        if meaning.why == "nothing":
            return self._ask("when", "when_alarm" if alarm else "when", tool, arguments, meaning, known, request)
        return self._timed(tool, arguments, meaning.phrase, meaning, known, request)

    async def _routine(self, said: Said, known: Sentences, request: Request) -> Answer | None:
        """A command with a time before or behind it. A time within it may be part of what is to be done."""
        meaning = when.read(said.text, known.language, request.at or self._now())
        text = known.thing(meaning.rest)
        if not text or text.casefold() not in said.text.casefold() or meaning.why in ("nothing", "unclear", "long"):
            return None
        if known.amends(said.text) or (not meaning.refused and (meaning.start is None or meaning.duration is not None)):
            return None
        deed = replace(request, text=text)
        more = "" if self._able is None or meaning.refused or await self._able(deed) else known.says["unable"]
        return self._timed("set_routine", {"text": text}, meaning.phrase, meaning, known, request, more)

    def _timed(
        self, tool: str, arguments: Mapping[str, Any], words: str, meaning: Meaning, known: Sentences, request: Request, more: str = ""
    ) -> Answer | None:
        """A call for that time; a question back where two are meant; None where a model may understand it better."""
        if meaning.refused:
            return self._refused(meaning, known.language)
        if meaning.ambiguous and meaning.start is not None:
            early, late = halves(meaning.start)
            first, second = (when.clock(moment.time(), known.language) for moment in (early, late))
            return self._ask("half", "half", tool, arguments, meaning, known, request, first=first, second=second)
        given = {**arguments, **arguments_of(words, meaning, request.at or self._now(), tool)}
        return self.deed(tool, given, request, known.language, more=more)

    def _refused(self, meaning: Meaning, language: Language) -> Answer | None:
        if not self._last and meaning.why in ("unclear", "nothing"):
            return None
        return Line(reminder_words.sentence(f"refused_{meaning.why or 'unclear'}", language), language, NAME)

    def _unclear(self, tool: str, arguments: Mapping[str, Any], meaning: Meaning, known: Sentences, request: Request) -> Answer:
        """Nobody knows when is meant: asked back, never guessed. Where it is not plain what it is about either, all is to be said again."""
        text = str(arguments.get("text", ""))
        if tool == "set_alarm" or (text and when.read(text, known.language, request.at or self._now()).why == "nothing"):
            return self._ask("when", "unclear", tool, arguments, meaning, known, request)
        return Line(known.says["unclear_again"], known.language, NAME)

    # Questions back

    def _ask(
        self, what: Literal["half", "when"], says: str, tool: str, arguments: Mapping[str, Any], meaning: Meaning, known: Sentences,
        request: Request, **more: str
    ) -> Answer:  # fmt: skip
        waiting = Open(what, tool, dict(arguments), meaning, known.language)

        async def put() -> None:
            await self._asked.put(NAME, request.conversation, waiting.about(), request.at or self._now())

        return Question(known.says[says].format(**more), known.language, NAME, put)

    def _completed(self, waiting: Open, request: Request, known: Sequence[Sentences]) -> Answer | None:
        """The answer to our question, as the call it was about; None: something else was said."""
        at = request.at or self._now()
        if len(request.text) > _ANSWER:
            return None
        for sentences in sorted(known, key=lambda known: known.language != waiting.language):
            language = sentences.language
            if waiting.what == "which":
                said = sentences.plain(request.text)
                if sentences.read(request.text, False) is None and said:
                    return self.deed(waiting.tool, {**waiting.arguments, "which": said}, request, language)
                return None
            half = sentences.half(request.text) if waiting.what == "half" else None
            if half is not None and waiting.meaning.start is not None:
                meaning = settled(waiting.meaning, halves(waiting.meaning.start)[half == "evening"], at)
                if waiting.tool == "change_reminder" and waiting.meaning.phrase:  # in words: what they leave out stays as it was
                    words = in_half(waiting.meaning.phrase, half, waiting.meaning.start, waiting.language)
                    return self.deed(waiting.tool, {**waiting.arguments, "when": words}, request, waiting.language)
                return self.deed(waiting.tool, {**waiting.arguments, **arguments_of("", meaning, at, waiting.tool)}, request, language)
            meaning = when.read(request.text, language, at)
            if meaning.refused or meaning.rest or (waiting.what == "half" and (meaning.ambiguous or meaning.start is None)):
                continue
            if waiting.what == "half" and meaning.start and waiting.meaning.start is not None:
                day = waiting.meaning.start.replace(hour=meaning.start.hour, minute=meaning.start.minute)
                meaning = settled(waiting.meaning, day, at)
            if waiting.tool == "set_timer":
                return self.deed("set_timer", {**waiting.arguments, "seconds": seconds_of(meaning, at)}, request, language)
            return self._timed(waiting.tool, waiting.arguments, meaning.phrase, meaning, sentences, request)
        return None

    def deed(
        self, tool: str, arguments: Mapping[str, Any], request: Request, language: Language, stops: bool = False, more: str = ""
    ) -> Answer:
        asked = Asked(request.caller, request.conversation, language, request.at or self._now())
        call = ToolCall(uuid.uuid4().hex, tool, dict(arguments))
        waiting = Open("which", tool, call.arguments, Meaning(), language)
        return Deed(call, asked, self._bus, NAME, asked_back(self._asked, NAME, asked, waiting.about()), stops, more)


def _only(words: str, language: Language, at: datetime) -> bool:
    """Whether they say how long, and nothing else; also where they say nothing ("later")."""
    return not words or when.read(words, language, at).phrase.casefold() == words.casefold()


def sentences(languages: Sequence[Language], folder: Path) -> tuple[Sentences, ...]:
    """Of `config/reminding`. ConfigError where a file is not what it should be."""
    return tuple(Sentences(folder / f"{language}.yaml") for language in languages)
