"""Asks the language model; takes whatever nobody before it took."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from jarvisd.agent import Answer, claims
from jarvisd.agent.background import Background
from jarvisd.agent.context import Overview, Prompt, build, overview, told
from jarvisd.agent.fitting import Everything, Offer
from jarvisd.agent.gather import TALK, Gather
from jarvisd.agent.pace import Paced
from jarvisd.agent.prompt import personas
from jarvisd.agent.steps import SAYS, Hands, Limits, Work
from jarvisd.agent.summary import Compaction
from jarvisd.config import shipped
from jarvisd.errors import LanguageModelError
from jarvisd.memory import Context, Recall, ToolUse, Turn
from jarvisd.memory.runs import Runs, Steps
from jarvisd.messages import Language, Part, Request, Text, ToolResult, in_language
from jarvisd.tools import Asked

NAME = "llm"
_TALKS = 256  # conversations of which more is known than their turns
LATER = "background"  # the responder of what was finished after its turn, and the kind of its run

_SAYS: dict[str, dict[Language, str]] = {
    "working": {"en": "This takes longer: I am still working on it.", "zh": "这件事要久一点，我还在处理。"},
    "since": {"en": "About what you asked before: {outcome} ", "zh": "关于你刚才问的：{outcome}"},
    "failed": {"en": "I could not finish it.", "zh": "这件事我没能做完。"},
}


@dataclass(frozen=True, slots=True)
class Mind:
    """What thinking takes."""

    model: Paced
    hands: Hands
    gather: Gather
    compaction: Compaction
    recall: Recall
    background: Background
    runs: Runs
    now: Callable[[], datetime]
    limits: Limits = field(default_factory=Limits)
    offer: Offer = field(default_factory=Everything)


@dataclass
class Open:
    """What is known of a conversation beyond its turns."""

    tainted: datetime | None = None  # when words of others last stood in its prompt
    outcomes: list[Text] = field(default_factory=list)  # of what was finished in the background, not told yet


@dataclass
class Came:
    """What came of a turn so far."""

    said: str = ""
    uses: list[ToolUse] = field(default_factory=list)

    def take(self, part: Part) -> None:
        match part:
            case Text(text, filler=False):
                self.said += text
            case ToolResult(call, content, error, untrusted=untrusted):
                self.uses.append(ToolUse(call.name, call.arguments, content, error, untrusted))


class Chat:
    """An answer with tools and memory, streamed."""

    name = NAME

    def __init__(self, mind: Mind, folder: Path | None = None) -> None:
        self._mind = mind
        self._personas = personas(folder or shipped("config/prompts"))
        self._open: dict[str, Open] = {}  # by conversation
        self._after: set[asyncio.Task[None]] = set()  # what follows turns; owned by the background

    def fixed(self) -> Sequence[tuple[str, Language]]:
        says = (*SAYS.values(), claims.DENIED, _SAYS["working"], _SAYS["failed"])
        return [(text.strip(), language) for said in says for language, text in said.items()]

    async def consider(self, request: Request) -> Answer | None:
        """Whoever speaks goes before whatever the model still does for earlier turns: it has one mind."""
        request = replace(request, at=request.at or self._mind.now())
        for task in tuple(self._after):
            task.cancel()
        return Thought(self, self._mind, request, await self.prompt(request), request.language)

    async def prompt(self, request: Request) -> Prompt:
        """What the model is given for this request."""
        at = request.at or self._mind.now()
        context, hands = await self._mind.gather.context(request, at), self._mind.hands
        tools = await self._mind.offer.choose(request, hands.specs(request.caller))
        made = build(self._persona(context, request), context, tools, request, at, hands.strangers)
        tainted = self.open(request.conversation).tainted
        return replace(made, tainted=made.tainted or (tainted is not None and at - tainted < TALK))

    async def overview(self, request: Request) -> Overview:
        """Where the window goes at a turn of this conversation."""
        context = await self._mind.gather.context(request, request.at or self._mind.now())
        model = self._mind.model
        tools = await self._mind.offer.choose(replace(request, text=""), self._mind.hands.specs(request.caller))
        return overview(self._persona(context, request), context, tools, model.window, model.count)

    async def warm(self, request: Request) -> None:
        """Has the model read ahead what this conversation's next turn begins with."""
        ahead = await self.prompt(replace(request, text=""))
        await self._mind.model.warm(ahead.prefix, ahead.tools)

    def follow(self, work: Callable[[], Awaitable[object]]) -> None:
        """Done while nobody waits; the next thing that is said cancels it."""
        task = self._mind.background.start("what follows a turn", work)
        self._after.add(task)
        task.add_done_callback(self._after.discard)

    async def cut_short(self, steps: Steps, given: Mapping[str, str]) -> None:
        """The house ended while it finished something: nobody knows how far it came, so it is not begun again, and the person is told."""
        self.open(given["conversation"]).outcomes.append(Text(in_language(_SAYS["failed"], given["language"])))

    async def rest(self) -> None:
        """Returns when nothing is done any more for what was said."""
        await self._mind.background.rest()

    def open(self, conversation: str) -> Open:
        known = self._open.pop(conversation, None) or Open()
        while len(self._open) >= _TALKS:
            self._open.pop(next(iter(self._open)))  # the one that was longest not spoken in
        self._open[conversation] = known
        return known

    def _persona(self, context: Context, request: Request) -> str:
        """In the language in which the talk began: another one in its middle must not change how the prompt begins."""
        language = context.recent[0].language if context.recent else request.language
        return in_language(self._personas, language)


