"""How often a tool may be called: so many times a minute, and nothing twice in one turn that a model has done already."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict, deque

from jarvisd.messages import ToolCall
from jarvisd.tools import Asked, Risk
from jarvisd.tools.audit import hashed

A_MINUTE = 60  # calls of one tool: more is a loop, not a household
_TALKS = 256  # conversations whose calls are known


class Limits:
    def __init__(self, a_minute: int = A_MINUTE) -> None:
        self._a_minute = a_minute
        self._times: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=a_minute))
        self._done: OrderedDict[str, set[tuple[str, str]]] = OrderedDict()

    def begin(self, conversation: str) -> None:
        """A new turn: what was done in the last one may be done again."""
        self._done.pop(conversation, None)

    def refusal(self, call: ToolCall, asked: Asked, risk: Risk) -> str:
        """Why it is too often; "" when it is not, and then it counts."""
        now, times = asyncio.get_running_loop().time(), self._times[call.name]
        if len(times) == self._a_minute and now - times[0] < 60:
            return f"{call.name} was called {self._a_minute} times within a minute; wait a little."
        if asked.by == "model" and risk is not Risk.READ and self._again(call, asked.conversation):
            return f"{call.name} was already called with the same arguments in this turn; it is not done twice."
        times.append(now)
        return ""

    def undone(self, call: ToolCall, asked: Asked) -> None:
        """It was tried and did not happen: it may be tried again."""
        self._done.get(asked.conversation, set()).discard((call.name, hashed(call)))

    def _again(self, call: ToolCall, conversation: str) -> bool:
        done = self._done.setdefault(conversation, set())
        self._done.move_to_end(conversation)
        if len(self._done) > _TALKS:
            self._done.popitem(last=False)
        mark = (call.name, hashed(call))
        known = mark in done
        done.add(mark)
        return known
