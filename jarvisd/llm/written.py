"""Finds the calls that a model wrote into its text instead of beside it.

Small models do so: fenced JSON, <tool_call> or <tools> around it, doubled braces, or just the object. Text that may be the beginning
of such a call is held until it is known; a sentence with a brace or a backtick in it is known at the next letter.
What looks like a call and is none (a tool that was not offered, JSON that cannot be read) is never spoken: it is given back as a Miss.
JSON that does not look like a call is text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jarvisd.llm import mend

_TAGS = ("<tool_call>", "<tools>", "<function_call>", "<|tool_call|>", "[TOOL_CALLS]")
_FENCE = "```"
_LANGUAGES = ("json", "jsonc", "tool_call", "tool_code", "tools", "xml", "javascript", "python")  # what small models call the fence
_NAMES = ("name", "tool", "tool_name", "function_name", "function", "action")
_ARGUMENTS = ("arguments", "parameters", "args", "input", "tool_input", "action_input")
_FIRST_KEYS = (*_NAMES, *_ARGUMENTS, "type", "id", "tool_calls", "tool_call", "function_call")
_OPENER = re.compile("|".join([*map(re.escape, (*_TAGS, _FENCE)), r"[{\[]"]))
_STOP = re.compile(r"```|</?(?:tool_call|tools|function_call)>|<\|/?tool_call\|>")
_CLOSING = ("</tool_call>", "</tools>", "</function_call>", "<|/tool_call|>")
_MARKS = r"[\s}\],;]*(?:" + "|".join(map(re.escape, _CLOSING)) + r")?\s*"
_REST = re.compile(_MARKS)  # what may follow a call and belongs to it
_FENCED_REST = re.compile(_MARKS + "(?:```)?" + _MARKS)
_LOOKS = re.compile(r"(?:\[\s*)?\{\s*(?:\{\s*)?\"(\w*)(\"?)\s*(:?)")
_LOOKS_SO_FAR = re.compile(r"(?:\[\s*)?(?:\{\s*){0,2}")
_LONGEST = 16_384  # characters that are held for one call


@dataclass(frozen=True, slots=True)
class Found:
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Miss:
    """Meant as a call, and none."""

    name: str  # "" where not even that can be read
    why: str  # a model can correct itself by it


class Written:
    """Fed pieces of text; gives back what is text and what was a call."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._held = ""
        self._lost = False  # a call that did not end: what follows is still that
        self._behind: re.Pattern[str] | None = None  # right behind a call: its closing marks, which are still to come

    def feed(self, piece: str) -> Iterator[str | Found | Miss]:
        self._held += "" if self._lost else piece
        while self._held:
            if self._behind and not self._trimmed():
                return
            opener = _OPENER.search(self._held)
            if opener is None:
                keep = _half(self._held, (*_TAGS, _FENCE))
                yield from self._say(len(self._held) - keep)
                return
            yield from self._say(opener.start())
            begun = _body(self._held)
            if begun is not None and begun < 0:
                yield from self._say(len(opener[0]))
                continue
            end = -1 if begun is None else _end(self._held, begun)
            if begun is None or end < 0:
                if len(self._held) >= _LONGEST:
                    self._held, self._lost = "", True
                    yield Miss("", "it does not end")
                return
            yield from self._cut(begun, end)

    def end(self) -> Iterator[str | Found | Miss]:
        """What was still held: nothing more comes."""
        while self._held:
            if self._behind and not self._trimmed():
                self._held = ""
                return
            begun = _body(self._held)
            if begun is None or begun < 0:
                yield from self._say(len(self._held))
                return
            end = _end(self._held, begun)
            yield from self._cut(begun, end if end >= 0 else len(self._held))
            yield from self.feed("")

    def _say(self, length: int) -> Iterator[str]:
        text, self._held = self._held[:length], self._held[length:]
        if text:
            yield text

    def _cut(self, begun: int, end: int) -> Iterator[str | Found | Miss]:
        """Takes a whole candidate out of what is held."""
        marked = any(tag in self._held[:begun] for tag in _TAGS)
        made = list(_calls(self._held[begun:end], self._names, marked))
        if not made:
            yield from self._say(end)
            return
        self._behind = _FENCED_REST if _FENCE in self._held[:begun] else _REST
        self._held = self._held[end:]
        yield from made

    def _trimmed(self) -> bool:
        """The closing marks behind a call are taken away; False while more of them may come."""
        assert self._behind
        match = self._behind.match(self._held)
        marks = match[0] if match else ""
        rest = self._held[len(marks) :]
        fence = self._behind is _FENCED_REST and _FENCE not in marks and _FENCE.startswith(rest)
        if not rest or fence or any(mark.startswith(rest) for mark in _CLOSING):
            return False
        self._held = ("\n" if any(letter.isspace() for letter in marks) else "") + rest
        self._behind = None
        return True