@dataclass(frozen=True, slots=True)
class Thought:
    """What the model says, as it says it, and what it does on the way."""

    chat: Chat
    mind: Mind
    request: Request  # its time is known
    prompt: Prompt
    language: Language
    by: str = NAME
    preview: None = None
    exact: bool = False
    stops: bool = False

    async def parts(self) -> AsyncGenerator[Part, None]:
        talk, at = self.chat.open(self.request.conversation), self._at
        while talk.outcomes:
            done = talk.outcomes.pop(0)
            yield replace(done, text=self._say("since").format(outcome=done.text))
        prompt = await self._fitting()
        work = self._work(prompt)
        came = Came()
        try:
            async with aclosing(work.parts()) as parts:
                async for part in parts:
                    came.take(part)
                    yield replace(part, tainted=work.tainted) if isinstance(part, Text) else part
            if work.unfinished:
                yield Text(self._say("working"))
                self.mind.background.start("the rest of a turn", lambda: self._finish(work))
        finally:
            if work.tainted:
                talk.tainted = at
        turn = self._turn(at, came.said.strip(), NAME, came, work.tainted)
        self.chat.follow(lambda: self._afterwards(turn, prompt))

    @property
    def _at(self) -> datetime:
        return self.request.at or self.mind.now()

    async def _fitting(self) -> Prompt:
        """The prompt; made again with a quick summary where the talk does not fit any more, for somebody is waiting."""
        if not self.mind.compaction.must(self.prompt):
            return self.prompt
        await self.mind.compaction.run(self.request.conversation, self._at, self.language, self.mind.hands.strangers, quick=True)
        return await self.chat.prompt(self.request)

    def _work(self, prompt: Prompt) -> Work:
        asked = Asked(self.request.caller, self.request.conversation, self.language, self._at)
        return Work(self.mind.model, self.mind.hands, prompt, asked, self.mind.limits)

    async def _finish(self, work: Work) -> None:
        """Goes on where the turn stopped, once more as far; what came of it is kept, and told at the next turn."""
        async with self.mind.runs.begin(LATER, {"conversation": self.request.conversation, "language": self.language}):
            came = Came()
            try:
                async with aclosing(work.parts()) as parts:
                    async for part in parts:
                        came.take(part)
            except LanguageModelError:
                work.unfinished = True
            outcome = self._say("failed") if work.unfinished else came.said.strip() or self._say("failed")
            await self.mind.recall.keep(self._turn(self.mind.now(), outcome, LATER, came, work.tainted))
        self.chat.open(self.request.conversation).outcomes.append(Text(outcome, tainted=work.tainted))

    def _turn(self, at: datetime, answered: str, by: str, came: Came, tainted: bool) -> Turn:
        request, caller = self.request, self.request.caller
        who = (request.conversation, caller.user, caller.room)
        return Turn(at, *who, self.language, request.text, answered, by, tuple(came.uses), tainted=tainted)

    async def _afterwards(self, turn: Turn, prompt: Prompt) -> None:
        """Sums up what has grown long; has the model read ahead what the next turn begins with."""
        mind, strangers = self.mind, self.mind.hands.strangers
        grown = replace(prompt, talk=(*prompt.talk, *told(turn, strangers)))
        if mind.compaction.due(grown) and await mind.compaction.run(turn.conversation, turn.at, self.language, strangers):
            await self.chat.warm(self.request)
        else:
            await mind.model.warm(grown.prefix, grown.tools)

    def _say(self, what: str) -> str:
        return in_language(_SAYS[what], self.language)
