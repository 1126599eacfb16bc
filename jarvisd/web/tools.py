"""What the command line can have done with tools: listed, called, accepted."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from jarvisd.errors import ControlError
from jarvisd.messages import LANGUAGES, Caller, ToolCall, ToolResult
from jarvisd.tools import Asked, Risk, Toolset
from jarvisd.tools.bus import Bus
from jarvisd.tools.listing import OWN, Listed
from jarvisd.tools.others import Others
from jarvisd.web.control import Command, Row

_PATIENCE = 20.0  # seconds that servers and files have to show what they are, where none has looked yet


class ToolCommands:
    """bus: over our own toolsets and those of others; now: the household's clock."""

    def __init__(self, bus: Bus, own: Sequence[Toolset], others: Others, now: Callable[[], datetime]) -> None:
        self._bus = bus
        self._own = own
        self._others = others
        self._now = now

    @property
    def table(self) -> Mapping[str, Command]:
        return {"tools.list": self.list, "tools.call": self.call, "tools.confirm": self.confirm, "tools.accept": self.accept}

    async def list(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{} -> a row for every tool, and for everything that should give some and does not."""
        await self._others.settled(_PATIENCE)
        for one in self._listed():
            yield asdict(one)

    async def call(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"name", "arguments"?, "language"?, "user"?} -> {"content"} or {"question", "conversation"}: not done before its yes."""
        name, arguments = str(wanted["name"]), wanted.get("arguments") or {}
        language = wanted.get("language") or "en"
        if not isinstance(arguments, Mapping):
            raise ControlError('the arguments are a JSON object, such as {"percent": 40}')
        if language not in LANGUAGES:
            raise ControlError(f"language {language!r} is not known; known: {', '.join(LANGUAGES)}")
        await self._others.settled(_PATIENCE)
        unfit = next((one for one in self._listed() if one.name == name and one.state in ("changed", "broken")), None)
        if unfit is not None:
            raise ControlError(f"{name} cannot be called: {unfit.why}")
        conversation, at = f"tools-{uuid.uuid4().hex}", self._now()
        asked = Asked(Caller(user=str(wanted.get("user") or "")), conversation, language, at)
        result = await self._bus.call(ToolCall(uuid.uuid4().hex, name, arguments), asked)
        if result.question:
            await self._bus.heard(result, conversation, self._now(), whole=True)
            yield {"question": result.question, "conversation": conversation}
        else:
            yield self._row(result, language)

    async def confirm(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"conversation", "yes"} -> what was done, or {"declined": true}."""
        waiting = await self._bus.waiting(str(wanted["conversation"]))
        if waiting is None:
            raise ControlError("nothing waits for a yes any more; call it again")
        if wanted.get("yes") is not True:
            await self._bus.decline(waiting, self._now())
            yield {"declined": True}
            return
        result = await self._bus.confirm(waiting, waiting.asked.caller, self._now())
        if result is None:
            raise ControlError("the yes came too late; call it again")
        yield self._row(result, waiting.asked.language)

    async def accept(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"name"} -> {"accepted": name}: a tool that changed may be used as it is now."""
        name = str(wanted["name"])
        await self._others.settled(_PATIENCE)
        for source in self._others.sources:
            if await source.accept(name):
                yield {"accepted": name}
                return
        known = [one.name for one in self._listed() if one.state == "changed"]
        raise ControlError(f"{name} has not changed; " + (f"these have: {', '.join(known)}" if known else "no tool has"))

    def _row(self, result: ToolResult, language: str) -> Row:
        if result.error:
            raise ControlError(result.error)
        return {"content": dict(result.content), "told": self._bus.told(result, language), "untrusted": result.untrusted}

    def _listed(self) -> Sequence[Listed]:
        """Ours first; one of theirs whose name is taken cannot be called."""
        theirs = [one for source in self._others.sources for one in source.listed()]
        ours = [
            Listed(
                tool.name,
                OWN,
                tool.risk.value if isinstance(tool.risk, Risk) else "by its arguments",
                "unavailable" if tool.unavailable else "ready",
                tool.unavailable,
                tool.description,
            )
            for toolset in self._own
            for tool in toolset.tools()
        ]
        taken, rows = {one.name for one in ours}, list(ours)
        for one in theirs:
            clash = one.name in taken and one.state in ("ready", "unavailable")
            rows.append(Listed(one.name, one.source, one.risk, "broken", "another tool has this name") if clash else one)
            taken.add(one.name)
        return rows
