"""Shopping, to-do and other lists as tools: add, show, take off, tick off, clear, and take the last change back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from jarvisd.errors import CalendarError, HomeTrouble, ToolError, ToolUnsure
from jarvisd.messages import Language
from jarvisd.tools import Arguments, Asked, Risk, Tool, clean
from jarvisd.tools.home import troubles
from jarvisd.tools.lists import SHOPPING, Item
from jarvisd.tools.lists.names import LONGEST, found, key, plain
from jarvisd.tools.lists.shelf import Shelf
from jarvisd.tools.lists.words import clear_question, remove_question, sentence, ticked_question, told

_MANY = 3  # of so many at once it is asked first
_MOST = 500  # things of one list
_TALKS = 256  # conversations whose last change is known

Kept = TypeVar("Kept")

_LIST = {"type": "string", "maxLength": 100, "description": 'which list: "shopping", "to-do" or another name'}
_ITEMS = {"type": "array", "minItems": 1, "maxItems": 50, "items": {"type": "string", "minLength": 1, "maxLength": 2000}}


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to a list, so that it can be taken back."""

    did: Literal["add", "remove", "tick"]
    list: str
    items: tuple[Item, ...]  # as they were before; of "add": those that are new
    again: tuple[Item, ...] = ()  # of "add": those that were ticked off


