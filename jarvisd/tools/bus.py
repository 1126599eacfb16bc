"""The one way to act: every call is checked, asked about where it must be, bounded in time, and comes back as a result.

What is done at once and what waits for a yes:

                    a person's words    a model           a model, tainted
    read            done                done              done
    reversible      done                done              done
    sensitive       done                asked about       asked about
    dangerous       asked about         asked about       refused

A call that is asked about is parked: its result holds the question, and nothing has been done. It waits for a yes in its conversation,
for 30 s from when its question was heard whole; whatever else is said there drops it. Nothing that a model, a tool or a document says
comes near `confirm`: only the text of a request does (agent/confirm.py).

A tool that blocks holds up the whole house until it returns: no deadline ends what never awaits. Toolsets run what may block in a
thread or a process of its own; a daemon that hangs for good is started again by the watchdog of systemd. What a tool prints goes where
the program's own output goes: toolsets that run foreign code catch it.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from jarvisd.errors import ConfigError, StorageError, ToolError, ToolUnsure
from jarvisd.messages import Caller, Language, ToolCall, ToolResult, ToolSpec
from jarvisd.tools import Asked, Risk, Tool, Toolset, clean, questions
from jarvisd.tools.allowed import Allowed
from jarvisd.tools.audit import Audit, Kind, Unwritten, hashed
from jarvisd.tools.limits import Limits
from jarvisd.tools.parked import Fleeting, Parking, Waiting

log = logging.getLogger(__name__)


class Bus:
    """Without `parked` and `audit`: open questions live as long as the process, and nothing is written down."""

    def __init__(
        self, toolsets: Sequence[Toolset], parked: Parking | None = None, audit: Audit | None = None, limits: Limits | None = None,
        allowed: Allowed | None = None,
    ) -> None:  # fmt: skip
        self._toolsets = tuple(toolsets)
        self._parked = parked or Fleeting()
        self._audit = audit or Unwritten()
        self._limits = limits or Limits()
        self._allowed = allowed or Allowed()
        names = [tool.name for toolset in self._toolsets for tool in toolset.tools()]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ConfigError(f"two tools are called {', '.join(twice)}; take one of them out")

    def specs(self, caller: Caller) -> tuple[ToolSpec, ...]:
        """What this caller may use, as a model sees it, in a stable order."""
        allowed = (tool for tool in self._tools() if tool.shown and not tool.unavailable and tool.scope in caller.scopes)
        return tuple(_spec(tool) for tool in sorted(allowed, key=lambda tool: tool.name))

    @property
    def strangers(self) -> frozenset[str]:
        """The tools whose results were written by others."""
        return frozenset(tool.name for tool in self._tools() if tool.untrusted)

    def knows(self, name: str) -> bool:
        """Whether a tool is called so, whoever may use it."""
        return self._tool(name) is not None

    def risk(self, call: ToolCall) -> Risk:
        """Of this call, by its arguments; an unknown tool and one that cannot say are dangerous."""
        tool = self._tool(call.name)
        return _risk(tool, call) if tool else Risk.DANGEROUS

    async def call(self, call: ToolCall, asked: Asked) -> ToolResult:
        """Never raises: whatever went wrong is the result's error, a sentence that a model may read.

        A result with a question was not done: the answer says the question and ends (agent/answers.py).
        """
        tool = self._tool(call.name)
        if tool is None:
            await self._note("refused", call, asked, Risk.READ, "(unknown)", why="unknown tool")
            return ToolResult(call, error=clean.line(f"There is no tool called {call.name!r}."))
        risk = _risk(tool, call)
        why, wrong = self._refusal(tool, call, asked, risk)
        if not wrong and (often := self._limits.refusal(call, asked, risk)):
            why, wrong = "too often", often
        if wrong:
            await self._note("refused", call, asked, risk, why=why)
            return ToolResult(call, error=clean.line(wrong))
        if risk is Risk.DANGEROUS or (risk is Risk.SENSITIVE and asked.by == "model"):
            return await self._park(tool, call, asked, risk)
        return await self._do(tool, call, asked, risk)

    async def begin(self, conversation: str, at: datetime, keep: bool = False) -> None:
        """A turn is committed there. keep: it answers what waits; else what waits is dropped, for something else was said."""
        self._limits.begin(conversation)
        for waiting in await self._parked.all():
            if waiting.asked.conversation != conversation:
                if waiting.stale(at):
                    await self._drop(waiting, "expired", at, "nobody answered")
            elif not keep:
                await self._drop(waiting, "expired", at, "something else was said")

    async def waiting(self, conversation: str) -> Waiting | None:
        """The call whose question is open there; StorageError where that cannot be known."""
        return await self._parked.waiting(conversation)

    async def heard(self, result: ToolResult, conversation: str, at: datetime, whole: bool) -> None:
        """The result's question was put, until `at`: heard whole it may be answered from then on; else it is dropped."""
        waiting = await self._parked.waiting(conversation)
        if waiting is None or waiting.call.id != result.call.id or waiting.question != result.question:
            return
        if whole:
            await self._parked.arm(waiting, at)
        else:
            await self._drop(waiting, "expired", at, "its question was not heard whole")

    async def confirm(self, waiting: Waiting, caller: Caller, at: datetime) -> ToolResult | None:
        """Somebody said yes: done, once. None where nothing waits any more, or it was said too late; nothing is done then."""
        now = await self._parked.waiting(waiting.asked.conversation)
        if now is None or now.id != waiting.id:
            return None
        if not now.open(at):
            await self._drop(now, "expired", at, "the yes came too late")
            return None
        if not await self._parked.take(now):
            return None
        call, asked = now.call, replace(now.asked, caller=caller, at=at, by="person", tainted=False)
        tool = self._tool(call.name)
        risk = _risk(tool, call) if tool else Risk.DANGEROUS
        await self._note("confirmed", call, asked, risk)
        if tool is None or tool.scope not in now.asked.caller.scopes:
            await self._note("refused", call, asked, risk, why="no longer there")
            return ToolResult(call, error=f"{call.name} is no longer there.")
        why, wrong = self._refusal(tool, call, asked, risk)
        if wrong:
            await self._note("refused", call, asked, risk, why=why)
            return ToolResult(call, error=clean.line(wrong))
        return await self._do(tool, call, asked, risk)

    async def decline(self, waiting: Waiting, at: datetime) -> None:
        """Somebody said no."""
        await self._drop(waiting, "declined", at, "no")

    def told(self, result: ToolResult, language: Language) -> str:
        """What the tool says to people about what it did; "" where it has no words for it."""
        tool = self._tool(result.call.name)
        if tool is None or tool.told is None or result.error or result.question:
            return ""
        try:
            return clean.line(tool.told(result.content, language))
        except Exception:  # a tool, again: what it did stays done
            log.exception("tool %s cannot tell what it did", tool.name)
            return ""

    def _tools(self) -> list[Tool]:
        """Of two of one name, which come where toolsets change, the first: nobody's later tool takes the place of one of ours."""
        every = [tool for toolset in self._toolsets for tool in toolset.tools()]
        return list({tool.name: tool for tool in reversed(every)}.values())[::-1]

    def _tool(self, name: str) -> Tool | None:
        return next((tool for tool in self._tools() if tool.name == name), None)

    def _refusal(self, tool: Tool, call: ToolCall, asked: Asked, risk: Risk) -> tuple[str, str]:
        """Why the call is not even tried, for the audit and for a model; "" twice when it may be."""
        if tool.scope not in asked.caller.scopes:
            return "scope", f"{tool.name} needs the scope {tool.scope!r}, which this caller does not have."
        if wrong := self._allowed.refusal(asked.caller, risk, asked.language):
            return "person", wrong
        if tool.unavailable:
            return "unavailable", f"{tool.name} is unavailable: {tool.unavailable}."
        if wrong := _misfit(tool, call):
            return "arguments", wrong
        if risk is Risk.DANGEROUS and asked.by == "model" and asked.tainted:
            return "tainted", (
                f"{tool.name} was not done and cannot be asked about: words of others are in this talk, and they must not "
                "lead to anything dangerous. Only the person's own words can; tell them to ask for it themselves."
            )
        return "", ""

    async def _park(self, tool: Tool, call: ToolCall, asked: Asked, risk: Risk) -> ToolResult:
        waiting = Waiting(uuid.uuid4().hex, call, asked, _question(tool, call, asked.language))
        try:
            parked = await self._parked.park(waiting)
        except StorageError as error:
            return ToolResult(call, error=clean.line(f"{tool.name} was not done: its question cannot be kept ({error})."))
        if not parked:
            await self._note("refused", call, asked, risk, why="another question is open")
            return ToolResult(call, error=f"{tool.name} was not done: another question is open in this talk; it must be answered first.")
        await self._note("proposed", call, asked, risk)
        return ToolResult(call, question=waiting.question)

    async def _drop(self, waiting: Waiting, kind: Kind, at: datetime, why: str) -> None:
        if await self._parked.take(waiting):
            await self._note(kind, waiting.call, replace(waiting.asked, at=at), self.risk(waiting.call), why=why)

    async def _do(self, tool: Tool, call: ToolCall, asked: Asked, risk: Risk) -> ToolResult:
        try:
            result = await _run(tool, call, asked)
        except asyncio.CancelledError:
            await self._note("failed", call, asked, risk, why="cancelled: not known whether it happened")
            raise
        if result.error and not result.unsure:
            self._limits.undone(call, asked)
        if risk is not Risk.READ:  # what only looked is kept with its turn
            why = {"why": "not known whether it happened"} if result.unsure else {}
            await self._note("failed" if result.error else "done", call, asked, risk, **why)
        return result

    async def _note(self, kind: Kind, call: ToolCall, asked: Asked, risk: Risk, name: str = "", **more: str) -> None:
        detail = {"call": clean.line(call.id, 64), "arguments": hashed(call), "conversation": clean.line(asked.conversation, 64)}
        detail |= {"by": asked.by, "risk": risk.value, **({"tainted": "yes"} if asked.tainted else {}), **more}
        await self._audit.note(kind, asked.at, name or call.name, detail)


