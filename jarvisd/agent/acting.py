"""Does what was understood without a language model: through the bus, told by what really happened."""

from __future__ import annotations

import re
import uuid
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from jarvisd import when
from jarvisd.agent import Answer, answers
from jarvisd.agent.answers import Line
from jarvisd.agent.confirm import Words
from jarvisd.agent.understand import Command, Doubt, Heard, Meaning, Nameless, Understood
from jarvisd.agent.understand.follow import WHICH
from jarvisd.agent.understand.lists import bare
from jarvisd.agent.which import chosen as one_of
from jarvisd.agent.wording import Wording
from jarvisd.memory import Recall
from jarvisd.messages import Asks, Ear, Language, Part, Request, Text, ToolCall, ToolResult
from jarvisd.tools import Asked, Risk
from jarvisd.tools.bus import Bus
from jarvisd.tools.home import Home
from jarvisd.tools.home.intents import INTENTS
from jarvisd.tools.home.opened import NoHome
from jarvisd.when import spans

NAME = "acting"
_OPEN = timedelta(seconds=30)  # in which "did you mean ...?" may be answered
_LATELY = timedelta(minutes=3)  # in which "it" is what was done last
_TALKS = 100  # conversations whose last commands are kept
_ANSWER = 60  # characters of an answer to "which one?"
# What the sentences of the house itself answer where it stands alone, and what is said to it among other words.
_LINES = {"HassGetCurrentTime": "time", "HassGetCurrentDate": "date", "HassNevermind": "left"}
_OF_A_HOME = frozenset({*(intent.name for intent in INTENTS), "HassGetState", "HassClimateGetTemperature"})
_FORECAST = re.compile(r"\bforecast\b|预报", re.IGNORECASE)
_WILD = ("item", "message", "search_query", "conversation_command")  # slots that hold whatever was said: it may go on


class Understands(Protocol):
    async def understand(self, heard: Heard) -> Meaning: ...


@dataclass(frozen=True, slots=True)
class Open:
    """A question of ours that the next turn may answer."""

    question: str
    heard: Heard
    at: datetime
    commands: tuple[Command, ...] = ()  # done at a yes
    unclear: str = ""  # the name that is one of several, as it was said
    among: tuple[str, ...] = ()
    which: Command | None = None  # of which the home asks which one is meant


@dataclass
class Lately:
    """What was done and what was asked back, by conversation; the oldest talk is forgotten first."""

    done: OrderedDict[str, tuple[datetime, tuple[Command, ...]]] = field(default_factory=OrderedDict)
    open: OrderedDict[str, Open] = field(default_factory=OrderedDict)

    def did(self, conversation: str, at: datetime, commands: tuple[Command, ...]) -> None:
        self.done[conversation] = (at, commands)
        self.done.move_to_end(conversation)
        while len(self.done) > _TALKS:
            self.done.popitem(last=False)

    def ask(self, conversation: str, question: Open) -> None:
        self.open[conversation] = question
        self.open.move_to_end(conversation)
        while len(self.open) > _TALKS:
            self.open.popitem(last=False)

    def last(self, conversation: str, at: datetime) -> tuple[Command, ...]:
        when, commands = self.done.get(conversation, (at, ()))
        return commands if timedelta() <= at - when <= _LATELY else ()


