"""Several members in one talk: each a model with a name and a persona; core memory, the tools and what is said are shared.

round robin   one after the other, again and again
dynamic       a manager's model picks who speaks next, and when it is enough
supervisor    the first asks the others by tool, and answers
workflow      each once, with what the one before it made

A talk ends: every way has its bounds. Each turn is a step of a run, where one is given (memory/runs.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from jarvisd.agent.context import Prompt, blocks_text, placed, tame, text_of
from jarvisd.agent.gather import Pages
from jarvisd.agent.once import once
from jarvisd.agent.reach import Answering, Reach
from jarvisd.agent.steps import Hands, Limits, Work
from jarvisd.errors import ConfigError, LanguageModelError, NotRepeated
from jarvisd.llm import Model
from jarvisd.memory.runs import Steps, Unkept
from jarvisd.messages import Assistant, Language, Message, System, Text, ToolCall, ToolResult, User, in_language
from jarvisd.tools import Asked

NOBODY = "nobody"

_LONGEST = 2000  # characters of one contribution that the others read
_FILLED = 0.6  # of a member's window that the talk may take
_ORDER: Mapping[Language, str] = {
    "en": "You are {name}. In this talk with you: {others}. What they said stands in <said>. Speak for yourself alone, in a few sentences.",
    "zh": "你是{name}。和你一起的有：{others}。他们说的话在 <said> 里。只说你自己的话，几句就好。",
}
_PICK: Mapping[Language, str] = {
    "en": "You lead this talk: {others}. Say who speaks next, or nobody once the task is done.",
    "zh": "你主持这场谈话：{others}。说出下一个由谁说；任务完成了就答 nobody。",
}
_GO_ON: Mapping[Language, str] = {"en": "Go on.", "zh": "请继续。"}

_Following: TypeAlias = "Callable[[], Awaitable[Member | None]]"
Ended: TypeAlias = Literal["", "done", "bounds", "late", "asks", "silent"]  # "": it goes on


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    persona: str  # its first line is what the others know of it
    model: Model


@dataclass(frozen=True, slots=True)
class Said:
    """One member's turn."""

    by: str
    text: str
    error: str = ""  # why there is no text
    tainted: bool = False  # words of others stood in what it read
    question: ToolResult | None = None  # of a call that waits for a person's yes: the talk ends on it


@dataclass(frozen=True, slots=True)
class Bounds:
    rounds: int = 3  # times as many turns as there are members
    seconds: float = 120.0  # of the whole talk
    turn: float = 30.0  # seconds of one turn
    limits: Limits = field(default_factory=Limits)  # of one turn
    stop: Callable[[Said], bool] = lambda said: False


