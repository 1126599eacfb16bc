"""Which tools a model with a small window is shown: twelve at most, always the same ones, so that its prompt begins as before.

One with a large window: agent/fitting.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jarvisd.agent.steps import Hands
from jarvisd.messages import Caller, Language, ToolCall, ToolResult, ToolSpec
from jarvisd.tools import Asked, Risk

MOST = 12  # as many as `jarvisd bench agent` measures; on two cores a small model reads a hundred tokens, one tool, in a second and a half
SMALL = 16_000  # tokens of a window in which not every tool has room

# The first ones that stay. What is left out the house still understands by its own sentences, which come before any model.
FIRST = (
    "core_memory_append", "core_memory_replace", "archival_memory_insert", "archival_memory_search", "conversation_search",
    "HassTurnOn", "HassTurnOff", "HassLightSet", "HassGetState", "set_timer", "set_reminder", "calendar_list",
    "set_alarm", "list_reminders", "cancel_reminder", "calendar_add",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """The hands, of which only some are shown. What a call of any other does is as before."""

    hands: Hands
    most: int = MOST

    @property
    def strangers(self) -> frozenset[str]:
        return self.hands.strangers

    def specs(self, caller: Caller) -> Sequence[ToolSpec]:
        every = self.hands.specs(caller)
        place = {name: at for at, name in enumerate(FIRST)}
        chosen = {spec.name for spec in sorted(every, key=lambda spec: place.get(spec.name, len(place)))[: self.most]}
        return [spec for spec in every if spec.name in chosen]

    def risk(self, call: ToolCall) -> Risk:
        return self.hands.risk(call)

    async def call(self, call: ToolCall, asked: Asked) -> ToolResult:
        return await self.hands.call(call, asked)

    def told(self, result: ToolResult, language: Language) -> str:
        return self.hands.told(result, language)


def offered(hands: Hands, window: int) -> Hands:
    """For a model with a window of so many tokens; 0: unknown."""
    return Offered(hands) if 0 < window < SMALL else hands
