"""What works with no language model at all: facts are kept on a word, answered from, taken back and forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from jarvisd.agent import Answer, knowing
from jarvisd.agent.answers import Line
from jarvisd.agent.extract import UNDERSTOOD
from jarvisd.agent.guessing import guessed
from jarvisd.agent.orders import Order, Orders, days
from jarvisd.agent.said import statements
from jarvisd.agent.telling import NAME, Act, Book, bare, ended, named_day, quoted
from jarvisd.memory import Found, Passage, Turn, Within
from jarvisd.memory.opened import Memory
from jarvisd.messages import Language, Request, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.remember import RememberTools

_CANDIDATES = 30  # passages of each search that are looked at
_TOLD = 3  # facts of one answer
_ABOUT = 6  # facts of an answer to "what do you know about"
_BACK = 8  # turns in which "that" may have been said
_TALK = 64  # turns of this talk that a model sees (agent/gather.py)
_EVERYTHING = 500  # passages or turns about somebody that are forgotten at once


class Remembering:
    """Stands after the sentences of the house. last: no language model stands behind it, so it says itself what is not known."""

    name = NAME

    def __init__(self, book: Book, bus: Bus, memory: Memory, tools: RememberTools, now: Callable[[], datetime], last: bool) -> None:
        self._book = book
        self._bus = bus
        self._recall = memory.recall
        self._archive = memory.archive
        self._blocks = memory.blocks
        self._tools = tools
        self._now = now
        self._last = last

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return [(text, orders.language) for orders in self._book.orders for text in orders.says.values() if "{" not in text]

    async def consider(self, request: Request) -> Answer | None:
        for orders in sorted(self._book.orders, key=lambda orders: orders.language != request.language):
            order = orders.read(request.text)
            if order is not None:
                return await self._obey(order, orders, request)
        return await self._answer(request)

    async def _obey(self, order: Order, orders: Orders, request: Request) -> Answer | None:
        language = orders.language
        match order.kind:
            case "remember":
                return self._act("archival_memory_insert", {"content": order.fact}, request, language, self._kept(order.fact, orders))
            case "undo":
                return self._act("undo_memory", {}, request, language, self._done(language))
            case "forget_that":
                return self._forget(await self._that(request.conversation), [], request, language)
            case "forget_about":
                return await self._forget_about(order.about, request, language)
            case "forget":
                return await self._forget_about(order.about, request, language, last=False)
            case "known":
                return await self._known(order.about, request, language)
            case "before":
                return await self._known(order.about, request, language, before=True)
            case "said":
                return await self._said(order, request, language)

    # Questions

    async def _answer(self, request: Request) -> Answer | None:
        lexicon = self._book.lexicon
        text = knowing.now(request.text)
        asked = knowing.question(text, lexicon, request.caller.user)
        if asked is None:
            return None
        if text != request.text and (once := await self._once(asked)):
            return self._tell(once[:_TOLD], request, request.language)
        other = lexicon.other(asked.words)
        found = await self._find(request.text, other)
        told = self._fitting(asked, found) or (self._fitting(asked, await self._mentioned(asked.text, other)) if self._last else [])
        if told:
            return self._tell(told[:_TOLD], request, request.language)
        if not await self._is_unknown(asked, found, request):
            return None
        says = self._book.says(request.language)
        return Line(says["unknown_about"].format(about=asked.about) if asked.about else says["unknown"], request.language, NAME)

    async def _once(self, asked: knowing.Question) -> list[Passage]:
        """What answered it before something else took its place."""
        lexicon = self._book.lexicon
        found = await self._find(asked.text, lexicon.other(asked.words), within=Within(superseded=True))
        return [passage for passage in self._fitting(asked, found) if passage.superseded_by]

    def _fitting(self, asked: knowing.Question, found: Sequence[Found]) -> list[Passage]:
        """What of it answers, the best first."""
        fits = [
            (fit, each) for each in found if (fit := knowing.fit(asked, _text(each), _person(each), each.similarity, self._book.lexicon))
        ]
        return [_passage(each) for each in knowing.best(fits)] if fits else []

    async def _mentioned(self, *queries: str) -> list[Found]:
        """What people said without asking to have it remembered, the newest first: where no model makes facts of it, it is known all the
        same. Each is a passage without an id. What an order of theirs or a tool was about is left to what became of it."""
        found: dict[int, Found] = {}
        for query in queries:
            for each in await self._recall.search(query, Within(roles=frozenset({"user"})), _CANDIDATES) if query else ():
                found.setdefault(each.item.id, each)
        newest = [found[id] for id in sorted(found, reverse=True)]
        return [replace(each, item=said) for each in newest if isinstance(each.item, Turn) for said in _stated(each.item)]

    async def _is_unknown(self, asked: knowing.Question, found: Sequence[Found], request: Request) -> bool:
        """It is about this household, and nobody told. Before a model is asked, everything it could know it from is looked at."""
        lexicon = self._book.lexicon
        if self._last:
            return knowing.household(asked, map(_text, found), lexicon)
        within, other = Within(roles=frozenset({"user"})), lexicon.other(asked.words)
        turns = list(await self._recall.last(request.conversation, _TALK))
        for query in (request.text, other):
            found_turns = await self._recall.search(query, within, _CANDIDATES) if query else ()
            turns += [each.item for each in found_turns if isinstance(each.item, Turn)]
        told = [turn.asked for turn in turns if knowing.question(turn.asked, lexicon) is None]
        lines = [f"{block.label.title()}: {line}" for block in await self._blocks.all() for line in block.text.splitlines()]
        return guessed(asked, [*map(_text, found), *told, *lines], lexicon)

    async def _find(self, *queries: str, within: Within = Within(), limit: int = _CANDIDATES) -> list[Found]:
        """What any of them finds that somebody said, each once; how like it is only the first can tell, which is the question itself."""
        found: dict[int, Found] = {}
        for at, query in enumerate(queries):
            for each in await self._archive.search(query, within, limit) if query else ():
                if isinstance(each.item, Passage) and each.item.source != "document":
                    found.setdefault(each.item.id, replace(each, similarity=0.0) if at else each)
        return list(found.values())

    async def _about(self, about: str, within: Within = Within(), limit: int = _EVERYTHING) -> list[Passage]:
        """What was said about somebody or something, the newest first."""
        lexicon = self._book.lexicon
        words = lexicon.words(about.title() if about.isascii() and about.islower() else about)
        found = await self._find(about, lexicon.other(words), within=within, limit=limit)
        fits = [_passage(each) for each in found if knowing.mentions(_text(each), words, lexicon)]
        return sorted(fits, key=lambda passage: (passage.at, passage.id), reverse=True)

    async def _known(self, about: str, request: Request, language: Language, before: bool = False) -> Answer | None:
        passages = await self._about(about, Within(superseded=before))
        if before:
            passages = [passage for passage in passages if passage.superseded_by]
        elif self._last and not passages:
            lexicon = self._book.lexicon
            words = lexicon.words(about.title() if about.isascii() and about.islower() else about)
            said = map(_passage, await self._mentioned(about, lexicon.other(words)))
            passages = [passage for passage in said if knowing.mentions(passage.text, words, lexicon)]
        if passages:
            return self._tell(passages, request, language, _ABOUT)
        return Line(self._book.says(language)["nothing_about"].format(about=about), language, NAME) if self._last else None

    def _tell(self, passages: Sequence[Passage], request: Request, language: Language, most: int = _TOLD) -> Line:
        says, today = self._book.says(language), request.at or self._now()
        told = [quoted(passage, request.caller.user, says, today, language) for passage in passages[:most]]
        left = len(passages) - len(told)
        more = [says["more"].format(count=left)] if left > 0 else []
        return Line(("" if language == "zh" else " ").join([*told, *more]), language, NAME)

    async def _said(self, order: Order, request: Request, language: Language) -> Answer | None:
        today = request.at or self._now()
        named = days(order.day, today.date())
        within = Within.days(*named, today.tzinfo) if named and today.tzinfo else Within()
        within = Within(within.since, within.until, request.caller.user, roles=frozenset({"user"}))
        lexicon, says = self._book.lexicon, self._book.says(language)
        words = lexicon.words(order.about)
        queries = (order.about, lexicon.other(words)) if order.about else ("",)
        turns: dict[int, tuple[Turn, float]] = {}
        for query in dict.fromkeys(queries):
            found = await self._recall.search(query, within, _CANDIDATES)
            turns |= {each.item.id: (each.item, each.similarity) for each in found if isinstance(each.item, Turn)}
        said = [(turn, like) for turn, like in turns.values() if not self._is_looking_back(turn.asked)]
        told = [turn for turn, _ in said if not order.about or knowing.mentions(turn.asked, words, lexicon)]
        told = [turn for turn in told if self._is_fact(turn.asked)] or told
        if not told:  # a model is asked only where something like it was said: else it would make it up
            near = not self._last and any(like >= knowing.LIKELY for _, like in said)
            return None if near else Line(says["nothing_said"], language, NAME)
        lines = [
            ended(says["said"].format(day=named_day(turn.at, today, language), fact=bare(turn.asked)))
            for turn in sorted(told, key=lambda turn: turn.id)[-_TOLD:]
        ]
        return Line(("" if language == "zh" else " ").join(lines), language, NAME)

    def _is_looking_back(self, text: str) -> bool:
        return not self._book.kinds(text).isdisjoint(("said", "before", "known"))

    def _is_fact(self, text: str) -> bool:
        return bool(statements(text)) or "remember" in self._book.kinds(text)

    # Deeds

    def _act(
        self,
        tool: str,
        arguments: Mapping[str, object],
        request: Request,
        language: Language,
        say: Callable[[ToolResult], Awaitable[str]],
        ready: Callable[[ToolCall], Awaitable[ToolCall]] | None = None,
    ) -> Act:
        asked = Asked(request.caller, request.conversation, language, request.at or self._now())
        return Act(ToolCall(uuid.uuid4().hex, tool, arguments), asked, self._bus, say, ready)

    def _kept(self, fact: str, orders: Orders) -> Callable[[ToolResult], Awaitable[str]]:
        says, language = orders.says, orders.language

        async def say(result: ToolResult) -> str:
            if result.error:
                return says["failed"]
            how = result.content["how"]
            passage = await self._archive.get(int(result.content["id"]))
            if how == "same" and passage is not None:
                return says["same"].format(told=quoted(passage, "", says, self._now(), language))
            if how == "updated" and passage is not None:
                return says["updated"].format(fact=bare(passage.text))
            if how == "superseded":
                found = await self._find(fact, within=Within(superseded=True))
                gone = [_passage(each) for each in found if _passage(each).superseded_by == result.content["id"]]
                if gone:
                    day = named_day(gone[0].at, self._now(), language)
                    return says["superseded"].format(fact=fact, day=day, before=bare(gone[0].text))
            return says["new_own" if orders.own(fact) else "new"].format(fact=fact)

        return say

    def _done(self, language: Language) -> Callable[[ToolResult], Awaitable[str]]:
        async def say(result: ToolResult) -> str:
            return self._bus.told(result, language) or self._book.says(language)["cannot"]

        return say

    async def _that(self, conversation: str) -> list[Passage]:
        """What was remembered, told or said last in this talk."""
        for turn in reversed(await self._recall.last(conversation, _BACK)):
            kept = [use.content["id"] for use in turn.uses if use.name == "archival_memory_insert" and "id" in use.content]
            passages = [passage for id in kept if (passage := await self._archive.get(int(id)))]
            if not passages:
                found = await self._find(turn.answered, within=Within(superseded=True)) if turn.answered else []
                found += await self._mentioned(turn.answered)
                passages = [_passage(each) for each in found if bare(_text(each)) in turn.answered]
            if passages := passages or _stated(turn):
                return passages
        return []

    async def _forget_about(self, about: str, request: Request, language: Language, last: bool = True) -> Answer | None:
        lexicon = self._book.lexicon
        words = lexicon.words(about)
        found = await self._recall.search(about, Within(roles=frozenset({"user"})), _EVERYTHING)
        turns = [each.item for each in found if isinstance(each.item, Turn) and knowing.mentions(each.item.asked, words, lexicon)]
        passages = await self._about(about, Within(superseded=True)) or [said for turn in turns for said in _stated(turn)]
        if not passages:
            return Line(self._book.says(language)["no_such"].format(about=about), language, NAME) if last else None
        return self._forget(passages, [turn.id for turn in turns], request, language)

    def _forget(self, passages: Sequence[Passage], turns: Sequence[int], request: Request, language: Language) -> Answer:
        if not passages:
            return Line(self._book.says(language)["nothing_to_forget"], language, NAME, stops=True)
        return self._act("forget_memory", {}, request, language, self._done(language), self._going(passages, turns))

    def _going(self, passages: Sequence[Passage], turns: Sequence[int]) -> Callable[[ToolCall], Awaitable[ToolCall]]:
        """What was only said is kept as a fact first: as one, it is forgotten wherever it was said again."""

        async def ready(call: ToolCall) -> ToolCall:
            kept = [passage if passage.id else (await self._archive.insert(passage)).passage for passage in passages]
            self._tools.name(kept)
            return replace(call, arguments={"passages": [passage.id for passage in kept], "turns": list(turns)})

        return ready


def _text(found: Found) -> str:
    return _passage(found).text


def _person(found: Found) -> str:
    return _passage(found).person


def _stated(turn: Turn) -> list[Passage]:
    """What it says as a plain statement, where nobody was asked to remember it and nothing was done."""
    if turn.by in UNDERSTOOD or turn.uses:
        return []
    return [Passage(clause, turn.at, "user", turn.person, turn=turn.id) for clause in statements(turn.asked)[:1]]


def _passage(found: Found) -> Passage:
    assert isinstance(found.item, Passage)
    return found.item