def _risk(tool: Tool, call: ToolCall) -> Risk:
    if isinstance(tool.risk, Risk):
        return tool.risk
    try:
        return Risk(tool.risk(call.arguments))
    except Exception:  # a tool that does not know what it risks: arguments that do not fit come here too
        return Risk.DANGEROUS


def _question(tool: Tool, call: ToolCall, language: Language) -> str:
    asked = ""
    try:
        asked = questions.own(tool, call.arguments, language)
    except Exception:  # a tool that cannot say what it would do
        log.exception("tool %s has no question", tool.name)
    return asked or questions.plain(tool, call.arguments, language)


def _misfit(tool: Tool, call: ToolCall) -> str:
    try:
        error = best_match(Draft202012Validator(tool.parameters).iter_errors(dict(call.arguments)))
    except Exception:  # a tool of somebody else whose schema is none
        log.exception("the schema of tool %s cannot be used", tool.name)
        return f"{tool.name} cannot be used: what it says about its arguments cannot be read."
    if error is None:
        return ""
    where = ".".join(str(step) for step in error.absolute_path)
    return f"{tool.name} was called with wrong arguments: {where + ': ' if where else ''}{error.message}."


async def _run(tool: Tool, call: ToolCall, asked: Asked) -> ToolResult:
    def failed(sentence: str, unsure: bool = False) -> ToolResult:
        return ToolResult(call, error=clean.line(sentence) or f"{tool.name} failed.", untrusted=tool.untrusted, unsure=unsure)

    content: Any
    try:
        async with asyncio.timeout(tool.deadline) as limit:
            content = clean.content(await tool.call(call.arguments, asked))
        return ToolResult(call, content, untrusted=tool.untrusted)
    except ToolError as error:
        return failed(str(error), unsure=isinstance(error, ToolUnsure))
    except (Exception, SystemExit) as error:  # a tool call: the one place where the mind may catch everything
        if isinstance(error, TimeoutError) and limit.expired():
            return failed(f"{tool.name} did not finish within {tool.deadline:g} seconds; whether it happened is not known.", unsure=True)
        log.exception("tool %s failed", tool.name)
        return failed(f"{tool.name} failed unexpectedly ({type(error).__name__}).", unsure=True)


def _spec(tool: Tool) -> ToolSpec:
    return ToolSpec(tool.name, tool.description, tool.parameters, tool.examples)
