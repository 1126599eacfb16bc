"""The mind's one door: who answers, and what is kept of it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from jarvisd import when
from jarvisd.agent import Answer, Responder, answers, confirm
from jarvisd.agent.answers import Line
from jarvisd.agent.said import tells
from jarvisd.errors import JarvisError, LanguageModelError, ModelStarting, StorageError, ToolError
from jarvisd.memory import Recall, ToolUse, Turn
from jarvisd.messages import Asks, Language, Part, Request, Text, ToolCall, ToolResult
from jarvisd.tools.bus import Bus

log = logging.getLogger(__name__)

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z']{2,}")
_SENTENCE = 3  # Latin words that are no longer a name within Chinese
NOBODY = "house"  # who answers where nobody knows how: one honest sentence
_KEEP = 3.0  # seconds that writing a turn may take

# What the house says for itself, short enough to be spoken.
_OWN: dict[str, dict[Language, str]] = {
    "unknown": {
        "en": "I can't answer that, because no language model is set up. I can tell the time, keep timers and remember what you tell me.",
        "zh": "这个我还答不了，因为没有设置语言模型。我可以报时间、定时提醒，也能记住你告诉我的事。",
    },
    "noted": {"en": "All right, I'll keep that in mind.", "zh": "好的，我记着了。"},
    "nothing": {"en": "I didn't catch anything.", "zh": "我没有听清。"},
    "model": {"en": "Sorry, the language model did not answer.", "zh": "抱歉，语言模型没有回答。"},
    "starting": {
        "en": "I have only just started and am still getting my thoughts together. Please ask me that again in half a minute.",
        "zh": "我刚启动，还在准备，请过半分钟再问我一次。",
    },
    "broken": {"en": "Sorry, the language model broke off.", "zh": "抱歉，语言模型中断了。"},
    "tool": {"en": "Sorry, that did not work.", "zh": "抱歉，没有成功。"},
    "other": {"en": "Sorry, something went wrong here.", "zh": "抱歉，我这里出错了。"},
}


class Reply:
    """An answer on its way: take its parts with `async for`; what came stands in its fields."""

    def __init__(self, answer: Answer, parts: AsyncIterator[Part]) -> None:
        self.by = answer.by
        self.language = answer.language
        self.text = ""
        self.calls: list[ToolCall] = []
        self.results: list[ToolResult] = []
        self.expects_answer = False
        self.spoken: str | None = None  # what was really heard; None: all of text, as when it is read
        self.fillers: list[str] = []  # what of it only filled the time
        self.tainted = False  # words of others stood in what it was made from
        self.whole = False  # its parts came to their end
        self.turn = 0  # the id under which memory kept the turn; 0: not yet
        self._parts = parts

    def __aiter__(self) -> Reply:
        return self

    async def __anext__(self) -> Part:
        try:
            part = await anext(self._parts)
        except StopAsyncIteration:
            self.whole = True
            raise
        match part:
            case Text(text, filler, tainted):
                self.text += text
                self.tainted = self.tainted or tainted
                self.fillers += [text.strip()] if filler else []
            case ToolCall():
                self.calls.append(part)
            case ToolResult():
                self.results.append(part)
            case Asks():
                self.expects_answer = True
        return part

    @property
    def heard(self) -> str:
        return (self.text if self.spoken is None else self.spoken).strip()

    @property
    def kept(self) -> str:
        """What was heard of the answer, without what only filled the time."""
        text = self.heard
        for filler in self.fillers:
            text = text.replace(filler, "", 1)
        return " ".join(text.split()) if self.fillers else text

    @property
    def uses(self) -> tuple[ToolUse, ...]:
        """Each call with what came back; of one that was cut off it is not known."""
        came = {result.call.id: result for result in self.results}
        return tuple(_use(call, came.get(call.id)) for call in self.calls)


def saying(text: str, language: Language) -> Reply:
    """What the house says by itself, as a reply that nobody asked for; memory does not keep it."""
    answer = Line(text, language, NOBODY)
    return Reply(answer, answer.parts())


class Assistant:
    """`bus`: the one through which the responders act. The responder that knows yes and no (agent/confirm.py) stands first among them."""

    def __init__(self, responders: Sequence[Responder], recall: Recall, now: Callable[[], datetime], bus: Bus | None = None) -> None:
        self._responders = tuple(responders)
        self._recall = recall
        self._now = now
        self._bus = bus or Bus(())
        self._writing: set[asyncio.Task[None]] = set()  # owned by this object: `rest` waits for them
        self.talking = 0  # turns at this moment
        self._stirs: list[Callable[[], None]] = []

    def fixed(self) -> Sequence[tuple[str, Language]]:
        """Every answer that is always the same, its own and its responders'."""
        own = [(text, language) for said in _OWN.values() for language, text in said.items()]
        return [*own, *(each for responder in self._responders for each in responder.fixed())]

    def watch(self, stir: Callable[[], None]) -> None:
        """stir: called when a turn begins, and when one ends."""
        self._stirs.append(stir)

    async def consider(self, request: Request) -> Answer:
        """The first responder that takes it; nothing acts, so the answer may be dropped. Fails for no JarvisError."""
        request = replace(request, language=_spoken(request))
        if not request.text.strip():
            return _own("nothing", request.language)
        try:
            for responder in self._responders:
                answer = await responder.consider(request)
                if answer is not None:
                    return answer
        except (JarvisError, OSError) as error:
            return _sorry(error, request.language, begun=False)
        return _own("noted" if self._tells(request) else "unknown", request.language)  # what was told is found again when asked about

    def _tells(self, request: Request) -> bool:
        """Something is so; a time alone is nothing that is told."""
        language: Language = "zh" if request.language == "zh" else "en"
        time = when.read(request.text, language, request.at or self._now(), asked=True)
        return bool(time.rest and tells(request.text))

    @asynccontextmanager
    async def turn(self, request: Request, answer: Answer) -> AsyncIterator[Reply]:
        """The committed turn: acts as its reply is read; on leaving, however that happens, what was heard is kept.

        A question that was heard whole may be answered from then on; any other thing that is said closes it.
        """
        at, began = request.at or self._now(), asyncio.get_running_loop().time()
        with self._talk():
            await self._begin(request.conversation, at, keep=answer.by == confirm.NAME)
            async with aclosing(_honest(answer)) as parts:
                reply = Reply(answer, parts)
                try:
                    yield reply
                finally:
                    after = timedelta(seconds=asyncio.get_running_loop().time() - began)
                    await self._end(reply, request, at, at + after)

    @contextmanager
    def _talk(self) -> Iterator[None]:
        self.talking += 1
        for stir in self._stirs:
            stir()
        try:
            yield
        finally:
            self.talking -= 1
            for stir in self._stirs:
                stir()

    async def rest(self) -> None:
        """Returns when everything is kept; called before the database closes."""
        while self._writing:
            await asyncio.wait(self._writing)

    async def _begin(self, conversation: str, at: datetime, keep: bool) -> None:
        try:
            await self._bus.begin(conversation, at, keep)
        except StorageError as error:
            log.warning("an open question could not be closed: %s", error)

    async def _end(self, reply: Reply, request: Request, at: datetime, ended: datetime) -> None:
        """Not even a second cancellation loses the turn; a full disk does, with a line in the log."""
        writing = asyncio.create_task(self._write(reply, request, at, ended))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            await asyncio.wait({writing}, timeout=_KEEP)
            raise

    async def _write(self, reply: Reply, request: Request, at: datetime, ended: datetime) -> None:
        caller, heard = request.caller, reply.heard
        who = (request.conversation, caller.user, caller.room)
        turn = Turn(at, *who, reply.language, request.text, reply.kept, reply.by, reply.uses, tainted=reply.tainted)
        try:
            async with asyncio.timeout(_KEEP):
                for result in reply.results:
                    if result.question:
                        whole = reply.whole and answers.heard_whole(reply.text, heard, result.question)
                        await self._bus.heard(result, request.conversation, ended, whole)
                reply.turn = await self._recall.keep(turn)
        except (JarvisError, TimeoutError) as error:
            log.warning("this turn was not kept: %s", error or "the database did not answer")


