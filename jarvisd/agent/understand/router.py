"""Understands what is said in other words than the house's own: the nearest of our examples, if it is near and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from jarvisd.agent.understand import Command, Doubt, Heard, Nameless, follow, guessing, looking
from jarvisd.agent.understand.examples import Examples, Matrix, read, vectors
from jarvisd.agent.understand.excepting import apart, unclear
from jarvisd.agent.understand.masked import masked
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.questions import kind_of
from jarvisd.agent.understand.spoken import bare
from jarvisd.agent.understand.target import Aim
from jarvisd.messages import Language

_LONGEST = {"en": 22, "zh": 32}  # words, characters; one order by more of them is none


class Embedder(Protocol):
    """Texts as vectors of length 1; jarvisd.memory.Embedder fits."""

    @property
    def id(self) -> str: ...

    async def queries(self, texts: Sequence[str]) -> Matrix: ...


class Router:
    """A layer. examples: by language, with the vectors of that embedder."""

    def __init__(self, embedder: Embedder, examples: Mapping[Language, Examples]) -> None:
        self._embedder = embedder
        self._examples = examples

    async def understand(self, heard: Heard) -> Sequence[Command] | Doubt | Nameless | None:
        """Of one command. A question may become one that only looks."""
        if heard.language not in self._examples:
            return None
        parts = apart(heard.text, heard.language)
        if not parts.but:
            return await self._one(heard)
        found = await self._one(replace(heard, text=parts.order))
        return guessing.but(found, parts.but, heard)

    async def _one(self, heard: Heard) -> Sequence[Command] | Doubt | Nameless | None:
        language = heard.language
        spoken = bare(heard.text, language)
        kind = kind_of(spoken, language)
        if kind not in ("order", "question") or _length(spoken.text, language) > _LONGEST[language]:
            return None
        if unclear(spoken.text):
            return None
        said = masked(spoken.text, language, names_of(heard.house))
        aim = Aim(said, language, heard)
        if kind == "order" and (moved := follow.elsewhere(said, language, aim, heard)) is not None:
            return (moved,)
        examples = self._examples[language]
        near = examples.near(said.text, (await self._embedder.queries([said.text]))[0])
        if kind == "question":
            return looking.chosen(said, aim, near, heard)
        return guessing.chosen(said, aim, near, len(examples.strange(said.text)), heard)


async def load(embedder: Embedder, folder: Path, languages: Sequence[Language], cache: Path | None = None) -> Router:
    """folder: config/understanding/examples. cache: where vectors are kept; without them the first load takes half a minute.

    ConfigError where a file is none.
    """
    known: dict[Language, Examples] = {}
    for language in languages:
        found = [replace(example, text=masked(example.text, language, None).text) for example in read(folder / f"{language}.yaml")]
        found = list(dict.fromkeys(found))
        known[language] = Examples(language, found, await vectors(found, embedder.queries, embedder.id, cache))
    return Router(embedder, known)


def _length(text: str, language: Language) -> int:
    return len(text) if language == "zh" else len(text.split())