class ListTools:
    """A toolset; one for all who live here."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._last: OrderedDict[str, str] = OrderedDict()  # the list that was spoken of last, by conversation
        self._changes: OrderedDict[str, Change] = OrderedDict()

    def tools(self) -> Sequence[Tool]:
        put, several, which = Risk.REVERSIBLE, _object({"items": _ITEMS, "list": _LIST}, "items"), _object({"list": _LIST})
        item = {"item": {"type": "string", "minLength": 1, "maxLength": 2000}}
        named = _object({**item, "name": _LIST}, "item", "name")
        return (
            Tool("list_add", "Puts things on a list: what is to be bought on the shopping list, what is to be done on the to-do list.",
                 several, self._add, put, told=told, examples=(("add milk and eggs to the shopping list", {"items": ["milk", "eggs"]}),)),
            Tool("list_show", "Tells what is on a list; without one, which lists there are.",
                 _object({"list": _LIST, "item": {**item["item"], "description": "asks whether this is on it"}}),
                 self._show, Risk.READ, told=told, untrusted=True),
            Tool("list_remove", "Takes things off a list.", several, self._remove, _of_many, told=told, question=remove_question),
            Tool("list_tick", "Ticks things off on a list: they are bought or done.", several, self._tick, put, told=told),
            Tool("list_clear", "Takes everything off a list.", which, self._clear, Risk.DANGEROUS, told=told, question=clear_question),
            Tool("list_clear_ticked", "Takes off a list what is ticked off.", which, self._clear_ticked, Risk.SENSITIVE, told=told,
                 question=ticked_question),  # a model may tick everything off
            Tool("list_undo", "Takes back the last change of a list.", _object({}), self._undo, put, told=told),
            # As Home Assistant's own sentences are understood; a model has the ones above.
            Tool("HassListAddItem", "Adds an item to a list.", named, self._hass_add, put, told=told, shown=False),
            Tool("HassListCompleteItem", "Ticks an item of a list off.", named, self._hass_tick, put, told=told, shown=False),
            Tool("HassListRemoveItem", "Takes an item off a list.", named, self._hass_remove, put, told=told, shown=False),
            Tool("HassShoppingListAddItem", "Adds an item to the shopping list.", _object(item, "item"), self._hass_add, put, told=told,
                 shown=False),
            Tool("HassShoppingListCompleteItem", "Ticks an item of the shopping list off.", _object(item, "item"), self._hass_tick, put,
                 told=told, shown=False),
        )  # fmt: skip

    def last(self, conversation: str) -> str:
        """The key of the list that "the list" means there."""
        return self._last.get(conversation, SHOPPING)

    # Tools

    async def _add(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        list, texts = self._list(given), _texts(given["items"], asked.language)
        with _in_words(asked.language):
            book = await self.shelf.book(list)
            there = await book.items(list)
            if len(there) + len(texts) > _MOST:
                raise ToolError(sentence("full", asked.language, list, count=len(there)))
            on, ticked = ({plain(item.text): item for item in there if item.done is done} for done in (False, True))
            new = tuple(Item(text) for text in texts if plain(text) not in on and plain(text) not in ticked)
            again = tuple(ticked[plain(text)] for text in texts if plain(text) in ticked and plain(text) not in on)
            if new:
                await book.add(list, new)
            if again:
                await book.mark(list, again, False)
            added = (*(item.text for item in new), *(item.text for item in again))
            on_now = {item.text for item in await book.items(list) if not item.done} if added else set()
            if not on_now >= set(added):
                raise ToolUnsure(sentence("unsure", asked.language, list))
        if added:
            self._changed(asked, Change("add", list, new, again))
        self._speaks_of(asked, list)
        return {"did": "add", "list": list, "items": [*added], "there": [on[plain(text)].text for text in texts if plain(text) in on]}

    async def _show(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        said = str(given.get("item") or "")
        with _in_words(asked.language):
            if not given.get("list") and not said:
                counts = [(name, await self.shelf.items(name)) for name in await self.shelf.names()]
                rows = [{"list": name, "count": sum(not item.done for item in items)} for name, items in counts]
                return {"did": "lists", "lists": [row for row in rows if row["count"]]}
            list = self._list(given)
            there = await self.shelf.items(list)
        self._speaks_of(asked, list)
        if not said:
            open = [item.text for item in there if not item.done]
            return {"did": "show", "list": list, "items": open, "ticked": len(there) - len(open)}
        among = found(said, [item for item in there if not item.done]) or found(said, there)
        if not among:
            return {"did": "no", "list": list, "items": [said]}
        return {"did": "done" if among[0].done else "yes", "list": list, "items": [item.text for item in among]}

    async def _remove(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        list, items = await self._meant(given, asked)
        with _in_words(asked.language):
            await (await self.shelf.book(list)).remove(list, items)
        self._changed(asked, Change("remove", list, tuple(items)))
        return {"did": "remove", "list": list, "items": [item.text for item in items]}

    async def _tick(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        list, items = await self._meant(given, asked)
        with _in_words(asked.language):
            await (await self.shelf.book(list)).mark(list, items, True)
        self._changed(asked, Change("tick", list, tuple(item for item in items if not item.done)))
        return {"did": "tick", "list": list, "items": [item.text for item in items]}

    async def _clear(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await self._cleared("clear", self._list(given), asked)

    async def _clear_ticked(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await self._cleared("clear_done", self._list(given), asked)

    async def _cleared(self, did: Literal["clear", "clear_done"], list: str, asked: Asked) -> Mapping[str, Any]:
        with _in_words(asked.language):
            book = await self.shelf.book(list)
            going = tuple(item for item in await book.items(list) if did == "clear" or item.done)
            if going:
                await book.remove(list, going)
                self._changed(asked, Change("remove", list, going))
        self._speaks_of(asked, list)
        return {"did": did if going or did == "clear_done" else "empty", "list": list, "items": [item.text for item in going]}

    async def _undo(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        change = self._changes.get(asked.conversation)
        if change is None:
            raise ToolError(sentence("nothing", asked.language))
        with _in_words(asked.language):
            book = await self.shelf.book(change.list)
            if change.did == "remove":
                await book.add(change.list, change.items)
            elif change.did == "tick":
                await book.mark(change.list, change.items, False)
            else:
                added = {item.text for item in change.items}
                going = [item for item in await book.items(change.list) if item.text in added]
                if going:
                    await book.remove(change.list, going)
                if change.again:
                    await book.mark(change.list, change.again, True)
        del self._changes[asked.conversation]
        did = {"add": "undo_add", "tick": "undo_tick"}.get(change.did, "undo")
        return {"did": did, "list": change.list, "items": [item.text for item in (*change.items, *change.again)]}

    async def _hass_add(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await self._add(_ours(given), asked)

    async def _hass_tick(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await self._tick(_ours(given), asked)

    async def _hass_remove(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await self._remove(_ours(given), asked)

    # What is meant

    def _list(self, given: Arguments) -> str:
        return key(clean.line(str(given.get("list") or ""), 100)) or SHOPPING

    async def _meant(self, given: Arguments, asked: Asked) -> tuple[str, Sequence[Item]]:
        """The list and the things on it. ToolError, a sentence that asks which, or says that it is not on it: nothing is done then."""
        texts, named = _texts(given["items"], asked.language), bool(given.get("list"))
        with _in_words(asked.language):
            list = self._list(given) if named else await self.shelf.holding(texts[0], [self.last(asked.conversation)])
            there = await self.shelf.items(list) if list else ()
        if not list:
            raise ToolError(sentence("not_anywhere", asked.language, items=texts[:1]))
        meant: dict[str, Item] = {}
        for text in texts:
            among = found(text, [item for item in there if not item.done]) or found(text, there)
            if not among:
                raise ToolError(sentence("not_on", asked.language, list, [text]))
            if len(among) > 1:
                raise ToolError(sentence("which", asked.language, list, [item.text for item in among]))
            meant[among[0].id] = among[0]
        self._speaks_of(asked, list)
        return list, tuple(meant.values())

    def _speaks_of(self, asked: Asked, list: str) -> None:
        _keep(self._last, asked.conversation, list)

    def _changed(self, asked: Asked, change: Change) -> None:
        _keep(self._changes, asked.conversation, change)


def _keep(table: OrderedDict[str, Kept], conversation: str, kept: Kept) -> None:
    table[conversation] = kept
    table.move_to_end(conversation)
    while len(table) > _TALKS:
        table.popitem(last=False)


@contextmanager
def _in_words(language: Language) -> Iterator[None]:
    """What went wrong where the list is kept is said in the language of who asked."""
    try:
        yield
    except CalendarError as error:  # it was fetched from the server in between
        raise ToolError(sentence("changed", language)) from error
    except HomeTrouble as trouble:
        raise ToolError(troubles.sentence(trouble, language)) from trouble


def _texts(given: Sequence[object], language: Language) -> Sequence[str]:
    """Each once. ToolError where one is too long, or none is left."""
    texts = {plain(text) or text: text for text in (clean.line(str(one), 2000) for one in given) if text}
    if any(len(text) > LONGEST for text in texts.values()):
        raise ToolError(sentence("long", language, most=LONGEST))
    if not texts:
        raise ToolError(sentence("what", language, SHOPPING))
    return tuple(texts.values())


def _ours(given: Arguments) -> Arguments:
    """Of Home Assistant's slots."""
    return {"items": [given["item"]], "list": given.get("name") or SHOPPING}


def _of_many(given: Arguments) -> Risk:
    return Risk.DANGEROUS if len(given["items"]) > _MANY else Risk.REVERSIBLE


def _object(properties: Mapping[str, Any], *required: str) -> Mapping[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": [*required], "additionalProperties": False}
