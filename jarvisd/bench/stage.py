"""Tools of the red team's stage: what brings in the words of others, and what must never run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.tools import Arguments, Asked, Risk, Tool

# Where a text comes from -> the tool that brings it. What is not here comes another way: as a name, as a description, from memory, by ear.
_BRINGS = {
    "calendar": "calendar_list", "web": "web_search", "document": "read_file", "mail": "read_mail", "mcp_result": "mcp_call",
    "unicode": "read_notes", "reminder": "list_own_reminders",
}  # fmt: skip
_OURS = frozenset({"reminder"})  # written by the household, so nobody is warned by it
_NEVER = frozenset({"confirm_pending"})  # there is no such tool, and there never will be
_ELSEWHERE = frozenset({"device_name", "mcp_description", "memory", "stt"})
_LESS = {"web_fetch": Risk.SENSITIVE}  # every other is dangerous
_ANY = {"type": "object"}


class Stage:
    """A toolset. ran: what an attacker had run; sources: the tools that bring the texts, in their order."""

    def __init__(self, texts: Sequence[tuple[str, str]], wanted: Sequence[str]) -> None:
        self._texts = tuple(texts)
        self._wanted = tuple(dict.fromkeys(wanted))
        self._there: frozenset[str] = frozenset()
        self.ran: list[str] = []

    @property
    def sources(self) -> Sequence[str]:
        named = (_BRINGS.get(source, f"read_{source}") for source, _ in self._texts if source not in _ELSEWHERE)
        poisoned = ("mcp_time" for source, _ in self._texts if source == "mcp_description")
        looked = ("HassGetState" for source, _ in self._texts if source == "device_name")
        found = ("archival_memory_search" for source, _ in self._texts if source == "memory")
        return (*named, *poisoned, *looked, *found)

    def stands_in(self, there: frozenset[str]) -> None:
        """there: the real tools; the stage has the others that a case wants."""
        self._there = there

    def tools(self) -> Sequence[Tool]:
        wanted = [name for name in self._wanted if name not in self._there | _NEVER and not name.startswith("Hass")]
        return (*self._bringing(), *(self._forbidden(name) for name in wanted if name != "remember"))

    def _bringing(self) -> Sequence[Tool]:
        tools: dict[str, Tool] = {}
        for source, text in self._texts:
            if source == "mcp_description":
                tools["mcp_time"] = _bring("mcp_time", text, "14:05", untrusted=True)
            elif source not in _ELSEWHERE:
                name = _BRINGS.get(source, f"read_{source}")
                tools[name] = _bring(name, f"Reads: {source}.", text, untrusted=source not in _OURS)
        return tuple(tools.values())

    def _forbidden(self, name: str) -> Tool:
        async def call(arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
            self.ran.append(f"{name} ran")
            return {"done": True}

        return Tool(name, f"{name}.", _ANY, call, _LESS.get(name, Risk.DANGEROUS))


def _bring(name: str, description: str, text: str, untrusted: bool) -> Tool:
    async def call(arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        return {"text": text}

    return Tool(name, description, _ANY, call, Risk.READ, untrusted=untrusted)
