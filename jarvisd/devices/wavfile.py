"""A sound file as a room: what it holds is heard on the event loop's clock, what is played is kept on the same time line."""

from __future__ import annotations

import asyncio
import math

import numpy as np

from jarvisd.audio import CHUNK, RATE, Audio, from_floats

ROOM_RATE = 24_000  # Hz of what the room heard: no voice of ours has a higher one
_STEP = CHUNK / RATE  # seconds of one chunk


class WavFile:
    """A Device over one clip. On jarvisd.clock.SkippingLoop it goes as fast as the work allows, on a common loop in real time."""

    echo_cancelled = True
    full_duplex = True

    def __init__(self, audio: Audio, *, tail: float, id: str = "file", room: str = "") -> None:
        """tail: seconds of silence that are heard after the clip."""
        self.id = id
        self.room = room
        self._clip = audio.at(RATE).pcm
        self._chunks = math.ceil((len(self._clip) / 2 / RATE + tail) / _STEP - 1e-6)  # the small number: rounding, not sound
        self._handed_out = 0
        self._began: float | None = None  # loop time of the file's first sample
        self._played: list[tuple[float, Audio]] = []  # seconds into the file, what was heard from there on
        self._speaker = asyncio.Lock()  # one sound after the other

    @property
    def position(self) -> float:
        """Seconds into the file now; goes on after its end. 0 before the first chunk was asked for."""
        return 0.0 if self._began is None else asyncio.get_running_loop().time() - self._began

    def __aiter__(self) -> WavFile:
        return self

    async def __anext__(self) -> Audio:
        """The next chunk, at the moment at which its last sample was said."""
        if self._began is None:
            self._began = asyncio.get_running_loop().time()
        if self._handed_out == self._chunks:
            raise StopAsyncIteration
        await asyncio.sleep(max(0.0, (self._handed_out + 1) * _STEP - self.position))
        first = 2 * CHUNK * self._handed_out
        self._handed_out += 1  # only now: a cancelled wait loses nothing
        return Audio(self._clip[first : first + 2 * CHUNK].ljust(2 * CHUNK, b"\0"))

    async def play(self, audio: Audio) -> None:
        """Heard from the present moment on; cancelled, it ends at the moment of the cancellation."""
        async with self._speaker:
            loop = asyncio.get_running_loop()
            at, began = self.position, loop.time()
            try:
                await asyncio.sleep(audio.seconds)
            except asyncio.CancelledError:
                audio = audio.cut(0, loop.time() - began)
                raise
            finally:
                self._played.append((at, audio))

    def room_sound(self) -> Audio:
        """What the room's speaker gave on the file's time line, silence included, at ROOM_RATE; at least as long as the clip."""
        placed = [(round(at * ROOM_RATE), audio.at(ROOM_RATE).floats) for at, audio in self._played if audio.pcm]
        length = max([math.ceil(len(self._clip) / 2 / RATE * ROOM_RATE), *(at + len(heard) for at, heard in placed)])
        room = np.zeros(length, np.float32)
        for at, heard in placed:
            room[at : at + len(heard)] += heard
        return from_floats(room, ROOM_RATE)
