"""The calendar with no language model: what is on, when one is free, entries added, moved and deleted by a sentence."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol

from jarvisd import when
from jarvisd.agent import Answer
from jarvisd.agent.deeds import Deed, Question
from jarvisd.agent.moments import timed
from jarvisd.agent.phrases import Phrase, Phrases
from jarvisd.agent.unanswered import Unanswered, asked_back
from jarvisd.errors import ConfigError
from jarvisd.messages import Language, Request, ToolCall
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.calendar import Occurrence
from jarvisd.when import Meaning, spans

NAME = "calendaring"
_KINDS = ("next", "free", "delete_every", "delete_all", "later", "move", "delete", "list", "when_is", "add")  # the first that fits
_ANSWER = 60  # characters of such an answer
_TITLE = 100  # characters


class At(Protocol):
    """What of the calendar is looked at before anything is done."""

    async def named(self, which: str, day: str, asked: Asked) -> Sequence[Occurrence]: ...


class Sentences:
    """Of `config/calendar/LANGUAGE.yaml`. ConfigError where it is none."""

    def __init__(self, path: Path) -> None:
        self.phrases = known = Phrases(path, _KINDS)
        self.again = Phrases(path, ("later_again", "move_again"))  # of what the turn before was about
        try:
            self._title, self._which = known.patterns("title"), known.patterns("which")
            self._never, self._all_day = known.pattern(known.table["never"]), known.pattern(known.table["all_day"])
            self._past = known.pattern(known.table["past"])
            self._halves = {half: known.pattern(known.table[half]) for half in ("morning", "evening")}
            self._one, self._all = known.pattern(known.table["one"]), known.pattern(known.table["all"])
            self._order: Mapping[str, int] = known.table["order"]
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ConfigError(f"{path}: not a file of what is said to the calendar ({error})") from error

    @property
    def language(self) -> Language:
        return self.phrases.language

    def foreign(self, text: str) -> bool:
        """It speaks of something that is no calendar's."""
        return bool(self._never.search(text))

    def past(self, text: str) -> bool:
        """It tells of what is over."""
        return bool(self._past.search(text))

    def all_day(self, text: str) -> bool:
        return bool(self._all_day.search(text))

    def title(self, rest: str) -> str:
        return self.phrases.strip(rest, self._title)

    def which(self, rest: str) -> str:
        return self.phrases.strip(rest, self._which)

    def half(self, said: str) -> Literal["", "morning", "evening"]:
        if self._halves["morning"].fullmatch(said):
            return "morning"
        return "evening" if self._halves["evening"].fullmatch(said) else ""

    def whole(self, said: str) -> bool | None:
        """All times of a series, only one, or neither is said."""
        return True if self._all.fullmatch(said) else False if self._one.fullmatch(said) else None

    def place(self, said: str) -> int | None:
        """The first, the second of those that were named."""
        return next((at for name, at in self._order.items() if said.removeprefix("the ").startswith(name)), None)


@dataclass(frozen=True, slots=True)
class Open:
    """A question of ours that the next sentence may answer."""

    tool: str
    arguments: Mapping[str, Any]
    start: datetime | None = None  # of which the half of the day was asked

    def about(self) -> Mapping[str, Any]:
        start = self.start.isoformat() if self.start else None
        return {"tool": self.tool, "arguments": dict(self.arguments), "start": start}


def _open(about: Mapping[str, Any], now: datetime) -> Open:
    start = datetime.fromisoformat(about["start"]).astimezone(now.tzinfo) if about["start"] else None
    return Open(about["tool"], about["arguments"], start)