def _body(held: str) -> int | None:
    """Where the JSON begins in a text that begins with a mark or a brace; -1 where it is no call, None while that is open."""
    at = 0
    if held.startswith(_FENCE):
        match = re.match(r"```[ \t]*([\w-]*)", held)
        word = match[1] if match else ""
        at = match.end() if match else 3
        if at == len(held):
            return None if any(name.startswith(word) for name in _LANGUAGES) else -1
        if word and word not in _LANGUAGES:
            return -1
        at = _space(held, at)
    tag = next((tag for tag in _TAGS if held.startswith(tag, at)), "")
    if tag:
        at = _space(held, at + len(tag))
        if held.startswith(_FENCE, at):
            within = _body(held[at:])
            return None if within is None else at + max(within, 0)
        return None if _FENCE.startswith(held[at:]) else at  # whatever it is, it was meant as a call
    if held[at:] and any(mark.startswith(held[at:]) for mark in _TAGS):
        return None
    looks = _looks(held, at)
    return None if looks is None else at if looks else -1


def _looks(text: str, at: int) -> bool | None:
    """An object begins there whose first key is one of a call's (a list of such, or braces doubled); None while that is open."""
    match = _LOOKS.match(text, at)
    if match is None:
        return None if _LOOKS_SO_FAR.fullmatch(text, at) else False
    key, quote, colon = match.groups()
    if colon or (match.end() < len(text)):
        return bool(colon) and key in _FIRST_KEYS
    return None if (key in _FIRST_KEYS if quote else any(known.startswith(key) for known in _FIRST_KEYS)) else False


def _end(held: str, begun: int) -> int:
    """Where the JSON that begins there ends: behind its last brace, or before the mark that ends it; -1 while it goes on."""
    depth, before = 0, ""
    for at, letter in mend.outside(held, begun):
        if at < 0:
            break
        if letter in "`<" and _STOP.match(held, at):
            return at
        if letter == "[" or (letter == "{" and before != "{"):  # doubled braces count once
            depth += 1
        elif letter in "}]":
            depth -= 1
            if depth <= 0:
                return at + 1
        before = before if letter.isspace() else letter
    return -1


def _calls(text: str, names: Collection[str], marked: bool) -> Iterator[Found | Miss]:
    """The calls of a whole piece of JSON; none where it is something else."""
    try:
        found = mend.values(text)
    except ValueError as error:
        yield Miss("", f"it is no JSON ({error})")
        return
    for value in found:
        yield from _of(value, names, marked)


def _of(value: Any, names: Collection[str], marked: bool) -> Iterator[Found | Miss]:
    match value:
        case list():
            for item in value:
                yield from _of(item, names, marked)
            return
        case {"tool_calls": list() as several}:
            yield from _of(several, names, marked)
            return
        case {"function": dict() as one} | {"tool_call": dict() as one} | {"function_call": dict() as one}:
            yield from _of(one, names, marked)
            return
    table = value if isinstance(value, dict) else {}
    name = next((table[key] for key in _NAMES if isinstance(table.get(key), str)), "")
    known = offered(name, names)
    key = next((key for key in _ARGUMENTS if key in table), "")
    if known and (key or len(table) == 1):
        try:
            for made in mend.arguments(table.get(key)):
                yield Found(known, made)
        except ValueError as error:
            yield Miss(known, f"its arguments are no JSON object ({error})")
    elif known:
        yield Miss(known, "its arguments are missing")
    elif marked or (name and key):
        yield Miss(name, f"there is no such tool; there are: {', '.join(names)}")


def offered(name: str, names: Collection[str]) -> str:
    """The tool that is meant by a name, with or without a space of names before it; "" where it was not offered."""
    bare = name.strip()
    return next((form for form in (bare, bare.rpartition(".")[2]) if form in names), "")


def _space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _half(text: str, marks: Collection[str]) -> int:
    """How many letters at the end could begin a mark."""
    return max((n for mark in marks for n in range(1, min(len(mark), len(text) + 1)) if text.endswith(mark[:n])), default=0)
