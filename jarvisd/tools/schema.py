"""What strangers write about their tools, made fit for a model and for the bus: names, descriptions, schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from jarvisd.memory.clean import visible
from jarvisd.tools import clean

LONGEST = 1_000  # characters of a description: a model reads all of them at every turn
_NOTE = 300  # characters of what is said about one argument
_NAME = 64  # characters that models take
_LARGEST = 20_000  # characters of a schema, keys and values
_DEEPEST = 24
_HEAVIEST = 5_000  # parts that a check of the arguments may have to look at
_STRANGE = re.compile(r"[^A-Za-z0-9_-]+")
_SAID = ("description",)
_DROPPED = frozenset(
    {
        "$schema", "$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$vocabulary", "$comment", "title", "examples", "pattern",
        "patternProperties", "contentEncoding", "contentMediaType", "contentSchema",
    }
)  # fmt: skip  # patterns: a hostile one never ends; names of schemas elsewhere are never fetched
_NAMED = frozenset({"properties", "$defs", "definitions", "dependentSchemas", "dependentRequired"})  # their keys are names, not keywords
_VALUES = frozenset({"enum", "const", "default", "required"})  # values, not schemas


class Unfit(ValueError):
    """It cannot be used; the text says why."""


def name(words: str) -> str:
    """In the letters that every model's wire takes; "" where none is left."""
    return _STRANGE.sub("_", words).strip("_")[:_NAME]


def description(words: str) -> str:
    """Without signs that cannot be seen, its lines kept, cut."""
    shown = "\n".join(" ".join(line.split()) for line in visible(words[: 8 * LONGEST]).splitlines()).strip()
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def parameters(schema: object) -> Mapping[str, Any]:
    """A JSON Schema of an object: cleaned, closed in itself, quick to check. Unfit says what is wrong with it."""
    if not isinstance(schema, Mapping):
        raise Unfit("its schema is no object")
    cleaned = _schema(schema, 0, [_LARGEST])
    if cleaned.setdefault("type", "object") != "object":
        raise Unfit(f"its schema is of {cleaned['type']!r}, not of an object")
    cleaned.setdefault("properties", {})
    try:
        Draft202012Validator.check_schema(cleaned)
    except SchemaError as error:
        raise Unfit(f"its schema is invalid: {clean.line(error.message, 200)}") from error
    if _weight(cleaned, cleaned, {}) > _HEAVIEST:
        raise Unfit("its schema is too much work to check")
    return cleaned


def _schema(given: Mapping[str, Any], depth: int, left: list[int]) -> dict[str, Any]:
    return {key: _part(key, value, depth, left) for key, value in given.items() if isinstance(key, str) and key not in _DROPPED}


def _part(key: str, value: Any, depth: int, left: list[int]) -> Any:
    _spend(len(key) + 4, left)
    if depth > _DEEPEST:
        raise Unfit("its schema is nested too deeply")
    if key in _SAID and isinstance(value, str):
        value = clean.line(value, _NOTE)
        _spend(len(value), left)
        return value
    if key in _VALUES:
        return _plain(value, depth, left)
    if key == "$ref" and isinstance(value, str) and not value.startswith("#"):
        raise Unfit("its schema points to another one, elsewhere")
    if key in _NAMED and isinstance(value, Mapping):
        return {str(name): _under(each, depth + 1, left) for name, each in value.items()}
    return _under(value, depth + 1, left)


def _under(value: Any, depth: int, left: list[int]) -> Any:
    match value:
        case Mapping():
            return _schema(value, depth, left)
        case list():
            return [_under(each, depth + 1, left) for each in value]
    return _plain(value, depth, left)


def _plain(value: Any, depth: int, left: list[int]) -> Any:
    """A value of JSON, its texts cleaned."""
    if depth > _DEEPEST:
        raise Unfit("its schema is nested too deeply")
    match value:
        case str():
            _spend(len(value), left)
            return visible(value)
        case Mapping():
            return {str(key): _plain(each, depth + 1, left) for key, each in value.items()}
        case list():
            return [_plain(each, depth + 1, left) for each in value]
    _spend(8, left)
    return value


def _spend(size: int, left: list[int]) -> None:
    left[0] -= size
    if left[0] < 0:
        raise Unfit(f"its schema is longer than {_LARGEST} characters")


def _weight(part: Any, root: Mapping[str, Any], known: dict[str, int]) -> int:
    """How many parts a check may come by, references followed: a short schema can unfold to millions."""
    match part:
        case {"$ref": str(where)}:
            if where not in known:
                known[where] = 0  # one that comes back to itself goes only as deep as the arguments do
                known[where] = 1 + _weight(_at(where, root), root, known)
            return known[where] + 1 + sum(_weight(each, root, known) for key, each in part.items() if key != "$ref")
        case Mapping():
            return 1 + sum(_weight(each, root, known) for key, each in part.items() if key not in ("$defs", "definitions"))
        case list():
            return sum(_weight(each, root, known) for each in part)
    return 0


def _at(where: str, root: Mapping[str, Any]) -> Any:
    found: Any = root
    for step in _steps(where):
        if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        elif isinstance(found, Mapping) and step in found:
            found = found[step]
        else:
            raise Unfit(f"its schema points to {clean.line(where, 60)!r}, which it does not have")
    return found


def _steps(where: str) -> Iterator[str]:
    if where != "#" and not where.startswith("#/"):
        raise Unfit(f"its schema points to {clean.line(where, 60)!r}, which it does not have")
    yield from (step.replace("~1", "/").replace("~0", "~") for step in where.split("/")[1:])
