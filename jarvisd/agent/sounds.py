"""Chinese as it sounds: characters that a transcriber takes for one another become one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

_NUMBERS = "零〇一二三四五六七八九十百两"


def alike(text: str) -> str:
    """声音 and 生意 give the same. Numbers stay as they are, nothing becomes one: a misheard word must not set a level."""
    return text.translate(_tables()[0])


def alike_with_numbers(text: str) -> str:
    """一量 and 音量 give the same too; no number word is left."""
    return text.translate(_tables()[1])


def alike_in(templates: Any) -> Any:
    """`alike` for every text in lists and tables, their keys excepted."""
    match templates:
        case str():
            return alike(templates)
        case list():
            return [alike_in(item) for item in templates]
        case dict():
            return {key: alike_in(value) for key, value in templates.items()}
    return templates


@cache
def _tables() -> tuple[dict[int, str], dict[int, str]]:
    """Without and with the numbers: each letter's own, by the first of its line that is no number."""
    lines = (Path(__file__).parent / "sounds.txt").read_text(encoding="utf-8").splitlines()
    whole: dict[int, str] = {}
    for line in lines:
        if not line.startswith("#"):
            stands = next(letter for letter in line if letter not in _NUMBERS)
            whole |= dict.fromkeys(map(ord, line), stands)
    return {letter: stands for letter, stands in whole.items() if chr(letter) not in _NUMBERS}, whole