class Acting:
    """Stands behind the sentences of the house itself: "louder" is its own voice. words: what is a yes and what a no."""

    name = NAME

    def __init__(
        self,
        understanding: Understands,
        home: Home,
        bus: Bus,
        now: Callable[[], datetime],
        recall: Recall,
        words: Words,
        wordings: Sequence[Wording],
    ) -> None:
        self._understanding = understanding
        self._home = home
        self._bus = bus
        self._now = now
        self._recall = recall
        self._words = words
        self._wordings = {wording.language: wording for wording in wordings}
        self._lately = Lately()

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(text, wording.language) for wording in self._wordings.values() for text in wording.fixed()]

    async def consider(self, request: Request) -> Answer | None:
        at = request.at or self._now()
        waiting = self._lately.open.get(request.conversation)
        if waiting is not None and timedelta() <= at - waiting.at <= _OPEN:
            answer = await self._answered(waiting, request)
            if answer is not None:
                return answer
        last = self._lately.last(request.conversation, at)
        heard = Heard(request.text, request.language, self._home.house, request.caller.room, last, others=request.others)
        return await self._meant(heard, request, request.ear)

    async def _answered(self, waiting: Open, request: Request) -> Answer | None:
        """None: it is no answer, or our question was not the last thing that was heard here."""
        verdict, which, heard = self._words.verdict(request), waiting.which, waiting.heard
        chosen = _chosen(waiting, request.text)
        slot = which and one_of(request.text, which, waiting.question, self._home.house, heard.language)
        if not ((waiting.commands and verdict) or chosen or slot or (which and verdict == "no")):
            return None
        turns = await self._recall.last(request.conversation, 1)
        if not turns or turns[-1].by != NAME or not turns[-1].answered.endswith(waiting.question):
            return None
        wording = self._wording(heard.language)
        if verdict == "yes" and waiting.commands:
            return self._deed(waiting.commands, request, wording, heard, exact=False)
        if which and slot:
            return self._deed((replace(which, slots={**which.slots, **slot}),), request, wording, heard, exact=False)
        if verdict == "no":
            return Line(wording.says["left"], wording.language, by=NAME)
        clear = Heard(heard.text.replace(waiting.unclear, chosen), heard.language, self._home.house, heard.room, heard.last)
        return await self._meant(clear, request)

    async def _meant(self, heard: Heard, request: Request, ear: Ear | None = None) -> Answer | None:
        """What is kept of it holds no ear: that is let go with the turn."""
        wording = self._wording(heard.language)
        match await self._understanding.understand(replace(heard, ear=ear)):
            case Understood((Command(intent, how=how),)) if intent in _LINES and (how == "exact" or intent != "HassNevermind"):
                at = request.at or self._now()
                known = {"time": when.clock(at.time(), wording.language), "date": when.day(at.date(), wording.language)}
                return Line(wording.says[_LINES[intent]].format_map(known), wording.language, by=NAME)
            case Understood(commands) if self._homeless and all(command.intent in _OF_A_HOME for command in commands):
                return Line(wording.says["no_home"], wording.language, by=NAME)
            case Nameless(kind="area" | "domain") if self._homeless:
                return Line(wording.says["no_home"], wording.language, by=NAME)
            case Understood(commands) if self._ours(commands):
                commands = tuple(_dated(command, heard, request.at or self._now()) for command in commands)
                return self._deed(commands, request, wording, heard, exact=all(map(_whole, commands)))
            case Understood((Command("HassGetWeather"),)) if self._homeless:
                return Line(wording.says["no_weather"], wording.language, by=NAME)
            case Doubt(commands) if self._ours(commands):
                question = wording.says["meant"].format(what=wording.does(commands, heard.house))
                return self._question(Open(question, heard, self._now(), commands), request, wording)
            case Nameless(name, kind, among):
                if not self._home.available and not heard.house.entities:
                    return Line(wording.says["unreachable"], wording.language, by=NAME)  # of a house that nobody sees nothing is known
                if among and name in heard.text:
                    question = wording.says["which"].format(among=wording.among(among))
                    return self._question(Open(question, heard, self._now(), (), name, among), request, wording)
                return Line(wording.says[f"no_{kind}"].format(name=name), wording.language, by=NAME)
            case None if wording.refrains(heard.text):
                return Line(wording.says["left"], wording.language, by=NAME)
        return None

    @property
    def _homeless(self) -> bool:
        """No home is configured: what is ordered of one is not for a model to guess at either."""
        return isinstance(self._home, NoHome)

    def _ours(self, commands: Sequence[Command]) -> bool:
        """Timers, dates and greetings are understood too; those who keep them answer."""
        return bool(commands) and all(self._bus.knows(command.intent) for command in commands)

    def _wording(self, language: Language) -> Wording:
        return self._wordings.get(language) or next(iter(self._wordings.values()))

    def _question(self, opened: Open, request: Request, wording: Wording) -> Answer:
        return Question(opened, request.conversation, self._lately, self._now, wording.language)

    def _deed(self, commands: tuple[Command, ...], request: Request, wording: Wording, heard: Heard, exact: bool) -> Answer:
        asked = Asked(request.caller, request.conversation, wording.language, request.at or self._now())
        return Deeds(commands, asked, self._bus, self._home, wording, heard, self._lately, exact)


