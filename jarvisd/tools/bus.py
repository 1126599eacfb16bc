"""The one way to act: every call is checked, bounded in time, and comes back as a result."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from jarvisd.errors import ConfigError, ToolError
from jarvisd.messages import Caller, ToolCall, ToolResult, ToolSpec
from jarvisd.tools import Asked, Risk, Tool, Toolset

log = logging.getLogger(__name__)


class Bus:
    def __init__(self, toolsets: Sequence[Toolset]) -> None:
        self._toolsets = tuple(toolsets)
        names = [tool.name for tool in self._tools()]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ConfigError(f"two tools are called {', '.join(twice)}; take one of them out")

    def specs(self, caller: Caller) -> tuple[ToolSpec, ...]:
        """What this caller may use, as a model sees it, in a stable order."""
        allowed = (tool for tool in self._tools() if tool.scope in caller.scopes)
        return tuple(ToolSpec(tool.name, tool.description, tool.parameters) for tool in sorted(allowed, key=lambda tool: tool.name))

    async def call(self, call: ToolCall, asked: Asked) -> ToolResult:
        """Never raises: whatever went wrong is the result's error, a sentence that a model may read."""
        tool = next((tool for tool in self._tools() if tool.name == call.name), None)
        wrong = _refusal(tool, call, asked.caller)
        if tool is None or wrong:
            return ToolResult(call, error=wrong)
        return await _run(tool, call, asked)

    def _tools(self) -> list[Tool]:
        return [tool for toolset in self._toolsets for tool in toolset.tools()]


def _refusal(tool: Tool | None, call: ToolCall, caller: Caller) -> str:
    """Why the call is not even tried; "" when it may be."""
    if tool is None:
        return f"There is no tool called {call.name!r}."
    if tool.scope not in caller.scopes:
        return f"{tool.name} needs the scope {tool.scope!r}, which this caller does not have."
    if tool.risk is Risk.DANGEROUS:
        return f"{tool.name} was not done: it is dangerous, and this house cannot yet ask for a yes."
    return _misfit(tool, dict(call.arguments))


def _misfit(tool: Tool, arguments: dict[str, Any]) -> str:
    error = best_match(Draft202012Validator(tool.parameters).iter_errors(arguments))
    if error is None:
        return ""
    where = ".".join(str(step) for step in error.absolute_path)
    return f"{tool.name} was called with wrong arguments: {where + ': ' if where else ''}{error.message}."


async def _run(tool: Tool, call: ToolCall, asked: Asked) -> ToolResult:
    done = ToolResult(call)
    try:
        async with asyncio.timeout(tool.deadline):
            return replace(done, content=await tool.call(call.arguments, asked))
    except ToolError as error:
        return replace(done, error=str(error))
    except TimeoutError:
        return replace(done, error=f"{tool.name} did not finish within {tool.deadline:g} seconds; whether it happened is not known.")
    except Exception as error:  # a tool call: the one place where the mind may catch everything
        log.exception("tool %s failed", tool.name)
        return replace(done, error=f"{tool.name} failed unexpectedly ({type(error).__name__}).")