@dataclass
class Talk:
    """One talk about one task, by one of its four ways."""

    task: str
    members: Sequence[Member]
    hands: Hands
    blocks: Pages
    asked: Asked  # on whose word; its conversation is this talk's own: the bus does nothing twice within one
    bounds: Bounds = Bounds()
    steps: Steps = field(default_factory=Unkept)
    said: list[Said] = field(default_factory=list, init=False)
    ended: Ended = field(default="", init=False)
    _until: float = field(default=0.0, init=False)  # by the loop's clock

    def __post_init__(self) -> None:
        names = [member.name for member in self.members]
        if not names or len({*names, "", NOBODY}) != len(names) + 2:
            raise ConfigError(f"the members of a talk need names, each its own and none of them {NOBODY!r}: {names}")

    def round_robin(self) -> AsyncGenerator[Said, None]:
        async def following() -> Member | None:
            return self.members[len(self.said) % len(self.members)]

        return self._go(following, len(self.members))

    def dynamic(self, manager: Model) -> AsyncGenerator[Said, None]:
        """Where the manager cannot be asked it goes round."""
        names = [member.name for member in self.members]
        schema = {"type": "object", "properties": {"next": {"enum": [*names, NOBODY]}}, "required": ["next"]}
        order = System(in_language(_PICK, self.asked.language).format(others=_others(self.members)))

        async def pick() -> str:
            try:
                async with asyncio.timeout(self._seconds()):
                    picked = await once(manager, [order, User("\n".join([self.task, *map(_shown, self.said)]))], schema)
                    return str(picked["next"])
            except (LanguageModelError, TimeoutError):
                return names[len(self.said) % len(names)]

        async def following() -> Member | None:
            picked = await self.steps.step(f"{len(self.said)} next", pick)
            return next((member for member in self.members if member.name == picked), None)

        return self._go(following, len(self.members))

    def workflow(self) -> AsyncGenerator[Said, None]:
        """Each reads what the one before it made, and no more; where one fails, the next has nothing to go on with."""

        async def following() -> Member | None:
            return self.members[len(self.said)] if len(self.said) < len(self.members) else None

        return self._go(following, patience=1, reads=1)

    def supervisor(self) -> AsyncGenerator[Said, None]:
        """The words of those whom the first member asks come before its own."""

        async def following() -> Member | None:
            return None if self.said else self.members[0]

        return self._go(following, patience=1, leads=True)

    async def _go(self, following: _Following, patience: int, reads: int = 0, leads: bool = False) -> AsyncGenerator[Said, None]:
        """patience: turns without a word that end it; reads: so many of the last words (all); leads: the member asks the others."""
        now = asyncio.get_running_loop().time
        self._until = now() + self.bounds.seconds
        for _ in range(self.bounds.rounds * len(self.members)):
            member = await following()
            if member is None or now() >= self._until:
                self.ended = "late" if member else "done"
                return
            before = len(self.said)
            said = await self._step(member, self.said[-reads:], leads)
            self.said.append(said)
            if said.question:
                self.ended = "asks"
            elif said.text and self.bounds.stop(said):
                self.ended = "done"
            elif len(self.said) >= patience and not any(each.text for each in self.said[-patience:]):
                self.ended = "silent"
            for each in self.said[before:]:
                yield each
            if self.ended:
                return
        self.ended = "bounds"

    async def _step(self, member: Member, told: Sequence[Said], leads: bool) -> Said:
        key = f"{len(self.said)} {member.name}"
        hands = Reach(self.hands, lambda: self.steps.acting(key))
        if leads:
            hands.others = {other.name: self._asking(member, other, hands) for other in self.members if other != member}

        async def work() -> Mapping[str, Any]:
            return asdict(await self._turn(member, told, hands, self._seconds(leads)))

        try:
            return _said(await self.steps.step(key, work))
        except NotRepeated as error:
            return Said(member.name, "", str(error))

    def _asking(self, leader: Member, other: Member, hands: Reach) -> Answering:
        async def ask(call: ToolCall, what: str, tainted: bool) -> ToolResult:
            told = [*self.said, Said(leader.name, what, tainted=tainted)]
            self.said.append(said := await self._turn(other, told, Reach(self.hands, hands.acting), self._seconds()))
            return said.question or ToolResult(call, {"answer": said.text}, said.error, untrusted=said.tainted)

        return ask

    async def _turn(self, member: Member, told: Sequence[Said], hands: Reach, seconds: float) -> Said:
        others = _others([other for other in self.members if other != member])
        order = in_language(_ORDER, self.asked.language).format(name=member.name, others=others)
        system = "\n\n".join((member.persona, order, blocks_text(await self.blocks.all())))
        *talk, last = self._messages(member, told)
        tainted = self.asked.tainted or any(said.tainted for said in (*self.said, *told))
        prompt = Prompt(system, tuple(hands.specs(self.asked.caller)), tuple(talk), text_of(last), self.task, tainted)
        work = Work(member.model, hands, prompt, self.asked, self.bounds.limits)
        text, error = "", ""
        question: ToolResult | None = None
        try:
            async with asyncio.timeout(seconds), aclosing(work.parts()) as parts:
                async for part in parts:
                    match part:
                        case Text(piece, filler=False):
                            text += piece
                        case ToolResult() if part.question:
                            question = part
        except LanguageModelError as failed:
            error = str(failed)
        except TimeoutError:
            error = "it took too long"
        if not text.strip():
            error = error or "it came to no answer"
        return Said(member.name, "" if error else text.strip(), error, work.tainted, question)

    def _messages(self, member: Member, told: Sequence[Said]) -> list[Message]:
        """The task, then the talk as this member sees it: its own words as an assistant's, those of others between them, the oldest
        left out where not all have room."""
        kept, room = len(told), _FILLED * member.model.window
        while kept and (room := room - member.model.count(_shown(told[kept - 1]))) > 0:
            kept -= 1
        caller = self.asked.caller
        heard = [placed(self.task, self.asked.at, caller.room, caller.user, self.asked.language)]
        messages: list[Message] = []
        for said in told[kept:]:
            if said.by == member.name and said.text:
                messages += [User("\n".join(heard) or in_language(_GO_ON, self.asked.language)), Assistant(said.text[:_LONGEST])]
                heard = []
            elif said.by != member.name:
                heard.append(_shown(said))
        return [*messages, User("\n".join(heard) or in_language(_GO_ON, self.asked.language))]

    def _seconds(self, whole: bool = False) -> float:
        """That a turn may take; one that waits for others has the time of the whole talk."""
        left = self._until - asyncio.get_running_loop().time()
        return left if whole else min(left, self.bounds.turn)


def _said(kept: Mapping[str, Any]) -> Said:
    """From a step's output."""
    asked = kept["question"]
    return Said(**{**kept, "question": ToolResult(**{**asked, "call": ToolCall(**asked["call"])}) if asked else None})


def _shown(said: Said) -> str:
    """As the others read it; no text can close the fence."""
    return f'<said by="{tame(said.by)}">{tame(said.text[:_LONGEST]) or f"({tame(said.error)})"}</said>'


def _others(members: Sequence[Member]) -> str:
    return "; ".join(f"{member.name} ({member.persona.strip().splitlines()[0]})" for member in members)
