"""The one door of understanding: what somebody says as it was heard, then as it may have been said, and what is still doubted of it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from jarvisd.agent.understand import (
    Doubt,
    Heard,
    Layer,
    Meaning,
    Understood,
    asked,
    heard_items,
    misheard,
    reasons_en,
    reasons_zh,
    rewritten,
    stray,
)
from jarvisd.agent.understand.explained import Explained, Note, Step, thought
from jarvisd.agent.understand.gate import Gate
from jarvisd.agent.understand.judged import READS, all_on, doubted, idle, looks_alone
from jarvisd.agent.understand.layers import Layers
from jarvisd.agent.understand.missing import lacking
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.shared_en import spread
from jarvisd.agent.understand.spoken import plain
from jarvisd.agent.understand.wording import Wording
from jarvisd.messages import Language


class Understanding:
    """layers: by name, in the order in which they are asked; the first also gets the sentence whole. gates: by language, where there is one."""

    def __init__(self, layers: Sequence[tuple[str, Layer]], gates: Mapping[Language, Gate] | None = None) -> None:
        self._gates = gates or {}
        self._wording = Wording(Layers(layers), self._gates)

    async def understand(self, heard: Heard) -> Meaning:
        return await self._think(heard, lambda by, of, thought: None)

    async def explain(self, heard: Heard) -> Explained:
        """The same, and how it came to that."""
        steps: list[Step] = []
        began = last = time.perf_counter()

        def note(by: str, of: str, thought: str) -> None:
            nonlocal last
            now = time.perf_counter()
            steps.append(Step(by, of, thought, 1000 * (now - last)))
            last = now

        meaning = await self._think(heard, note)
        return Explained(meaning, tuple(steps), 1000 * (time.perf_counter() - began))

    async def _think(self, heard: Heard, note: Note) -> Meaning:
        heard = _as_said(heard, note)
        meaning = await self._named(await self._sound(heard, note), heard, note)
        if not isinstance(meaning, Understood) and not (meaning is None and asked.looked(heard)):
            meaning = await self._otherwise(meaning, heard, note)
        return _settled(_weighed(meaning, heard, note), heard, note)

    async def _sound(self, heard: Heard, note: Note) -> Meaning:
        """What is meant; only asked about where something else may have been named, and was misheard."""
        heard = misheard.plainly(heard, note)
        return heard_items.put_right(stray.doubted(await self._wording.meant(heard, note), heard, note), heard, note)

    async def _named(self, meaning: Meaning, heard: Heard, note: Note) -> Meaning:
        """With the names of the house that were misheard in it put right it may be a sentence that is known word for word."""
        if not isinstance(meaning, Understood | Doubt):
            return meaning
        spoken = plain(heard.text, heard.language)
        text = names_of(heard.house).mended(spoken, heard.language)
        if text == spoken or all(command.how == "exact" for command in meaning.commands):
            return meaning
        note("misheard", heard.text, text)
        again = await self._wording.meant(replace(heard, text=text), note)
        return again if isinstance(again, Understood) and all(command.how == "exact" for command in again.commands) else meaning

    async def _otherwise(self, meaning: Meaning, heard: Heard, note: Note) -> Meaning:
        """As it may have been said, and without the reason that stands beside it."""
        gate = self._gates.get(heard.language)
        meaning = await misheard.reread(meaning, heard, misheard.worth_again(heard, gate), self._sound, note)
        if isinstance(meaning, Understood):
            return meaning
        alone = reasons_zh.alone if heard.language == "zh" else reasons_en.alone
        return await alone(heard, gate, self._sound, READS, note) or meaning


def _as_said(heard: Heard, note: Note) -> Heard:
    """Of the ways it may have been heard that in which the house's own names stand; in English each order of two with its own verb."""
    heard = misheard.named(misheard.plainly(heard, note))
    if heard.language == "en" and (both := spread(spoken := plain(heard.text, "en"), names_of(heard.house))) != spoken:
        note("both", heard.text, both)
        return replace(heard, text=both)
    return heard


def _weighed(meaning: Meaning, heard: Heard, note: Note) -> Meaning:
    """Asked about where it goes further than anybody may have meant."""
    if isinstance(meaning, Understood) and (why := rewritten.unread(heard, meaning.commands)):
        note("rewritten", heard.text, why)
        meaning = doubted(meaning)
    if all_on(meaning):
        note("judged", heard.text, "everything there is would be switched on")
        meaning = doubted(meaning)
    return meaning


def _settled(meaning: Meaning, heard: Heard, note: Note) -> Meaning:
    """What this house has not is said so; what only looks is answered where nothing is ordered; how somebody feels is no question."""
    if (missing := lacking(meaning, heard)) is not None:
        note("missing", heard.text, f"this house has no {missing.name}")
        return missing
    looks = asked.looked(heard) if meaning is None or looks_alone(meaning) else ()
    if looks and (meaning is None or len(looks) > 1):
        note("asked", heard.text, thought(looks))
        return Understood(looks)
    return None if isinstance(meaning, Doubt) and all(map(idle, meaning.commands)) else meaning
