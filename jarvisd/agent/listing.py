"""Shopping, to-do and other lists with no language model: asked, filled, ticked off and cleared by a sentence."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jarvisd import when
from jarvisd.agent import Answer, Responder
from jarvisd.agent.before import before
from jarvisd.agent.deeds import Deed
from jarvisd.agent.phrases import Phrase, Phrases
from jarvisd.agent.unanswered import Unanswered, asked_back
from jarvisd.errors import ConfigError, ToolError
from jarvisd.memory import Recall
from jarvisd.messages import Language, Request, ToolCall
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.lists import SHOPPING, TODO
from jarvisd.tools.lists.names import key
from jarvisd.tools.lists.tools import ListTools

NAME = "listing"
_KINDS = (
    "lists", "clear_ticked", "clear", "has", "show", "buy", "todo", "undo", "undo_after", "show_after", "remove", "tick", "add", "remind",
    "tick_held", "remove_held", "shop", "add_after",
)  # fmt: skip  # the first that fits
_CHANGES = {
    "add": "list_add", "add_after": "list_add", "shop": "list_add", "remove": "list_remove", "remove_held": "list_remove",
    "tick": "list_tick", "tick_held": "list_tick", "clear": "list_clear", "clear_ticked": "list_clear_ticked",
}  # fmt: skip
_AFTER = timedelta(minutes=3)  # in which the talk is still about lists
_ANSWER = 60  # characters of such an answer
_GOODS = 40  # characters of what is named without a list: more is talk


class Sentences:
    """Of `config/lists/LANGUAGE.yaml`. ConfigError where it is none."""

    def __init__(self, path: Path) -> None:
        self.phrases = known = Phrases(path, _KINDS)
        try:
            self._bare, self._no_goods = known.patterns("bare"), known.patterns("no_goods")
            self._between, self._whole = known.pattern(known.table["between"]), known.pattern("|".join(known.table["whole"]))
            self._never, self._order = known.pattern(known.table["never"]), known.pattern(known.table["order"])
            self._tail = known.pattern(known.table["tail"])
            self._remember, self._remind = known.pattern(known.table["remember"]), str(known.table["remind"])
        except (KeyError, TypeError, AttributeError, re.error) as error:
            raise ConfigError(f"{path}: not a file of what is said to lists ({error})") from error

    @property
    def language(self) -> Language:
        return self.phrases.language

    def read(self, text: str) -> Sequence[Phrase]:
        said = self._tail.sub("", self.phrases.plain(text))
        return () if self._never.fullmatch(said) else tuple(self.phrases.read(said))

    def things(self, text: str, list: str) -> Sequence[str]:
        """What is to be put on it, one by one; what is to be done may have an "and" in it."""
        if list == TODO:
            return [text.strip()]
        whole: dict[str, str] = {}

        def keep(match: re.Match[str]) -> str:
            whole[mark := chr(0xE000 + len(whole))] = match[0]
            return mark

        parts = self._between.split(self._whole.sub(keep, text))
        for mark, words in whole.items():
            parts = [part.replace(mark, words) for part in parts]
        return [thing for part in parts if (thing := self.phrases.strip(part, self._bare))]

    def goods(self, text: str) -> bool:
        """It may be something that one buys."""
        return len(text) <= _GOODS and not any(pattern.fullmatch(text) for pattern in self._no_goods)

    def orders(self, text: str) -> bool:
        """It is an order to the house, not one more thing for the list."""
        return bool(self._order.match(text))

    def reminder(self, text: str) -> str:
        """The same as a sentence that asks for a reminder."""
        return self._remind.format(what=self._remember.sub("", text))


class Listing:
    """remind: sets reminders, to whom goes what is to be bought at a time. asked: where our question is kept, which one is meant."""

    name = NAME

    def __init__(
        self, sentences: Sequence[Sentences], bus: Bus, lists: ListTools, recall: Recall, remind: Responder, now: Callable[[], datetime],
        asked: Unanswered
    ) -> None:  # fmt: skip
        self._sentences = tuple(sentences)
        self._bus = bus
        self._lists = lists
        self._recall = recall
        self._remind = remind
        self._now = now
        self._asked = asked

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return ()

    async def consider(self, request: Request) -> Answer | None:
        asked = Asked(request.caller, request.conversation, request.language, request.at or self._now())
        for known in sorted(self._sentences, key=lambda known: known.language != request.language):
            for phrase in known.read(request.text):
                if answer := await self._obey(phrase, known, request, replace(asked, language=known.language)):
                    return answer
        return await self._completed(request, asked)

    async def _obey(self, phrase: Phrase, known: Sentences, request: Request, asked: Asked) -> Answer | None:
        if phrase.kind.endswith("_after") and not await self._about_lists(asked):
            return None
        named = key(phrase.get("list"))
        list = named or self._lists.last(asked.conversation)
        match phrase.kind:
            case "lists":
                return self._deed("list_show", {}, asked)
            case "show" | "show_after":
                return self._deed("list_show", {"list": list}, asked)
            case "has":
                return self._deed("list_show", {"list": list, "item": " ".join(known.things(phrase.get("what"), "")[:1])}, asked)
            case "buy":
                return self._deed("list_show", {"list": SHOPPING}, asked)
            case "todo":
                return self._deed("list_show", {"list": TODO}, asked)
            case "undo" | "undo_after":
                return self._deed("list_undo", {}, asked)
            case "clear" | "clear_ticked":
                return self._deed(_CHANGES[phrase.kind], {"list": list}, asked)
            case "remind":
                timed = when.read(phrase.get("what"), known.language, asked.at).why != "nothing"
                return await self._remind.consider(replace(request, text=known.reminder(phrase.get("what")))) if timed else None
        return await self._change(phrase, known, list, asked)

    async def _change(self, phrase: Phrase, known: Sentences, list: str, asked: Asked) -> Answer | None:
        what = phrase.get("what")
        if phrase.kind == "shop":
            list = SHOPPING
            if not known.goods(what) or when.read(what, known.language, asked.at).why != "nothing":
                return None
        if phrase.kind == "add_after" and (known.orders(what) or not known.goods(what)):
            return None
        things = known.things(what, list)
        if not things:
            return None
        if phrase.kind.endswith("_held"):
            held = await self._holding(things, asked)
            if held is None:
                return None
            list, things = held
        return self._deed(_CHANGES[phrase.kind], {"items": [*things], "list": list}, asked)

    async def _holding(self, things: Sequence[str], asked: Asked) -> tuple[str, Sequence[str]] | None:
        """The list they are on."""
        try:
            list = await self._lists.shelf.holding(things[0], [self._lists.last(asked.conversation)])
        except ToolError:  # a home that is away: nobody can say that it is not meant for somebody else
            return None
        return (list, things) if list else None

    async def _about_lists(self, asked: Asked) -> bool:
        turn = await before(self._recall, asked.conversation, asked.at, _AFTER)
        return turn is not None and (
            turn.by == NAME or any(use.name.startswith("list_") for use in turn.uses)
        )  # a yes is another responder's

    async def _completed(self, request: Request, asked: Asked) -> Answer | None:
        """The answer to our question, as the call it was about; None: something else was said."""
        waiting = await self._asked.get(NAME, request.conversation, asked.at)
        if waiting is None or len(request.text) > _ANSWER:
            return None
        for known in sorted(self._sentences, key=lambda known: known.language != request.language):
            things = known.things(known.phrases.plain(request.text), "")
            if things and await self._holding(things, asked):
                return self._deed(waiting["tool"], {**waiting["arguments"], "items": [*things]}, replace(asked, language=known.language))
        return None

    def _deed(self, tool: str, given: Mapping[str, Any], asked: Asked) -> Answer:
        call = ToolCall(uuid.uuid4().hex, tool, dict(given))
        waiting = {"tool": tool, "arguments": dict(call.arguments)}
        return Deed(call, asked, self._bus, NAME, asked_back(self._asked, NAME, asked, waiting))


def sentences(languages: Sequence[Language], folder: Path) -> tuple[Sentences, ...]:
    """Of `config/lists`. ConfigError where a file is not what it should be."""
    return tuple(Sentences(folder / f"{language}.yaml") for language in languages)