def _use(call: ToolCall, result: ToolResult | None) -> ToolUse:
    if result is None:
        return ToolUse(call.name, call.arguments, {}, "It was cut off; whether it happened is not known.")
    asked = f"Not done; it was asked first: {result.question}" if result.question else ""
    return ToolUse(call.name, call.arguments, result.content, result.error or asked, result.untrusted)


async def _honest(answer: Answer) -> AsyncGenerator[Part, None]:
    """The answer's parts; where it fails or says nothing, a sentence that says so."""
    said = False
    try:
        async with aclosing(answer.parts()) as parts:
            async for part in parts:
                said = said or (isinstance(part, Text) and not part.filler and bool(part.text.strip()))
                yield part
        failed: Line | None = None if said else _own("other", answer.language)
    except (JarvisError, OSError) as error:
        failed = _sorry(error, answer.language, begun=said)
    if failed is not None:
        yield Text(" " + failed.text if said else failed.text)


def _spoken(request: Request) -> Language:
    """The language it is written in, where that can be seen: who types does not say which it is."""
    if _HAN.search(request.text):
        return "zh"
    return "en" if len(_LATIN.findall(request.text)) >= _SENTENCE else request.language


def _sorry(error: Exception, language: Language, begun: bool) -> Line:
    log.warning("an answer failed: %s", error)
    match error:
        case ModelStarting() if not begun:
            return _own("starting", language)
        case LanguageModelError():
            return _own("broken" if begun else "model", language)
        case ToolError():
            return _own("tool", language)
    return _own("other", language)


def _own(what: str, language: Language) -> Line:
    known = language if language in _OWN[what] else "en"
    return Line(_OWN[what][known], known, NOBODY)