class Calendaring:
    """last: no language model stands behind it. asked: where our questions are kept."""

    name = NAME

    def __init__(
        self, sentences: Sequence[Sentences], bus: Bus, at: At, now: Callable[[], datetime], last: bool, asked: Unanswered
    ) -> None:
        self._sentences = tuple(sentences)
        self._bus = bus
        self._at = at
        self._now = now
        self._last = last
        self._waiting = asked

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(text, known.language) for known in self._sentences for text in known.phrases.says.values() if "{" not in text]

    async def consider(self, request: Request) -> Answer | None:
        at = request.at or self._now()
        known = sorted(self._sentences, key=lambda known: known.language != request.language)
        waiting = await self._waiting.get(NAME, request.conversation, at)
        if waiting is not None:
            for sentences in known:
                if answer := await self._completed(_open(waiting, at), request, sentences):
                    return answer
        for sentences in known:
            for phrase in sentences.phrases.read(request.text):
                if answer := await self._obey(phrase, sentences, request):
                    return answer
        return None

    async def _obey(self, phrase: Phrase, known: Sentences, request: Request) -> Answer | None:
        asked = self._asked(request, known.language)
        match phrase.kind:
            case "next":
                return self._deed("list", {"next": True}, request, asked)
            case "list" | "free":
                return self._look(phrase, request, asked)
            case "when_is":
                which = known.which(phrase.get("what"))
                found = await self._at.named(which, "", asked) if which else ()
                return self._deed("list", {"which": which}, request, asked) if found else None
            case "delete_every":
                span = spans.span(phrase.get("when"), asked.language, asked.at)
                if span is None or span.why or span.rest:
                    return None
                return self._deed("delete", {"every": True, "day": phrase.get("when")}, request, asked)
            case "delete" | "delete_all" | "move" | "later":
                return await self._change(phrase, known, request, asked)
            case "add":
                return self._add(phrase, known, request, asked)
        return None

    def enter(self, request: Request) -> Answer | None:
        """What was told is put into the calendar; asked about where its hour may be of the morning or the evening."""
        for known in self._sentences:
            if known.language == request.language:
                return self._add(
                    Phrase("add", known.phrases.plain(request.text), {"thing": "yes"}), known, request, self._asked(request, known.language)
                )
        return None

    def _look(self, phrase: Phrase, request: Request, asked: Asked) -> Answer | None:
        """Only where all of what was said beside the pattern speaks of time."""
        text = phrase.get("when") or phrase.get("when2")
        if phrase.get("when") and phrase.get("when2"):
            return None
        if text:
            span = spans.span(text, asked.language, asked.at)
            if span is None or span.rest or (span.why and not self._last):
                return None
        elif phrase.kind == "free":
            return None
        tool = "list" if phrase.kind == "list" else "free"
        return self._deed(tool, {"when": text} if text else {}, request, asked)

    async def _change(self, phrase: Phrase, known: Sentences, request: Request, asked: Asked) -> Answer | None:
        """Of what the calendar holds; of anything else only where the calendar itself was named."""
        what, language = phrase.get("what"), asked.language
        meaning = when.read(what, language, asked.at)
        day = meaning.phrase if spans.span(what, language, asked.at) else ""
        which = known.which(meaning.rest if day else what)
        if not which and not day:
            return None
        found = await self._at.named(which, day, asked)
        if not found and not (phrase.get("book") or await self._at.named(which, "", asked)):
            return None
        given: dict[str, Any] = {"which": which} if which else {}
        given |= {"day": day} if day else {}
        if phrase.kind == "delete_all" or phrase.get("all"):
            given["all"] = True
        if phrase.kind in ("delete", "delete_all"):
            return self._deed("delete", given, request, asked)
        given.setdefault("which", found[0].title if found else "")
        if phrase.kind == "move":
            if not (then := timed(phrase.get("when"), language, asked.at)):
                return None
            return self._deed("move", {**given, "when": then}, request, asked)
        length = when.read(phrase.get("length"), language, asked.at).duration
        if length is None:
            return None
        minutes = length.total_seconds() / 60
        return self._deed("move", {**given, "minutes_later": -minutes if phrase.get("sooner") else minutes}, request, asked)

    def _add(self, phrase: Phrase, known: Sentences, request: Request, asked: Asked) -> Answer | None:
        named = bool(phrase.get("book"))
        if known.foreign(phrase.text) and not named:
            return None
        meaning = when.read(phrase.text, asked.language, asked.at)
        title = known.title(meaning.rest if meaning.phrase else phrase.text)
        if meaning.why == "nothing":
            if not (named or phrase.get("thing")):
                return None
            if not title:
                return None
            return self._ask("when", {"title": title}, request, asked, known)
        if not title or len(title) > _TITLE:
            return None
        if meaning.refused and not self._last and not named:
            return None
        given: dict[str, Any] = {"title": title, "when": meaning.phrase or phrase.text}
        if known.all_day(phrase.text):
            given["all_day"] = True
        elif meaning.ambiguous and meaning.start is not None and spans.named(meaning.phrase, asked.language)[1]:
            return self._ask("half", given, request, asked, known, meaning)
        elif meaning.start is not None and spans.named(meaning.phrase, asked.language)[1] and not meaning.rule:
            given["when"] = meaning.start.isoformat()
            given |= {"minutes": meaning.duration.total_seconds() / 60} if meaning.duration else {}
        return self._deed("add", given, request, asked)

    # Questions back

    def _ask(
        self, what: str, given: Mapping[str, Any], request: Request, asked: Asked, known: Sentences, meaning: Meaning | None = None
    ) -> Answer:
        start = meaning.start if meaning else None
        more = {}
        if start is not None:
            early, late = _halves(start)
            more = {"first": when.clock(early.time(), asked.language), "second": when.clock(late.time(), asked.language)}
        if meaning is not None and meaning.duration:
            given = {**given, "minutes": meaning.duration.total_seconds() / 60}
        waiting = Open("add", dict(given), start)

        async def opened() -> None:
            await self._waiting.put(NAME, request.conversation, waiting.about(), asked.at)

        return Question(known.phrases.says[what].format(**more), asked.language, NAME, opened)

    async def _completed(self, waiting: Open, request: Request, known: Sentences) -> Answer | None:
        """The answer to our question, as the call it was about; None: something else was said."""
        said, asked = known.phrases.plain(request.text), self._asked(request, known.language)
        if not said or len(said) > _ANSWER:
            return None
        given = dict(waiting.arguments)
        if waiting.start is not None:
            if half := known.half(said):
                at = _halves(waiting.start)[half == "evening"]
                return self._deed("add", {**given, "when": _coming(at, asked.at).isoformat()}, request, asked)
            meaning = when.read(said, asked.language, asked.at)
            if meaning.refused or meaning.rest or meaning.ambiguous or meaning.start is None:
                return None
            at = waiting.start.replace(hour=meaning.start.hour, minute=meaning.start.minute)
            return self._deed("add", {**given, "when": _coming(at, asked.at).isoformat()}, request, asked)
        if waiting.tool != "add" and (whole := known.whole(said)) is not None:
            return self._deed(waiting.tool, {**given, "all": whole}, request, asked)
        if any(True for _ in known.phrases.read(request.text)) and known.place(said) is None:
            return None
        meaning = when.read(known.which(said), asked.language, asked.at)  # without "the one", which looks like a number
        if not meaning.refused and not known.which(meaning.rest):
            name = "when" if waiting.tool == "add" or ("when" not in given and "which" in given and waiting.tool == "move") else "day"
            return self._deed(waiting.tool, {**given, name: meaning.phrase}, request, asked)
        if waiting.tool == "add":
            return None
        place = known.place(said)
        among = await self._at.named(str(given.get("which", "")), str(given.get("day", "")), asked)
        if place is not None and -len(among) <= place < len(among):
            one = among[place]
            return self._deed(waiting.tool, {**given, "which": one.title, "day": one.start.isoformat()}, request, asked)
        which = known.which(said)
        found = await self._at.named(which, str(given.get("day", "")), asked)
        return self._deed(waiting.tool, {**given, "which": which}, request, asked) if found else None

    def _asked(self, request: Request, language: Language) -> Asked:
        return Asked(request.caller, request.conversation, language, request.at or self._now())

    def _deed(self, tool: str, given: Mapping[str, Any], request: Request, asked: Asked) -> Answer:
        call = ToolCall(uuid.uuid4().hex, f"calendar_{tool}", dict(given))
        return Deed(call, asked, self._bus, NAME, asked_back(self._waiting, NAME, asked, Open(tool, call.arguments).about()))


def sentences(languages: Sequence[Language], folder: Path) -> tuple[Sentences, ...]:
    """Of `config/calendar`. ConfigError where a file is not what it should be."""
    return tuple(Sentences(folder / f"{language}.yaml") for language in languages)


def _halves(start: datetime) -> tuple[datetime, datetime]:
    """The same hour of the morning and of the evening."""
    return start.replace(hour=start.hour % 12), start.replace(hour=start.hour % 12 + 12)


def _coming(at: datetime, now: datetime) -> datetime:
    return at if at > now else at + timedelta(days=1)
