"""Understands what is said in other words than the house's own: what its words may mean, if that is likely and nothing else is."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from jarvisd.agent.understand import Command, Doubt, Heard, Nameless, follow, guessing, looking, spared
from jarvisd.agent.understand.excepting import apart, unclear
from jarvisd.agent.understand.masked import Masked, masked
from jarvisd.agent.understand.meanings import Matrix, Meanings, kept
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.questions import kind_of
from jarvisd.agent.understand.senses import SENSES
from jarvisd.agent.understand.slots import unshaded
from jarvisd.agent.understand.spoken import bare
from jarvisd.agent.understand.target import Aim
from jarvisd.messages import Language

_HARMLESS = 0.25  # the same of what does nothing: a question, a tale
_SURE_BY_WORDS = {"en": 0.35, "zh": 0.25}  # the lead of a meaning from which its vector is not asked for
_LONGEST = {"en": 22, "zh": 32}  # words, characters; one order by more of them is none
_SIGN = re.compile(r"\b(?:minus|negative) (?=\d)")  # of a number, which is no strange word


class Embedder(Protocol):
    """Texts as vectors of length 1; jarvisd.memory.Embedder fits."""

    @property
    def id(self) -> str: ...

    async def queries(self, texts: Sequence[str]) -> Matrix: ...


class Router:
    """A layer. meanings: by language, learned with the vectors of that embedder."""

    def __init__(self, embedder: Embedder | None, meanings: Mapping[Language, Meanings]) -> None:
        self._embedder = embedder
        self._meanings = meanings

    async def understand(self, heard: Heard) -> Sequence[Command] | Doubt | Nameless | None:
        """Of one command. A question may become one that only looks."""
        if heard.language not in self._meanings:
            return None
        parts = apart(heard.text, heard.language)
        if not parts.but:
            return await self._one(heard)
        found = await self._one(replace(heard, text=parts.order))
        return spared.but(found, parts.but, heard)

    async def _one(self, heard: Heard) -> Sequence[Command] | Doubt | Nameless | None:
        language = heard.language
        spoken = bare(heard.text, language)
        kind = "order" if heard.ordered else kind_of(spoken, language)
        if kind not in ("order", "question") or _length(spoken.text, language) > _LONGEST[language]:
            return None
        if unclear(spoken.text):
            return None
        said = masked(unshaded(spoken.text), language, names_of(heard.house))
        aim = Aim(said, language, heard)
        if not heard.last and _only_named(said):
            return None  # 窗帘, "the lamp": what of it?
        if kind == "order" and (moved := follow.elsewhere(said, language, aim, heard)) is not None:
            return (moved,)
        learned = self._meanings[language]
        scores = learned.scores(said.text, None)
        if self._embedder is not None and not _plain(scores, language):
            scores = learned.scores(said.text, (await self._embedder.queries([said.text]))[0])
        if kind == "question":
            return looking.chosen(said, aim, scores, heard)
        return guessing.chosen(said, aim, scores, learned.strange(_SIGN.sub("", said.text)), heard)


async def load(embedder: Embedder | None, folder: Path, languages: Sequence[Language]) -> Router:
    """folder: config/understanding, with what was learned from the examples. ConfigError where a file of it is none.

    It was learned with one embedder (scripts/learn_meanings.py): with another, or none, words alone decide.
    """
    meanings = {language: await asyncio.to_thread(kept, folder / f"meanings_{language}.npz", language) for language in languages}
    fits = embedder is not None and all(learned.model == embedder.id for learned in meanings.values())
    return Router(embedder if fits else None, meanings)


def _only_named(said: Masked) -> bool:
    """Things and rooms, and nothing that is to be done with them."""
    if any(ref.domain in ("scene", "script") for mention in said.mentions for ref in mention.refs):
        return False
    spans = [(one.start, one.end) for one in said.mentions]
    spans += [(kind.start, kind.end) for kind in said.kinds if kind.said not in ("布防", "撤防")]
    taken = {at for start, end in spans for at in range(start, end)}
    left = "".join(" " if at in taken else sign for at, sign in enumerate(said.plain))
    return bool(taken) and not _BESIDE.sub("", left)


_BESIDE = re.compile(r"[\s,和跟的那这个里呢吧啊]|\b(?:the|my|our|a|an|and|that|this|of|in)\b")


def _plain(scores: Mapping[str, float], language: Language) -> bool:
    """The words alone leave no doubt: a vector would only cost time."""
    (name, first), (_, second) = sorted(scores.items(), key=lambda row: -row[1])[:2]
    return first - second >= (_SURE_BY_WORDS[language] if name in SENSES else _HARMLESS)


def _length(text: str, language: Language) -> int:
    return len(text) if language == "zh" else len(text.split())
