"""What was done just now is taken back: "cancel that", "never mind", "undo that", 取消吧, 撤销."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from jarvisd.agent import Answer
from jarvisd.agent.before import before
from jarvisd.agent.deeds import Deed
from jarvisd.agent.phrases import Phrases
from jarvisd.memory import Recall, ToolUse
from jarvisd.messages import Language, Request, ToolCall
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus

NAME = "undoing"
_KINDS = ("call_off", "silence", "call_off_all", "take_back", "undo")
_SET = ("set_timer", "set_alarm", "set_reminder", "set_routine")
_SPOKEN_OF = ("list_reminders", "change_reminder", "snooze_reminder")  # what was there before: only "cancel it" ends it
_LIST = ("list_add", "list_remove", "list_tick", "list_clear", "list_clear_ticked")
_BACK = {"HassTurnOn": "HassTurnOff", "HassTurnOff": "HassTurnOn"}


class Undoing:
    """A responder, before those that do things: what is said here counts only right after something was done in the same talk."""

    name = NAME

    def __init__(self, sentences: Sequence[Phrases], bus: Bus, recall: Recall, now: Callable[[], datetime]) -> None:
        self._sentences = tuple(sentences)
        self._bus = bus
        self._recall = recall
        self._now = now

    def fixed(self) -> Sequence[tuple[str, Language]]:
        return ()

    async def consider(self, request: Request) -> Answer | None:
        at = request.at or self._now()
        for known in self._sentences:
            said = next(known.read(request.text), None)
            if said is None:
                continue
            turn = await before(self._recall, request.conversation, at)
            uses = [use for use in (turn.uses if turn else ()) if not use.error]
            call = next((call for use in reversed(uses) if (call := _back(use, said.kind))), None)
            return Deed(call, Asked(request.caller, request.conversation, known.language, at), self._bus, NAME) if call else None
        return None


def _back(use: ToolUse, kind: str) -> ToolCall | None:
    """The call that takes it back, where such words mean that."""
    if kind == "call_off_all":
        found = use.content.get("kind") or dict(use.content.get("reminder") or {}).get("kind")
        of = {"kind": found} if found else {}
        return _call("cancel_reminder", {"all": True, **of}) if use.name in (*_SET, *_SPOKEN_OF) else None
    if use.name in _SET or (use.name in _SPOKEN_OF and kind in ("call_off", "silence")):
        rows = use.content.get("reminders") or [use.content.get("reminder")]
        return _call("cancel_reminder", {"id": int(rows[0]["id"])}) if len(rows) == 1 and isinstance(rows[0], Mapping) else None
    if kind == "silence":  # "turn it off": anything else is switched off, and not called off
        return None
    if use.name == "calendar_add":
        made = use.content["event"]
        series = {"all": True} if made["repeats"] else {}
        return _call("calendar_delete", {"which": made["title"], "day": made["start"], **series})
    if use.name == "calendar_move" and kind == "call_off":
        return _call("calendar_delete", {"which": use.content["event"]["title"], "day": use.content["event"]["start"]})
    if use.name == "calendar_list" and kind == "call_off":
        told: Sequence[Mapping[str, Any]] = use.content.get("events", ())
        return _call("calendar_delete", {"which": told[0]["title"], "day": told[0]["start"]}) if len(told) == 1 else None
    if use.name in _LIST and (kind != "call_off" or use.name == "list_add"):
        return _call("list_undo", {})
    if use.name in _BACK and kind == "undo":
        return _call(_BACK[use.name], use.arguments)
    return None


def _call(tool: str, arguments: Mapping[str, Any]) -> ToolCall:
    return ToolCall(uuid.uuid4().hex, tool, dict(arguments))


def sentences(languages: Sequence[Language], folder: Path) -> tuple[Phrases, ...]:
    """Of `config/undoing`. ConfigError where a file is not what it should be."""
    return tuple(Phrases(folder / f"{language}.yaml", _KINDS) for language in languages)
