"""What is asked before something is done: the tool's own question, or one that names the tool and its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jarvisd.messages import Language
from jarvisd.tools import Arguments, Tool, clean

_LONGEST = 300  # characters: some 20 seconds of speech
_VALUE = 60
_BARE: dict[Language, str] = {"en": "Shall I really do this: {deed}?", "zh": "真的要执行{deed}吗？"}
_WITH: dict[Language, str] = {
    "en": "Shall I really do this: {deed}, with {arguments}?",
    "zh": "真的要执行{deed}吗？参数是：{arguments}。确定吗？",
}
_AND: dict[Language, str] = {"en": ", ", "zh": "，"}
_IS: dict[Language, str] = {"en": " ", "zh": "："}


def own(tool: Tool, arguments: Arguments, language: Language) -> str:
    """What the tool itself asks, on one line; "" where it has no question. Fails as the tool does."""
    return clean.line(tool.question(arguments, _ours(language)), _LONGEST) if tool.question is not None else ""


def plain(tool: Tool, arguments: Arguments, language: Language) -> str:
    """One line that names the tool and its arguments."""
    language = _ours(language)
    deed = _words(tool.name)
    named = _AND[language].join(f"{_words(name)}{_IS[language]}{_value(value)}" for name, value in arguments.items())
    form = _WITH if named else _BARE
    return form[language].format(deed=deed, arguments=clean.line(named, _LONGEST))


def _ours(language: Language) -> Language:
    return language if language in _BARE else "en"


def _words(name: str) -> str:
    return clean.line(name.replace("_", " ").replace(".", " "), _VALUE)


def _value(value: Any) -> str:
    match value:
        case Mapping():
            value = ", ".join(f"{name} {_value(each)}" for name, each in value.items())
        case list() | tuple():
            value = ", ".join(_value(each) for each in value)
    return clean.line(str(value), _VALUE)
