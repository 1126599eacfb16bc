"""Reads an answer as it streams in: text at once, a call once it is whole, whatever the server's dialect.

What is tolerated, each seen somewhere: a name or an id that is null or "" in later pieces, or said again in each; no id at all, or one
for two calls; no index, or one for two calls; arguments as an object, "" for {}, objects glued together, a missing last brace; calls
written into the text (written.py); thinking that leaks into it (think.py).
A call that cannot be read is not made up: what could be read is yielded, then CallUnreadable tells the model what was wrong with the rest.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jarvisd.errors import CallUnreadable
from jarvisd.llm import mend
from jarvisd.llm.think import Unthink
from jarvisd.llm.written import Found, Miss, Written, offered
from jarvisd.messages import Text, ToolCall


@dataclass
class _Slot:
    """A call that is still coming in."""

    index: Any
    id: str = ""
    name: str = ""
    pieces: list[str] = field(default_factory=list)
    object: Mapping[str, Any] | None = None  # arguments that came as an object


class Reading:
    """One answer: fed the pieces of it (the `delta` of each chunk), it gives back what is known by then."""

    def __init__(self, names: Collection[str] = ()) -> None:
        self._names = names  # tools that were offered; without any, all text is text
        self._unthink = Unthink()
        self._written = Written(names) if names else None
        self._slots: list[_Slot] = []
        self._ids: set[str] = set()
        self._made: list[str] = []  # calls found in the text, which some servers also send beside it
        self._misses: list[Miss] = []
        self.said = False  # a word was given back
        self.called = False  # a call was given back

    def feed(self, delta: Mapping[str, Any]) -> Iterator[Text | ToolCall]:
        content = delta.get("content")
        if isinstance(content, list):  # some send parts: {"type": "text", "text": ...}
            content = "".join(str(part.get("text") or "") for part in content if isinstance(part, Mapping))
        if isinstance(content, str) and content:
            yield from self._text(self._unthink.feed(_whole(content)))
        calls = delta.get("tool_calls")
        for piece in calls if isinstance(calls, list) else ():
            if isinstance(piece, Mapping):
                self._add(piece)

    def end(self, reason: str) -> Iterator[Text | ToolCall]:
        """The rest, when nothing more comes. CallUnreadable, at the very end, if a call could not be read.

        reason: the server's finish_reason. Only "length" counts: then the last call may be cut, and is not mended.
        """
        yield from self._text(self._unthink.end())
        if self._written:
            yield from self._parts(self._written.end())
        for slot in self._slots:
            yield from self._whole(slot, reason != "length" or slot is not self._slots[-1])
        if self._misses:
            raise CallUnreadable(self._misses[0].name, "; ".join(dict.fromkeys(_told(miss) for miss in self._misses)))

    def _text(self, text: str) -> Iterator[Text | ToolCall]:
        if self._written:
            yield from self._parts(self._written.feed(text))
        else:
            yield from self._say(text)

    def _parts(self, parts: Iterator[str | Found | Miss]) -> Iterator[Text | ToolCall]:
        for part in parts:
            match part:
                case str():
                    yield from self._say(part)
                case Found(name, arguments):
                    self._made.append(_key(name, arguments))
                    yield self._call("", name, arguments)
                case Miss():
                    self._misses.append(part)

    def _say(self, text: str) -> Iterator[Text]:
        """Not before the first word: models begin with empty lines."""
        if text and (self.said or text.strip()):
            yield Text(text if self.said else text.lstrip())
            self.said = True

    def _add(self, piece: Mapping[str, Any]) -> None:
        function = piece.get("function")
        function = function if isinstance(function, Mapping) else {}
        slot = self._slot(piece.get("index"), _word(piece.get("id")), _word(function.get("name")))
        match function.get("arguments"):
            case str() as text:
                slot.pieces.append(_whole(text))
            case Mapping() as table:
                slot.object = {**(slot.object or {}), **table}

    def _slot(self, index: Any, id: str, name: str) -> _Slot:
        """The call that a piece belongs to."""
        if index is None:  # without one, an id names the call, and nothing at all means the last
            slot = next((slot for slot in self._slots if id and slot.id == id), None if id or name else self._last())
        else:
            slot = next((slot for slot in reversed(self._slots) if slot.index == index), None)
        if slot and name and ((id and slot.id and id != slot.id) or (name != slot.name and self._finished(slot))):
            slot = None  # another call under the same index
        if slot is None:
            slot = _Slot(index)
            self._slots.append(slot)
        slot.id = slot.id or id
        if name != slot.name:
            slot.name += name
        return slot

    def _last(self) -> _Slot | None:
        return self._slots[-1] if self._slots else None

    def _finished(self, slot: _Slot) -> bool:
        """It has its name and has begun its arguments, so that another name is another call's."""
        return bool(offered(slot.name, self._names)) and (slot.object is not None or any(slot.pieces))

    def _whole(self, slot: _Slot, whole: bool) -> Iterator[ToolCall]:
        name = offered(slot.name, self._names)
        if not name:
            self._misses.append(Miss(slot.name, f"there is no such tool; there are: {', '.join(self._names) or 'none'}"))
            return
        try:
            made = mend.arguments(slot.object if slot.object is not None else "".join(slot.pieces), whole)
        except ValueError as error:
            self._misses.append(
                Miss(name, f"its arguments are no JSON object ({error})" if whole else "it was cut off: answer more briefly")
            )
            return
        for table in made:
            if _key(name, table) not in self._made:
                yield self._call(slot.id, name, table)

    def _call(self, id: str, name: str, arguments: Mapping[str, Any]) -> ToolCall:
        """With an id of its own: results are matched by it."""
        if not id or id in self._ids:
            id = f"call_{secrets.token_hex(8)}"
        self._ids.add(id)
        self.called = True
        return ToolCall(id, name, arguments)


def _told(miss: Miss) -> str:
    return f"the call{' of ' + repr(miss.name) if miss.name else ''} was not made: {miss.why}"


def _key(name: str, arguments: Mapping[str, Any]) -> str:
    return json.dumps([name, arguments], sort_keys=True)


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _whole(text: str) -> str:
    """Without halves of surrogate pairs, which nothing can store or send."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
