"""What a server offers, as values: each tool fit to be used, or the reason why it is not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jarvisd.tools import clean, schema

MOST = 200  # tools of one server


@dataclass(frozen=True, slots=True)
class Offer:
    tool: str  # as the server calls it
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    mark: str = ""  # names what the server wrote: name, description and schema, every sign of them
    broken: str = ""  # why it cannot be used; "" where it can


@dataclass(frozen=True, slots=True)
class Written:
    """A tool as a server wrote it."""

    tool: str
    description: str
    schema: object


def read(written: Iterable[Written]) -> tuple[Offer, ...]:
    """In the server's order, each name once."""
    found: dict[str, Offer] = {}
    for each in written:
        if len(found) == MOST:
            break
        found.setdefault(each.tool, _offer(each))
    return tuple(found.values())


def prefixed(server: str, tool: str) -> str:
    """As models call it."""
    return schema.name(f"{server}_{schema.name(tool)}")


def _offer(written: Written) -> Offer:
    told = json.dumps([written.tool, written.description, written.schema], sort_keys=True, ensure_ascii=False, default=str)
    mark = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    name = clean.line(written.tool, 100)
    if not schema.name(written.tool):
        return Offer(name or "?", mark=mark, broken="its name has no letter that models can write")
    try:
        parameters = schema.parameters(written.schema)
    except (schema.Unfit, RecursionError) as error:
        return Offer(written.tool, mark=mark, broken=str(error) if isinstance(error, schema.Unfit) else "its schema is nested too deeply")
    return Offer(written.tool, schema.description(written.description), parameters, mark)
