"""The lines of an iCalendar text, each kept as it was written: what nobody touches comes out as it went in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from jarvisd.errors import CalendarError

LARGEST = 10_000_000  # bytes of one text: some 25,000 events
_DEEPEST = 8
_ESCAPED = re.compile(r"\\(.)")
_FOLD = 73  # octets of a line before it is folded


@dataclass(frozen=True, slots=True)
class Block:
    """From BEGIN to END: raw lines, their folds kept, and blocks within."""

    name: str  # upper case; "" for the whole text
    items: tuple[Item, ...] = ()

    def blocks(self, name: str) -> Iterator[Block]:
        return (item for item in self.items if isinstance(item, Block) and item.name == name)

    def lines(self, name: str) -> Iterator[str]:
        return (item for item in self.items if isinstance(item, str) and called(item) == name)

    def get(self, name: str) -> Property | None:
        return next((parsed(line) for line in self.lines(name)), None)

    def without(self, *names: str) -> Block:
        return replace(self, items=tuple(item for item in self.items if isinstance(item, Block) or called(item) not in names))

    def put(self, *lines: str) -> Block:
        """With these lines instead of those of their names, where the first of them stood, else before the first block within."""
        made = self
        for line in lines:
            name, at = called(line), None
            kept: list[Item] = []
            for item in made.items:
                if isinstance(item, str) and called(item) == name:
                    at = len(kept) if at is None else at
                else:
                    kept.append(item)
            if at is None:
                at = next((n for n, item in enumerate(kept) if isinstance(item, Block)), len(kept))
            made = replace(made, items=(*kept[:at], line, *kept[at:]))
        return made

    def more(self, *lines: str) -> Block:
        """With these lines beside those that are there."""
        at = next((n for n, item in enumerate(self.items) if isinstance(item, Block)), len(self.items))
        return replace(self, items=(*self.items[:at], *lines, *self.items[at:]))


Item: TypeAlias = str | Block


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    parameters: str  # as written, with the first semicolon; "" for none
    value: str

    def parameter(self, name: str) -> str:
        """Its value without quotes; "" where it is not given."""
        for part in _split(self.parameters, ";"):
            key, _, value = part.partition("=")
            if key.strip().upper() == name:
                return value.strip().strip('"')
        return ""


def parse(text: str) -> Block:
    """CalendarError where it is no iCalendar text, or larger than LARGEST."""
    if len(text) > LARGEST:
        raise CalendarError(f"it is {len(text) / 1e6:.0f} MB large; calendars are read up to {LARGEST / 1e6:.0f} MB")
    stack: list[tuple[str, list[Item]]] = [("", [])]
    for line in _unsplit(text.removeprefix("\ufeff")):
        name = called(line)
        if name == "BEGIN":
            if len(stack) > _DEEPEST:
                raise CalendarError("it is no calendar: its parts lie too deep within each other")
            stack.append((line.partition(":")[2].strip().upper(), []))
        elif name == "END":
            if len(stack) < 2 or stack[-1][0] != line.partition(":")[2].strip().upper():
                raise CalendarError("it is broken: one of its parts ends where none began")
            closed, items = stack.pop()
            stack[-1][1].append(Block(closed, tuple(items)))
        elif len(stack) == 1:
            raise CalendarError("it is no calendar: it does not begin with BEGIN:VCALENDAR")
        else:
            stack[-1][1].append(line)
    if len(stack) > 1:
        raise CalendarError("it is broken: it ends in the middle")
    return Block("", tuple(stack[0][1]))


def text(block: Block, newline: str = "\r\n") -> str:
    return "".join(f"{line}{newline}" for line in _written(block))


def newline(text: str) -> str:
    """How its lines end."""
    return "\r\n" if "\r\n" in text[:2000] else "\n"


def called(line: str) -> str:
    for n, sign in enumerate(line):
        if sign in ";:":
            return line[:n].upper()
    return line.upper()


def parsed(line: str) -> Property:
    plain = unfolded(line)
    quoted = False
    for n, sign in enumerate(plain):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            head, value = plain[:n], plain[n + 1 :]
            name, semicolon, parameters = head.partition(";")
            return Property(name.upper(), semicolon + parameters, value)
    return Property(called(plain), "", "")


def unfolded(line: str) -> str:
    return line.replace("\r\n ", "").replace("\n ", "").replace("\r\n\t", "").replace("\n\t", "")


def folded(line: str) -> str:
    """As RFC 5545 wants long lines: at most 75 octets, a character never cut."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode("utf-8", "surrogateescape"))
        if size + octets > _FOLD:
            pieces.append(piece)
            piece, size = "", 1
        piece += sign
        size += octets
    return "\r\n ".join([*pieces, piece])


def escaped(words: str) -> str:
    """A TEXT value: one line, its signs escaped."""
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def unescaped(value: str) -> str:
    """The words of a TEXT value, on one line."""
    return _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value)


def _unsplit(text: str) -> Iterator[str]:
    """Lines with their continuations; empty ones between them are nobody's."""
    end = newline(text)
    held = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        if line[:1] in (" ", "\t") and held:
            held += end + line
        elif line.strip():
            if held:
                yield held
            held = line
    if held:
        yield held


def _written(block: Block) -> Iterable[str]:
    if block.name:
        yield f"BEGIN:{block.name}"
    for item in block.items:
        if isinstance(item, Block):
            yield from _written(item)
        else:
            yield item
    if block.name:
        yield f"END:{block.name}"


def _split(words: str, at: str) -> Sequence[str]:
    """Where the sign stands outside of quotes."""
    parts, part, quoted = [], "", False
    for sign in words:
        quoted ^= sign == '"'
        if sign == at and not quoted:
            parts.append(part)
            part = ""
        else:
            part += sign
    return [*parts, part]
