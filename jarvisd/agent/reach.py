"""What one member of a talk can reach: the hands of the house, and the other members if it leads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from jarvisd.agent.steps import Hands
from jarvisd.messages import Caller, Language, ToolCall, ToolResult, ToolSpec
from jarvisd.tools import Asked, Risk

ASK = "ask_member"

Answering: TypeAlias = Callable[[ToolCall, str, bool], Awaitable[ToolResult]]  # the call, what is asked, whether words of others led to it


@dataclass
class Reach:
    """Hands, too. acting: told before each act."""

    house: Hands
    acting: Callable[[], Awaitable[None]]
    others: Mapping[str, Answering] = field(default_factory=dict)  # by name

    @property
    def strangers(self) -> frozenset[str]:
        return self.house.strangers

    def specs(self, caller: Caller) -> Sequence[ToolSpec]:
        who = {"member": {"enum": [*self.others]}, "what": {"type": "string"}}
        ask = ToolSpec(ASK, "Asks another member of this talk.", {"type": "object", "properties": who, "required": [*who]})
        return [*self.house.specs(caller), *([ask] if self.others else [])]

    def risk(self, call: ToolCall) -> Risk:
        return Risk.REVERSIBLE if call.name == ASK else self.house.risk(call)  # they may act: one after another

    async def call(self, call: ToolCall, asked: Asked) -> ToolResult:
        if call.name != ASK or not self.others:
            if self.risk(call) is not Risk.READ:
                await self.acting()
            return await self.house.call(call, asked)
        ask = self.others.get(str(call.arguments.get("member")))
        if ask is None:
            return ToolResult(call, error=f"There is no such member; there are {', '.join(self.others)}.")
        return await ask(call, str(call.arguments.get("what", "")), asked.tainted)

    def told(self, result: ToolResult, language: Language) -> str:
        return self.house.told(result, language)
