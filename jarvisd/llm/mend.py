"""Reads JSON that a model wrote not quite right, where it can mean one thing only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_CLOSES = {"{": "}", "[": "]"}
_LONGEST = 65_536  # characters of one call
_SURPLUS = re.compile(r"[}\]\s]*")
_BETWEEN = re.compile(r"[\s,;]*")


def values(text: str, whole: bool = True) -> list[Any]:
    """The JSON values that stand in a text one after another. ValueError where it is none or could mean several things.

    Mended: doubled opening braces, a comma before a closing brace, closing braces too many or, where the model had finished (whole),
    missing at the end. Not mended: an end within a text, behind a comma or a colon; nobody knows what would have followed.
    """
    if len(text) > _LONGEST:
        raise ValueError("too long")
    try:
        return _read(text)
    except ValueError:
        tidy = _tidy(text)
    try:
        return _read(tidy)
    except ValueError:
        if not whole:
            raise
    return _read(_closed(tidy))


def arguments(raw: Any, whole: bool = True) -> list[dict[str, Any]]:
    """What a call is to be made with: text, an object or nothing; several where several objects were glued together. ValueError as above.

    Of glued ones those that are empty or the same again are no calls: some servers send "{}" first, or everything twice.
    """
    match raw:
        case None:
            return [{}]
        case Mapping():
            _sound(raw)
            return [dict(raw)]
        case str() if not raw.strip():
            return [{}]
        case str():
            found: list[dict[str, Any]] = []
            for value in values(raw, whole):
                within = values(value) if isinstance(value, str) else [value]  # an object that was put into quotes once more
                for item in within:
                    if not isinstance(item, dict | None):
                        raise ValueError("no object")
                    if item and item not in found:
                        found.append(item)
            return found or [{}]
    raise ValueError("no object")


def outside(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """The characters that stand in no quotes, each with its place; one quote too many ends it early, with (-1, '"')."""
    quoted = escaped = False
    for at in range(start, len(text)):
        letter = text[at]
        if quoted:
            quoted = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        else:
            quoted = letter == '"'
            yield at, letter
    if quoted:
        yield -1, '"'


def _read(text: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False, parse_constant=_refuse)
    found: list[Any] = []
    at = _after(_BETWEEN, text, 0)
    while at < len(text):
        if found and _SURPLUS.fullmatch(text, at):
            break
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError as error:
            raise ValueError("too deep") from error
        found.append(value)
        at = _after(_BETWEEN, text, at)
    if not found:
        raise ValueError("empty")
    _sound(found)
    return found


def _sound(value: Any) -> None:
    """Half a surrogate pair is a ValueError here, not in the database."""
    json.dumps(value, ensure_ascii=False).encode()


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _tidy(text: str) -> str:
    """Without doubled opening braces, which no JSON has, and without commas before a closing brace."""
    drop: set[int] = set()
    last, before = -1, ""
    for at, letter in outside(text):
        if letter.isspace() or at < 0:
            continue
        if letter == "{" and before == "{":
            drop.add(at)
        if letter in "}]" and before == ",":
            drop.add(last)
        last, before = at, letter
    return "".join(letter for at, letter in enumerate(text) if at not in drop)


def _closed(text: str) -> str:
    """With the closing braces that are missing at its end."""
    still: list[str] = []
    last = ""
    for at, letter in outside(text):
        if at < 0:
            raise ValueError("ends within a text")
        if letter in _CLOSES:
            still.append(_CLOSES[letter])
        elif still and letter == still[-1]:
            still.pop()
        last = last if letter.isspace() else letter
    if last in ",:":
        raise ValueError("ends before its value")
    return text + "".join(reversed(still))
