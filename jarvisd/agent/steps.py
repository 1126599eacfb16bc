"""The way of one turn: the model speaks or calls, the calls are made, the model reads what came of them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from jarvisd.agent import answers, claims
from jarvisd.agent.context import Prompt, shown
from jarvisd.errors import CallUnreadable, LanguageModelError
from jarvisd.llm import Model
from jarvisd.messages import Asks, Assistant, Caller, Language, Message, Part, Text, ToolCall, ToolResult, ToolSpec, in_language
from jarvisd.tools import Asked, Risk

# What the house says for itself on the way, short enough to be spoken.
SAYS: dict[str, dict[Language, str]] = {
    "moment": {"en": "One moment. ", "zh": "稍等。"},
    "thinking": {"en": "I am still thinking. ", "zh": "我还在想。"},
    "again": {"en": "I was going round in circles there, so I stopped.", "zh": "我在重复同一步，就先停下了。"},
    "done": {"en": "That is done.", "zh": "做好了。"},
    "failed": {"en": "That did not work.", "zh": "没有成功。"},
}
_MANY = re.compile(r"\b(?:and|then|also|after that)\b|然后|并且|还有|同时|顺便|再", re.IGNORECASE)  # more than one thing may be wanted
_QUESTION = ("?", "？")
_MADE = "This very call was made already, its result stands above. Answer now, in words."  # a model reads it


@dataclass(frozen=True, slots=True)
class Limits:
    steps: int = 6  # times that the model is asked in one turn
    calls: int = 8
    slow: float = 1.5  # seconds after which something is said while a tool is at work
    silent: float = 3.0  # the same while a model has not begun; whoever speaks waits in silence, who types sees that it is waited for
    long: float = 12.0  # seconds after that until it is said that it still goes on


class Hands(Protocol):
    """What can be done; the tool bus is one."""

    @property
    def strangers(self) -> frozenset[str]:
        """The tools whose results were written by others."""

    def specs(self, caller: Caller) -> Sequence[ToolSpec]: ...

    def risk(self, call: ToolCall) -> Risk: ...

    async def call(self, call: ToolCall, asked: Asked) -> ToolResult: ...

    def told(self, result: ToolResult, language: Language) -> str:
        """The tool's own sentence about what it did; "" leaves it to the model."""


