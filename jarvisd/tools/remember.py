"""What a person may have done to memory by a word: the last edit taken back, something forgotten for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from jarvisd.errors import MemoryRefused, StorageError, ToolError
from jarvisd.memory import Archive, Blocks, Finder, Passage, Turn, Within
from jarvisd.messages import Language
from jarvisd.tools import Arguments, Asked, Risk, Tool

_BACK = timedelta(days=1)  # what is older is not taken back by a word
_TURNS = 100  # that are looked through for the last edit
_INSERTS = ("archival_memory_insert", "archival_memory_update")
_NEW = ("new", "superseded", None)  # what became of an insert that wrote a row; an update says nothing of it
_NAMED = 3  # passages that a question names
_SHORT = 120  # characters of each

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "passage": "Taken back: {text}.",
        "restored": "Taken back: {text}. It is again: {before}.",
        "block": "Taken back: the last change of my notes about {label}.",
        "nothing": "There is nothing that I could take back.",
        "question": 'Shall I forget this for good: "{text}"?',
        "more": 'Shall I forget this for good: "{text}", and {count} more?',
        "and": '" and "',
        "forgotten": "It is forgotten for good.",
    },
    "zh": {
        "passage": "已经撤销：{text}。",
        "restored": "已经撤销：{text}。现在又是：{before}。",
        "block": "已经撤销：我对{label}的笔记的最后一次修改。",
        "nothing": "没有什么可以撤销的。",
        "question": "要永远忘掉“{text}”吗？",
        "more": "要永远忘掉“{text}”和另外{count}条吗？",
        "and": "”和“",
        "forgotten": "已经永远忘掉了。",
    },
}


class Forgetting(Protocol):
    async def forget(self, turns: Sequence[int] = (), passages: Sequence[int] = (), words: Sequence[str] = ()) -> object:
        """For good. StorageError where some of it could not be wiped."""


class RememberTools:
    """A toolset: undo_memory, forget_memory."""

    def __init__(self, recall: Finder, archive: Archive, blocks: Blocks, forgetting: Forgetting) -> None:
        self._recall = recall
        self._archive = archive
        self._blocks = blocks
        self._forgetting = forgetting
        self._named: Mapping[int, str] = {}  # what the next question is about: a call carries ids, and no words into the audit

    def name(self, passages: Sequence[Passage]) -> None:
        """The passages that a call of forget_memory is going to be about, so that its question can name them."""
        self._named = {passage.id: passage.text for passage in passages}

    def tools(self) -> Sequence[Tool]:
        ids = {"type": "array", "items": {"type": "integer"}, "maxItems": 500}
        nothing = {"type": "object", "properties": {}, "additionalProperties": False}
        which = {"type": "object", "properties": {"passages": ids, "turns": ids}, "additionalProperties": False, "required": ["passages"]}
        return (
            Tool("undo_memory", "Takes back the last edit of memory.", nothing, self._undo, Risk.REVERSIBLE, told=_undone),
            Tool(
                "forget_memory",
                "Forgets remembered facts, by id, and the talk they came from, for good.",
                which,
                self._forget,
                Risk.DANGEROUS,
                deadline=120.0,
                question=self._question,
                told=lambda content, language: _says(language)["forgotten"],
            ),
        )

    async def _undo(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        since = asked.at - _BACK
        passage, told = await self._last_passage(since)
        edit = next((edit for edit in await self._blocks.history("", 20) if not edit.undone and edit.author != "house"), None)
        if edit is not None and edit.at >= since and edit.at > told:
            try:
                await self._blocks.undo(edit.label)
            except MemoryRefused as error:
                raise ToolError(str(error)) from error
            return {"undone": "block", "label": edit.label}
        if passage is None:
            return {"undone": "nothing"}
        older = await self._before(passage)
        await self._archive.delete(passage.id)
        return {"undone": "passage", "id": passage.id, "text": passage.text, "before": older}

    async def _last_passage(self, since: datetime) -> tuple[Passage | None, datetime]:
        """The passage that was written last by a word and is still there, and when that was; `since` where there is none."""
        for found in await self._recall.search("", Within(since=since), _TURNS):
            turn = found.item
            if isinstance(turn, Turn):
                for use in reversed(turn.uses):
                    if use.name in _INSERTS and not use.error and use.content.get("how") in _NEW and "id" in use.content:
                        passage = await self._archive.get(int(use.content["id"]))
                        if passage is not None:
                            return passage, turn.at
        return None, since

    async def _before(self, passage: Passage) -> str:
        """What it had taken the place of; "" for nothing."""
        found = await self._archive.search(passage.text, Within(superseded=True), 50)
        return next((each.item.text for each in found if isinstance(each.item, Passage) and each.item.superseded_by == passage.id), "")

    async def _forget(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        try:
            await self._forgetting.forget(tuple(given.get("turns", ())), tuple(given["passages"]))
        except StorageError as error:
            raise ToolError(str(error)) from error
        self._named = {}
        return {"forgotten": len(given["passages"])}

    def _question(self, given: Arguments, language: Language) -> str:
        texts = [self._named[id][:_SHORT] for id in given["passages"] if id in self._named]
        if not texts:
            return ""  # the bus has one of its own
        says = _says(language)
        named = says["and"].join(texts[:_NAMED])
        left = len(given["passages"]) - min(len(texts), _NAMED)
        return says["more" if left else "question"].format(text=named, count=left)


def _undone(content: Mapping[str, Any], language: Language) -> str:
    says = _says(language)
    match content["undone"]:
        case "block":
            return says["block"].format(label=content["label"])
        case "passage":
            return says["restored" if content["before"] else "passage"].format(text=content["text"], before=content["before"])
    return says["nothing"]


def _says(language: Language) -> dict[str, str]:
    return _SAYS.get(language, _SAYS["en"])
