"""Takes out of a call what a small model made up: optional arguments that nobody said.

Such models fill in whatever a tool would take: a brightness of 100, the town "your town", the kitchen as the place of the weather.
An optional text stays where one of its words was said, an optional number where any number was. What is required stays as it is, as do
choices, lists, figures (a date is reckoned from "Monday") and words in another script than what was said (伦敦 may come as London).
Who said "today" meant no "Monday", though that stands in the line of the house: tools take a weekday for the next one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from jarvisd.messages import Message, ToolCall, ToolResult, ToolSpec, User

_LOOKED_BACK = 2  # things that the person said: "and tomorrow?" goes on with what came before
_HAN = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[㐀-鿿]|[^\W\d_㐀-鿿]+")
_SHORT = 3  # letters; shorter words (of, in, my) are in every sentence
_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|[A-Z][a-z]+ \d|\d{4}年|星期|周", re.IGNORECASE)
_TODAY = re.compile(r"\b(?:today|tonight)\b|今天|今日|今晚|今早")
_NUMBER = re.compile(
    r"\d|[零〇一二两三四五六七八九十百半最]|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|hundred"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\w*|half|halfway|quarter|third|full|fully|max|maximum|minimum|low\w*|high\w*)\b"
)


def grounded(call: ToolCall, tools: Sequence[ToolSpec], messages: Sequence[Message]) -> ToolCall:
    """The call without what was made up."""
    schema = next((tool.parameters for tool in tools if tool.name == call.name), {})
    known, required, said = schema.get("properties", {}), schema.get("required", ()), heard(messages)
    house = next((spoken(each.text)[1] for each in reversed(messages) if isinstance(each, User)), "").casefold()
    kept = {
        key: _today(value, said, house)
        for key, value in call.arguments.items()
        if key in required or _fits(known.get(key, {}), value, said)
    }
    return replace(call, arguments=kept)


def heard(messages: Sequence[Message]) -> str:
    """What the person said lately, and what tools returned behind it; not the line that the house adds."""
    asked = [at for at, message in enumerate(messages) if isinstance(message, User)]
    lately = messages[asked[-_LOOKED_BACK:][0] :] if asked else ()
    return "\n".join(_said(message) for message in lately).casefold()


def spoken(text: str) -> tuple[str, str]:
    """A person's message as their words and the line in brackets behind them, without these; "" where there is none."""
    said, _, last = text.rpartition("\n")
    return (said, last[1:-1]) if said and last.startswith("[") and last.endswith("]") else (text, "")


def _today(value: Any, said: str, house: str) -> Any:
    """A day that was read from the line of the house, in the word that was said for it."""
    match value:
        case str() if _DAY.match(value) and value.casefold() in house and value.casefold() not in said and (meant := _TODAY.search(said)):
            return meant[0]
    return value


def _said(message: Message) -> str:
    match message:
        case User(text):
            return spoken(text)[0]
        case ToolResult(content=content):
            return " ".join(str(value) for value in content.values())
    return ""


def _fits(schema: Mapping[str, Any], value: Any, said: str) -> bool:
    match value:
        case bool() | list() | dict() | None:
            return True
        case int() | float():
            return bool(_NUMBER.search(said))
        case str() if "enum" not in schema and bool(_HAN.search(value)) == bool(_HAN.search(said)):
            words = [word for word in _WORD.findall(value.casefold()) if len(word) >= _SHORT or _HAN.match(word)]
            return not words or any(word in said for word in words)
    return True