class Work:
    """One turn. What it learned stays in it, so that it can go on where it stopped."""

    def __init__(self, model: Model, hands: Hands, prompt: Prompt, asked: Asked, limits: Limits = Limits()) -> None:
        self.unfinished = False  # the limits were reached before the answer
        self._model = model
        self._hands = hands
        self._single = not _MANY.search(prompt.said)
        self._tools = prompt.tools
        self._messages: list[Message] = list(prompt.messages)
        self._asked = replace(asked, by="model", tainted=prompt.tainted)
        self._limits = limits
        self._results: list[ToolResult] = []
        self._made: set[str] = set()
        self._told_so = False  # that it made a call before
        self._fillers = [(limits.silent, "moment"), (limits.long, "thinking")] if asked.caller.origin == "voice" else []
        self._ids: set[str] = set()
        self._unread: list[Message] = []  # a call that could not be read, with what was wrong
        self._waiting: list[ToolCall] = []  # calls over the limit
        # "Have you locked the door?" may be answered from what an earlier turn did
        self._denies = not (claims.asks_about_past(prompt.said) and any(isinstance(message, ToolResult) for message in prompt.talk))

    async def parts(self) -> AsyncGenerator[Part, None]:
        """Until the answer is said, a question is asked, or the limits are reached. LanguageModelError where the model fails."""
        self.unfinished = False
        language, asked, made = self._asked.language, 0, 0
        text = ""
        while True:
            calls, self._waiting = self._waiting, []
            if not calls:
                if asked == self._limits.steps:
                    break
                asked += 1
                said = ""
                async with aclosing(self._spoken(calls)) as pieces:
                    async for piece in pieces:
                        said += "" if piece.filler else piece.text
                        yield piece
                text += said
                if self._unread and not calls:
                    self._messages += [Assistant(said), *self._unread] if said else self._unread
                    self._unread = []
                    continue
                if not calls:
                    if text.rstrip(" \n\t\"'”’）)*_").endswith(_QUESTION):
                        yield Asks()
                    return
                if said and not said[-1].isspace() and language != "zh":
                    yield Text(" ")
                calls = [self._named(call) for call in _once(calls)]
                repeated = [call for call in calls if _key(call) in self._made]
                if repeated and self._told_so:
                    yield Text(in_language(SAYS["again"], language))
                    return
                self._messages.append(Assistant(said, tuple(calls)))
                if repeated:  # once it is told, and may answer from what it has, or knows
                    self._told_so = True
                    self._messages += [ToolResult(call, error=_MADE) for call in repeated]
                    calls = [call for call in calls if call not in repeated]
                    if not calls:
                        continue
            room = self._limits.calls - made
            calls, self._waiting = calls[:room], calls[room:]
            made += len(calls)
            results: list[ToolResult] = []
            async with aclosing(self._done(calls, results)) as parts:
                async for part in parts:
                    yield part
            self._messages += self._unread
            self._unread = []
            for result in results:
                if question := answers.question(result):
                    for part in question:
                        yield part
                    return
            if self._single and not self._waiting and (told := self._told(results)):
                yield Text(told)
                return
            if self._waiting:
                break
        self.unfinished = True

    async def _spoken(self, calls: list[ToolCall]) -> AsyncGenerator[Text, None]:
        """One answer of the model: what may be said of it; its calls go into the list. A claim that nothing stands behind is denied."""
        language = self._asked.language
        held = claims.Claims()
        wrote = False
        try:
            async with aclosing(self._model.stream(self._messages, self._tools)) as pieces, aclosing(self._begun(pieces)) as begun:
                async for piece in begun:
                    match piece:
                        case ToolCall():
                            calls.append(piece)
                        case Text(filler=True):
                            yield piece
                        case Text(text):
                            wrote = wrote or bool(text.strip())
                            if said := text if self._kept_word() else held.feed(text):
                                yield Text(said)
        except CallUnreadable as error:  # it is told, and tries again
            call = ToolCall(f"unread{len(self._messages)}", error.tool or "unreadable", {})
            self._unread = [Assistant("", (call,)), ToolResult(call, error=str(error))]
        except LanguageModelError:
            if rest := held.end():
                yield Text(rest)
            if not wrote and any(self._acted(result) for result in self._results):
                yield Text(in_language(SAYS["done"], language))
            raise
        if rest := held.end():
            yield Text(rest)
        if self._unread:
            return
        if held.made and not calls:
            failed = next((result for result in reversed(self._results) if result.error), None)
            yield Text(in_language(SAYS["failed"] if failed else claims.DENIED, language))
        elif not wrote and not calls and self._results:
            yield Text(in_language(SAYS["failed" if self._results[-1].error else "done"], language))

    async def _begun(self, pieces: AsyncGenerator[Text | ToolCall, None]) -> AsyncGenerator[Text | ToolCall, None]:
        """The same, with something to hear where the first is long in coming: a model that still loads, or reads much."""

        async def begin() -> Text | ToolCall | None:
            return await anext(pieces, None)

        beginning = asyncio.create_task(begin())
        try:
            while self._fillers:
                seconds, filler = self._fillers[0]
                await asyncio.wait({beginning}, timeout=seconds)
                if beginning.done():
                    break
                self._fillers.pop(0)
                yield Text(in_language(SAYS[filler], self._asked.language), filler=True)
            first = await beginning
        finally:
            beginning.cancel()
            await asyncio.gather(beginning, return_exceptions=True)  # whoever left while something was said does not hear how it ended
        if first is not None:
            yield first
        async for piece in pieces:
            yield piece

    async def _done(self, calls: Sequence[ToolCall], results: list[ToolResult]) -> AsyncGenerator[Part, None]:
        """Makes the calls; says something where they take long. The model reads every result, and an answer for every call."""
        for call in calls:
            self._made.add(_key(call))
            yield call
        acting = asyncio.create_task(self._act(calls))
        try:
            await asyncio.wait({acting}, timeout=self._limits.slow)
            if not acting.done():
                yield Text(in_language(SAYS["moment"], self._asked.language), filler=True)
            results += await acting
        finally:
            if not acting.done():
                acting.cancel()
                await asyncio.wait({acting})
        for result in results:
            self._results.append(result)
            self._messages.append(shown(result, self._asked.language))
            yield result
        if any(result.untrusted for result in results):
            self._asked = replace(self._asked, tainted=True)

    async def _act(self, calls: Sequence[ToolCall]) -> list[ToolResult]:
        """What only reads runs side by side, what changes something in its order, and nothing more once somebody must be asked."""
        results: list[ToolResult] = []
        for reads, group in groupby(calls, key=self._reads):
            if reads:
                async with asyncio.TaskGroup() as tasks:
                    running = [tasks.create_task(self._hands.call(call, self._asked)) for call in group]
                results += [task.result() for task in running]
                continue
            for call in group:
                results.append(await self._hands.call(call, self._asked))
                if results[-1].question:
                    return results
        return results

    def _named(self, call: ToolCall) -> ToolCall:
        """With an id of its own: some models number their calls from the beginning at every step."""
        self._ids.add(id := call.id if call.id not in self._ids else f"{call.id}.{len(self._ids)}")
        return replace(call, id=id)

    def _told(self, results: Sequence[ToolResult]) -> str:
        """All of them in the tools' own words, where each has some: it saves asking the model again."""
        told = [self._hands.told(result, self._asked.language) for result in results]
        return ("" if self._asked.language == "zh" else " ").join(told) if all(told) else ""

    @property
    def tainted(self) -> bool:
        """Words of others stand in what the model reads."""
        return self._asked.tainted

    def _kept_word(self) -> bool:
        """Something was really changed in this turn, or the person asks about an earlier one: then it may be said."""
        return not self._denies or any(self._acted(result) for result in self._results)

    def _reads(self, call: ToolCall) -> bool:
        """It changes nothing, so that it may run beside others."""
        return self._hands.risk(call) is Risk.READ

    def _acted(self, result: ToolResult) -> bool:
        return not result.error and not result.question and not self._reads(result.call)


def _once(calls: Sequence[ToolCall]) -> list[ToolCall]:
    """Small models repeat themselves in one breath."""
    return list({_key(call): call for call in reversed(calls)}.values())[::-1]


def _key(call: ToolCall) -> str:
    return f"{call.name} {json.dumps(call.arguments, sort_keys=True, ensure_ascii=False, default=str)}"
