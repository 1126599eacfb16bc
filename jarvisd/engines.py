"""Loads the speech engines that a process needs, and keeps what need not be loaded again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from jarvisd.config import Config, Paths
from jarvisd.model_store import Store
from jarvisd.speech import Vad, WakeWord, stt, tts, vad, wake
from jarvisd.speech.stt import Encoder, TimedTranscriber
from jarvisd.speech.tts import Voices
from jarvisd.speech.wake.clips import FOLDER, Clips
from jarvisd.speech.wake.look import Ears, Looks

log = logging.getLogger(__name__)

EARS = frozenset({"ears"})
VOICE = frozenset({"voice"})

Closing: TypeAlias = Callable[[Any], Awaitable[None]]


async def _nothing(kept: Any) -> None:
    """What ends with the process."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Speech engines, warm; None where this process has no use for one."""

    wake: Callable[[], WakeWord] | None = None
    vad: Callable[[], Vad] | None = None
    transcriber: TimedTranscriber | None = None
    synthesizer: Voices | None = None


class Shelf:
    """What is loaded, each by the slice of the configuration it was made from, so that a reload keeps what is equal."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, Any, Closing]] = {}

    async def get(self, kind: str, slice: object, load: Callable[[], Any], close: Closing = _nothing) -> Any:
        """Loaded in a thread where it is not there. close: ends it when another takes its place, or the shelf is cleared."""
        if kind in self._kept and self._kept[kind][0] != slice:
            await self._close(kind)
        if kind not in self._kept:
            self._kept[kind] = (slice, await asyncio.to_thread(load), close)
        return self._kept[kind][1]

    async def clear(self) -> None:
        for kind in [*self._kept]:
            await self._close(kind)

    async def _close(self, kind: str) -> None:
        _, kept, close = self._kept.pop(kind)
        await close(kept)


async def load_engines(config: Config, paths: Paths, needs: frozenset[str], shelf: Shelf) -> Loaded:
    """Warms the engines of these parts at once, each in its thread."""
    find = Store(paths.models).path
    languages = config.house.languages
    openers = paths.models / ".openers"
    loads: dict[str, tuple[frozenset[str], object, Callable[[], Any]]] = {
        "wake": (EARS | VOICE, config.wake, lambda: wake.load(config.wake, find)),
        "vad": (EARS, config.vad, lambda: vad.load(config.vad, find)),
        "transcriber": (EARS, (config.stt, languages), lambda: stt.load(config.stt, languages, find)),
        "synthesizer": (VOICE, (config.tts, languages), lambda: tts.load(config.tts, languages, find, openers)),
    }
    wanted = {kind: (slice, load) for kind, (part, slice, load) in loads.items() if part <= needs}
    engines = await asyncio.gather(*(shelf.get(kind, slice, load) for kind, (slice, load) in wanted.items()))
    loaded = dict(zip(wanted, engines, strict=True))
    if "wake" in loaded:
        clips = Clips(paths.state / FOLDER) if config.wake.keep_near_misses else None
        loaded["wake"] = partial(loaded["wake"], second_looks(config, loaded.get("transcriber")), clips)
    return Loaded(**loaded)


def second_looks(config: Config, transcriber: TimedTranscriber | None) -> Looks | None:
    """By the transcriber that is loaded anyhow; None where it cannot, or the household does not want it."""
    if not config.wake.look or not isinstance(transcriber, Encoder):
        return None
    return Looks(Ears(config.stt.model, transcriber.encode))


def wake_alone(config: Config, paths: Paths) -> Callable[[], WakeWord]:
    """What the house listens for its name with, for a process that does nothing else. Blocks for seconds."""
    find = Store(paths.models).path
    make = wake.load(config.wake, find)
    return partial(make, second_looks(config, stt.load(config.stt, config.house.languages, find) if config.wake.look else None))


async def drafts(config: Config, transcriber: TimedTranscriber) -> bool:
    """Transcription is quick enough to run ahead; timed again where it was too slow while other engines were loading beside it."""
    limit = config.stt.draft_limit
    quick = transcriber.seconds <= limit or await asyncio.to_thread(transcriber.measure) <= limit
    log.info("one transcription takes %.2f s: drafts are %s", transcriber.seconds, "on" if quick else "off")
    return quick and config.endpoint.draft > 0
