"""Files as tools: found, read piece by piece, and notes that are added to; only where folders are named for it."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from jarvisd.errors import DocumentUnreadable, ToolError
from jarvisd.messages import Language, in_language
from jarvisd.tools import Arguments, Asked, Risk, Tool, clean
from jarvisd.tools.files.roots import Outside, Roots, Seen
from jarvisd.tools.files.text import text_of

_FOUND = 20  # files of one answer
_PIECE = 6_000  # characters of one reading
_LOOKED_INTO = 2**20  # bytes of a file whose words are looked at
_READ = 500  # files whose words are looked at in one search
_TEXT = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".csv", ".log", ".json", ".yaml", ".yml", ".toml", ".ini", ""})
_NOTE = 2_000  # characters

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "none": "There is no file called {name} in the folders I may read.",
        "unreadable": "{name} cannot be read: {why}",
        "end": "{name} ends before that.",
        "noted": "I wrote it down.",
        "not_noted": "I could not write that down: {why}.",
        "long": "That is too long for a note: at most {most} characters.",
    },
    "zh": {
        "none": "我能看的文件夹里没有叫{name}的文件。",
        "unreadable": "{name}读不了：{why}",
        "end": "{name}没有那么长。",
        "noted": "记下来了。",
        "not_noted": "没能记下来：{why}。",
        "long": "这条笔记太长了，最多{most}个字。",
    },
}  # fmt: skip


class FileTools:
    """notes: the file that notes are added to; None for none."""

    def __init__(self, roots: Roots, notes: Path | None = None) -> None:
        self._roots = roots
        self._notes = notes

    def tools(self) -> Sequence[Tool]:
        words = {"type": "string", "minLength": 1, "maxLength": 200}
        file = {"type": "string", "minLength": 1, "maxLength": 1000, "description": "as file_find names it"}
        where = ", ".join(self._roots.names)
        found = Tool(
            "file_find", f"Finds files by words of their names or of their text, in the folders: {where}. The newest first.",
            _object({"words": words}), self._find, Risk.READ, untrusted=True, deadline=20.0,
        )  # fmt: skip
        read = Tool(
            "file_read", "Reads a file (text, Markdown, HTML, PDF), to answer from it or sum it up; a long one piece by piece.",
            _object({"file": file, "from": {"type": "integer", "minimum": 0, "description": "the character to go on from"}}, "file"),
            self._read, Risk.READ, untrusted=True, deadline=20.0,
        )  # fmt: skip
        note = Tool(
            "note_down", "Adds a line to the household's file of notes.", _object({"text": {"type": "string", "minLength": 1}}, "text"),
            self._note, Risk.REVERSIBLE, told=lambda content, language: _say("noted", language),
        )  # fmt: skip
        return (*((found, read) if self._roots.names else ()), *((note,) if self._notes else ()))

    async def _find(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        words = [word for word in re.split(r"[\W_]+", str(given.get("words") or "").casefold()) if word]
        rows = await asyncio.to_thread(self._matching, words)
        return {"files": rows[:_FOUND], "count": len(rows)}

    def _matching(self, words: Sequence[str]) -> list[dict[str, Any]]:
        named, told, read = [], [], 0
        for seen in self._roots.walk():
            name = seen.name.casefold()
            if all(word in name for word in words):
                named.append(seen)
            elif seen.path.suffix.lower() in _TEXT and seen.size <= _LOOKED_INTO and read < _READ:
                read += 1
                if all(word in self._words_of(seen) for word in words):
                    told.append(seen)
        newest = sorted(named, key=lambda seen: -seen.changed) + sorted(told, key=lambda seen: -seen.changed)
        return [_row(seen) for seen in newest]

    def _words_of(self, seen: Seen) -> str:
        try:
            return self._roots.read(str(seen.path)).decode("utf-8", "ignore").casefold()
        except (Outside, OSError):
            return ""

    async def _read(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        name, start = str(given["file"]), int(given.get("from", 0))
        shown = clean.line(name, 100)
        try:
            raw = await asyncio.to_thread(self._roots.read, name)
            title, text = await asyncio.to_thread(text_of, raw, Path(name).suffix)
        except Outside:
            raise ToolError(_say("none", asked.language, name=shown)) from None
        except (OSError, DocumentUnreadable) as error:
            raise ToolError(_say("unreadable", asked.language, name=shown, why=str(error).rstrip(".") + ".")) from error
        if start and start >= len(text):
            raise ToolError(_say("end", asked.language, name=shown))
        piece = text[start : start + _PIECE]
        rest = len(text) - start - len(piece)
        return {
            "file": shown,
            "title": title,
            "text": piece,
            **({"goes_on_at": start + len(piece), "characters_left": rest} if rest else {}),
        }

    async def _note(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        text = clean.line(str(given["text"]), _NOTE * 2)
        if len(text) > _NOTE:
            raise ToolError(_say("long", asked.language, most=_NOTE))
        assert self._notes is not None
        try:
            await asyncio.to_thread(_append, self._notes, f"- {asked.at:%Y-%m-%d %H:%M} {text}\n")
        except OSError as error:
            raise ToolError(_say("not_noted", asked.language, why=error.strerror or type(error).__name__)) from error
        return {"noted": text, "file": self._notes.name}


def _append(path: Path, line: str) -> None:
    """On disk when it returns. OSError, also where a link lies there instead of a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "ab") as stream:
        stream.write(line.encode())
        stream.flush()
        os.fsync(stream.fileno())


def _row(seen: Seen) -> dict[str, Any]:
    return {"file": seen.name, "bytes": seen.size, "changed": datetime.fromtimestamp(seen.changed).isoformat(" ", "minutes")}


def _say(which: str, language: Language, **about: object) -> str:
    return in_language(_SAYS, language)[which].format(**about)


def _object(properties: Mapping[str, Any], *required: str) -> Mapping[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(required), "additionalProperties": False}