@dataclass(frozen=True, slots=True)
class Question:
    """Something is asked back; from when it was put, the next turn may answer it."""

    opened: Open
    conversation: str
    lately: Lately
    now: Callable[[], datetime]
    language: Language
    by: str = NAME
    exact: bool = False
    stops: bool = False

    @property
    def preview(self) -> str:
        return self.opened.question

    async def parts(self) -> AsyncGenerator[Part, None]:
        self.lately.ask(self.conversation, replace(self.opened, at=self.now()))
        yield Text(self.opened.question)
        yield Asks()


@dataclass(frozen=True, slots=True)
class Deeds:
    """Calls in their order, what is asked about last; said is what each really did."""

    commands: tuple[Command, ...]
    asked: Asked
    bus: Bus
    home: Home
    wording: Wording
    heard: Heard
    lately: Lately
    exact: bool
    by: str = NAME
    preview: None = None
    stops: bool = False

    @property
    def language(self) -> Language:
        return self.wording.language

    async def parts(self) -> AsyncGenerator[Part, None]:
        self.lately.open.pop(self.asked.conversation, None)
        said: list[str] = []
        done: list[Command] = []
        failed: list[Command] = []
        waiting = list(zip(self.commands, map(_call, self.commands), strict=True))
        waiting.sort(key=lambda each: self.bus.risk(each[1]) is Risk.DANGEROUS)  # a question ends the answer, so it comes last
        while waiting:
            command, call = waiting.pop(0)
            yield call
            result = await self.bus.call(call, self.asked)
            yield result
            if result.question:
                for part in self._asked_back(said, result, [each for each, _ in waiting]):
                    yield part
                break
            said.append(self._told(result))
            (failed if result.error else done).append(command)
        else:
            yield Text(self.wording.sentences(said))
            if len(said) == 1 and said[0].endswith(("?", "？")):  # which one is meant
                self.lately.ask(self.asked.conversation, Open(said[0], self.heard, self.asked.at, which=self.commands[0]))
                yield Asks()
        if spoken_of := done or [
            each for each in failed if each.slots.keys() & set(WHICH)
        ]:  # "it" is what was done, else what was to be done
            self.lately.did(self.asked.conversation, self.asked.at, tuple(spoken_of))

    def _asked_back(self, said: Sequence[str], result: ToolResult, left: Sequence[Command]) -> Sequence[Part]:
        """One question at a time: what else would be asked about has to be asked for again."""
        rest = [self.wording.says["rest"].format(what=self.wording.does(left, self.heard.house))] if left else []
        before = self.wording.before([*said, *rest])
        return (*((Text(before),) if before else ()), *answers.question(result))

    def _told(self, result: ToolResult) -> str:
        if not result.error:
            return self.bus.told(result, self.language) or self.wording.says["done"]
        if _for_people(result, self.language):
            return result.error
        return self.wording.says["unsure" if result.unsure else "failed" if self.home.available else "unreachable"]


def _call(command: Command) -> ToolCall:
    return ToolCall(uuid.uuid4().hex, command.intent, dict(command.slots))


def _dated(command: Command, heard: Heard, at: datetime) -> Command:
    """The weather of the day that was named: "will it rain tomorrow"; a forecast without one is of today."""
    if command.intent != "HassGetWeather":
        return command
    zh = heard.language == "zh"
    span = spans.span(heard.text, "zh" if zh else "en", at)
    foretold = ("今天" if zh else "today") if _FORECAST.search(heard.text) else ""
    day = span.phrase if span and span.phrase else foretold
    return replace(command, slots={**command.slots, "when": day}) if day else command


def _whole(command: Command) -> bool:
    """A known sentence about a thing by its name: nothing that may follow makes it another."""
    return command.how == "exact" and bool(command.slots.get("name")) and not any(slot in command.slots for slot in _WILD)


def _chosen(waiting: Open, text: str) -> str:
    """Which of the names it says; "" where that is none or two."""
    said = bare(text) if len(text) <= _ANSWER else ""
    same = [name for name in waiting.among if bare(name) == said]
    within = [name for name in waiting.among if said and (bare(name) in said or said in bare(name))]
    return same[0] if same else within[0] if len(within) == 1 else ""


def _for_people(result: ToolResult, language: Language) -> bool:
    """What a tool says of itself may be spoken; what the bus says of a call is for a model."""
    readable = language != "zh" or any("㐀" <= sign <= "鿿" for sign in result.error)
    return readable and result.call.name not in result.error
