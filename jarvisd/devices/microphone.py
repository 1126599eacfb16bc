"""The microphone and the speaker of this machine."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, aclosing, suppress
from typing import Any, Self

from jarvisd.audio import Audio
from jarvisd.config import MicrophoneConfig
from jarvisd.devices import portaudio
from jarvisd.devices.intake import Intake
from jarvisd.devices.playout import Playout
from jarvisd.devices.portaudio import Card, Pace, patiently
from jarvisd.devices.source import moves, source
from jarvisd.errors import DeviceError, DeviceLost

log = logging.getLogger(__name__)

RATES = (48_000, 44_100, 16_000)  # Hz, in this order: most cards and sound servers run at 48 kHz, a third of which is ours
_HEARING = Pace(block=0.032, latency=0.03)
_SPEAKING = Pace(block=0.02, latency=0.2)  # on a busy machine less stutters; it delays neither a sound's start nor its cancellation
_KEPT = 312  # blocks, 10 s: what waits for a reader that is busy
_SILENT = 1.0  # seconds without a block after which the card is taken for lost
_LOOK = 0.25  # seconds between two looks at that
_ENDING = 1.0  # seconds for the calls that make an end: SIGTERM wants its own within 2 s


async def devices() -> list[Card]:
    """Every sound device there is now. DeviceError where there is no PortAudio."""
    return await patiently(portaudio.cards)


class Microphone:
    """A Device. `async with Microphone(config) as device` opens it, once; DeviceError says what to do when that fails."""

    full_duplex = True

    def __init__(self, config: MicrophoneConfig, *, id: str = "microphone", rates: Sequence[int] = RATES) -> None:
        """rates: Hz, tried in this order."""
        self.id = id
        self.room = config.room
        self.echo_cancelled = config.echo_cancelled
        self._config = config
        self._rates = rates
        self._blocks: deque[bytes] = deque(maxlen=_KEPT)
        self._news = asyncio.Event()  # a block came, or the end
        self._told = False  # the loop will set it, so that one wake-up serves several blocks
        self._dropped = False
        self._mouth = asyncio.Lock()  # one sound after the other
        self._taken: asyncio.Future[float] | None = None  # of the sound that is played: seconds until its end is heard
        self._lost: str | None = None

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._asked_at = self._loop.time()
        async with AsyncExitStack() as stack:
            self._hearing, self._speaking = await patiently(self._open, portaudio.close)
            stack.push_async_callback(self._close)
            await self._first_sound()
            had = await self._microphone()
            for watch in (self._watch_cards(), self._watch_source(had)):
                stack.push_async_callback(_ended, self._loop.create_task(watch))
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._lose("it was closed")  # before the streams end, so that their end is no news
        await self._stack.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Audio:
        while (chunk := self._intake.chunk()) is None:
            if self._blocks:
                self._intake.feed(self._blocks.popleft())
            elif self._lost:
                raise DeviceLost(self._lost)
            else:
                self._news.clear()
                await self._news.wait()
        return chunk

    async def play(self, audio: Audio) -> None:
        """Waits for what is already being played. DeviceLost when the card went away meanwhile.

        The speaker's stream runs only during a sound: a stream that starts is heard at once, one that runs only when its buffer was played.
        """
        async with self._mouth:
            if self._lost:
                raise DeviceLost(self._lost)
            if not audio.pcm:
                return
            self._playout.give(audio.at(self._playout.rate).samples)
            self._asked_at = self._loop.time()
            self._taken = self._loop.create_future()
            try:
                await patiently(self._begin)
                await asyncio.sleep(await self._taken)
            except DeviceError as error:
                self._lose(str(error))
            finally:
                self._taken = None
                self._playout.clear()
                with suppress(DeviceError):  # a card that does not even fall silent is seen by the watch
                    await patiently(self._speaking.abort, seconds=_ENDING)
            if self._lost:
                raise DeviceLost(self._lost)

    # In the card's threads

    def _hear(self, block: Any, frames: int, _: Any, status: Any) -> None:
        self._heard_at = self._loop.time()
        self._dropped = self._dropped or status.input_overflow or len(self._blocks) == _KEPT
        self._blocks.append(bytes(block))
        if not self._told:
            self._told = True
            self._tell(self._wake)

    def _speak(self, block: Any, frames: int, times: Any, _: Any) -> None:
        self._asked_at = self._loop.time()
        block[:], ended = self._playout.take(frames)
        if ended is not None:
            self._tell(self._all_taken, max(0.0, times.outputBufferDacTime - times.currentTime) + ended)

    def _tell(self, what: Callable[..., object], *words: object) -> None:
        with suppress(RuntimeError):  # the loop was closed: nobody is there to be told
            self._loop.call_soon_threadsafe(what, *words)

    # In a thread of PortAudio's

    def _open(self) -> list[Any]:
        cards = portaudio.cards()
        heard, spoken = portaudio.choose(cards, "input", self._config.input), portaudio.choose(cards, "output", self._config.output)

        def gone() -> None:  # the card's last word
            self._tell(self._lose, f"{heard.name} ended")

        streams: list[Any] = []
        try:
            streams.append(portaudio.stream(heard, "input", self._rates, _HEARING, self._hear, gone))
            streams.append(portaudio.stream(spoken, "output", self._rates, _SPEAKING, self._speak, lambda: None))
            self._intake = Intake(round(streams[0].samplerate), streams[0].channels)
            self._playout = Playout(round(streams[1].samplerate), streams[1].channels)
            with portaudio.worded(heard.name), portaudio.hushed():
                streams[0].start()
        except DeviceError:
            portaudio.close(streams)
            raise
        return streams

    def _begin(self) -> None:
        """The speaker runs; the sound that waits is already in its first block."""
        with portaudio.worded("the speaker"):
            self._speaking.start()

    # On the loop

    def _wake(self) -> None:
        self._told = False
        self._news.set()

    def _all_taken(self, delay: float) -> None:
        if self._taken is not None and not self._taken.done():
            self._taken.set_result(delay)

    def _lose(self, why: str) -> None:
        if self._lost is None:
            self._lost = why
            self._news.set()
            self._all_taken(0.0)  # play looks at _lost

    async def _first_sound(self) -> None:
        """A suspended source opens like any other: only sound tells that it is there."""
        try:
            async with asyncio.timeout(_SILENT):
                await self._news.wait()
        except TimeoutError:
            raise DeviceError("the microphone gives no sound: it may be suspended; see what is there: jarvisd doctor") from None

    async def _microphone(self) -> str | None:
        """The source that is really heard, where it can be known."""
        name = await source()
        if name is not None and name.endswith(".monitor") and not self._config.input:
            raise DeviceError(f"there is no microphone: the sound server would give what the speaker plays ({name}); connect one")
        return name

    async def _watch_cards(self) -> None:
        said = False
        while self._lost is None:
            await asyncio.sleep(_LOOK)
            now = self._loop.time()
            if now - self._heard_at > _SILENT:
                self._lose(f"the microphone gave no sound for {_SILENT:.0f} s")
            elif self._taken is not None and now - self._asked_at > _SILENT:
                self._lose(f"the speaker took no sound for {_SILENT:.0f} s")
            if self._dropped and not said:
                log.warning("sound of the microphone was lost: this machine is too busy to listen")
            said, self._dropped = self._dropped, False

    async def _watch_source(self, had: str | None) -> None:
        async with aclosing(moves()) as changes:
            async for _ in changes:
                has = await source()
                if had and has and has != had:
                    self._lose(f"the sound server moved the microphone from {had} to {has}")
                had = had or has

    async def _close(self) -> None:
        async with self._mouth:  # what was being played has let go of the stream
            with suppress(DeviceError):  # a card that cannot even be closed was reported when it was lost
                await patiently(lambda: portaudio.close([self._hearing, self._speaking]), seconds=_ENDING)
            self._intake.close()


async def _ended(task: asyncio.Task[None]) -> None:
    """Its end, and its error if it had one."""
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
