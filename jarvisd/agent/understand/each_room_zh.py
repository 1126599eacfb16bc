"""Rooms that are named one after the other with how warm each is to be: 主卧二十六度 客厅二十七度."""

from __future__ import annotations

import re

from jarvisd.agent.understand.clauses import signs, written
from jarvisd.agent.understand.names import Names
from jarvisd.agent.understand.signs import NUMBER, PLACE

_ONE = re.compile(rf"(?P<room>{PLACE}+)(?:里|空调)?(?P<much>{NUMBER}+)度?[,，、和]*")
_ALL = re.compile(rf"(?:{_ONE.pattern.replace('?P<room>', '?:').replace('?P<much>', '?:')}){{2,}}(?:吧|就行|就好)?")


def each(text: str, names: Names) -> str:
    """Each as an order of its own; as it came where it is built otherwise."""
    if text.count("度") < 2:
        return text
    said = written(text, "zh", names)
    marked = signs(said, "zh", names)
    if not _ALL.fullmatch(marked):
        return text
    return "，".join(
        f"把{said[slice(*one.span('room'))]}空调调到{said[slice(*one.span('much'))].rstrip('度')}度" for one in _ONE.finditer(marked)
    )
