"""Where a model's window goes, for the command line."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias

from jarvisd.agent.context import Overview
from jarvisd.messages import Caller, Request
from jarvisd.web.control import Command, Row

Look: TypeAlias = Callable[[Request], Awaitable[Overview]]


class ContextCommands:
    def __init__(self, look: Look) -> None:
        self._look = look

    @property
    def table(self) -> Mapping[str, Command]:
        return {"memory.context": self.context}

    async def context(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"conversation", "text"?, "user"?} -> tokens of each part of what the next turn would be given; window 0: no model."""
        request = Request(str(wanted.get("text") or ""), str(wanted["conversation"]), Caller(user=str(wanted.get("user") or "")))
        seen = await self._look(request)
        yield {**asdict(seen), "total": seen.total}
