"""One device's only reader: chunks become a wake word, then the utterances behind it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

from jarvisd.audio import CHUNK, RATE, Audio, join
from jarvisd.config import EndpointConfig
from jarvisd.devices import Device
from jarvisd.speech import Utterance, Vad, Wakeup, WakeWord
from jarvisd.speech.endpoint import Began, Drafted, Ended, Endpointer, Resumed, Unspoken

_RECENT = 3.0  # seconds kept, so that what followed the wake word before it was noticed is not lost
_QUIET = 0.35  # seconds of silence after the wake word: the person waits for a sign
_TRAILING = 0.2  # seconds of the silence behind an utterance that are transcribed with it
_RISE = 0.06  # seconds over which a command in one breath fades in: the rest of "Jarvis" before it was written down as "Let's" or "just"
_WARM = 0.3  # seconds before the start that the voice detector hears without being asked
_DRIFT = 1e-4  # a sound card's clock against ours: how much of a second per second the estimate may give way
_STEP = CHUNK / RATE


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing was said right after the wake word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk and the second of the device's audio at which it ends."""

    audio: Audio
    end: float


class Listener:
    def __init__(self, device: Device, wake: WakeWord, vad: Vad, endpoint: EndpointConfig, threshold: float) -> None:
        self._device = device
        self._wake = wake
        self._vad = vad
        self._config = endpoint
        self._threshold = threshold
        self._position = 0.0  # seconds of the device's audio read so far
        self._lag: float | None = None  # loop clock minus position, as small as it ever was: what is left when nothing queues
        self._recent: deque[Piece] = deque(maxlen=round(_RECENT / _STEP))
        self._from = 0.0  # position before which nothing is listened to
        self._hastened = False
        self.ended = False  # the device has: nothing more is heard

    def time_of(self, position: float) -> float:
        """The loop clock's time at which this second of the device's audio was said."""
        return position + (self._lag if self._lag is not None else asyncio.get_running_loop().time())

    def hasten(self) -> None:
        """What was said so far is whole: a shorter silence is enough, unless speech goes on."""
        self._hastened = True

    def skip(self, seconds: float) -> None:
        """Does not listen to what comes in the next seconds."""
        self._from = self._position + seconds

    async def wakeup(self) -> Wakeup:
        """The next time the name is said. StopAsyncIteration at the end of the device."""
        while True:
            woken = await self._read()
            if woken is not None:
                return woken

    async def hush(self, quiet: float, limit: float) -> Wakeup | None:
        """Returns once nobody has spoken for `quiet` seconds, at the latest after `limit`; a wake word is returned at once."""
        self._vad.reset()
        calm, began = 0.0, self._position
        for piece in [piece for piece in self._recent if piece.end > began - quiet - _WARM]:
            calm = self._calm(piece, calm)
        while calm < quiet and self._position - began < limit:
            woken = await self._read()
            if woken is not None:
                return woken
            calm = self._calm(self._recent[-1], calm)
        return None

    def _calm(self, piece: Piece, before: float) -> float:
        """Seconds of silence at the end of what was heard."""
        return 0.0 if self._vad.probability(piece.audio) >= self._threshold else before + piece.audio.seconds

    async def utterances(self, wake: Wakeup | None, opening: float, drafts: bool) -> AsyncGenerator[Utterance | Quiet, None]:
        """Drafts and at last the final cut of what is said next; nothing final where nobody spoke for `opening` seconds."""
        start = max(wake.ended if wake is not None else self._position, self._from)
        cutter = Cutter(self._config, self._threshold, self._vad, start, opening, wake.level if wake is not None else None)
        self._hastened = False
        waits = list(self._recent)
        quiet_told = False
        while not cutter.over:
            if not waits:
                try:
                    await self._read()
                except StopAsyncIteration:
                    cutter.end()
                else:
                    waits.append(self._recent[-1])
            for piece in waits:
                cut = cutter.feed(piece, self._config.commit if self._hastened and self._config.commit else None)
                if cut is not None and cut is not cutter.final and drafts:
                    self._hastened = False
                    yield cut
            waits.clear()
            if not (quiet_told or cutter.began) and self._position - start >= _QUIET:
                quiet_told = True
                yield Quiet()
        if cutter.final is not None:
            yield cutter.final

    async def over(self, bare: bool) -> AsyncGenerator[Wakeup | Utterance, None]:
        """What is said while the device speaks: the wake word and, where it does not hear itself (`bare`), "stop" and every utterance."""
        cutter: Cutter | None = None
        while True:
            try:
                woken = await self._read(bare)
            except StopAsyncIteration:
                return
            if woken is not None:
                yield woken
            if bare:
                if cutter is None or cutter.over:
                    cutter = Cutter(self._config, self._threshold, self._vad, self._position, float("inf"), None)
                cutter.feed(self._recent[-1])
                if cutter.final is not None:
                    yield cutter.final

    async def _read(self, over: bool = False) -> Wakeup | None:
        """One chunk, and whether the name has just been said; over what the house says "stop" as well."""
        try:
            chunk = await anext(self._device)
        except StopAsyncIteration:
            self.ended = True
            raise
        self._position += chunk.seconds
        late = asyncio.get_running_loop().time() - self._position
        self._lag = late if self._lag is None else min(late, self._lag + _DRIFT * chunk.seconds)
        self._recent.append(Piece(chunk, self._position))
        return self._wake.detect(chunk, over)


class Cutter:
    """Cuts one utterance out of the chunks that follow a start."""

    def __init__(self, config: EndpointConfig, threshold: float, vad: Vad, start: float, opening: float, level: float | None) -> None:
        """start: seconds of the device's audio before which nothing counts; level: dB of the wake word, if there was one."""
        self.over = False
        self.began: float | None = None
        self.final: Utterance | None = None
        self._config = config
        self._vad = vad
        self._start = start
        self._endpointer: Endpointer | None = None
        self._turn = (replace(config, no_speech=opening), threshold, level)
        self._pieces: list[Piece] = []
        vad.reset()

    def feed(self, piece: Piece, patience: float | None = None) -> Utterance | None:
        """A draft or the final cut, if this chunk made one. Chunks that end before the start only warm the voice detector."""
        probability = self._vad.probability(piece.audio) if piece.end > self._start - _WARM else 0.0
        if self.over or piece.end <= self._start:
            return None
        if self._endpointer is None:
            self._endpointer = Endpointer(*self._turn, piece.end - piece.audio.seconds)
        self._pieces.append(piece)
        if patience is not None:
            self._endpointer.patience = min(patience, self._endpointer.patience)
        match self._endpointer.feed(piece.audio.seconds, probability, piece.audio.level):
            case Began(at):
                self.began = at
                first = max(self._start, self.began - self._config.pre_roll)
                self._pieces = [kept for kept in self._pieces if kept.end > first]
            case Drafted(at):
                return self._cut(at, final=False)
            case Resumed():
                self._endpointer.patience = self._config.silence
            case Ended(at):
                self.over, self.final = True, self._cut(at, final=True)
                return self.final
            case Unspoken():
                self.over = True
        if self.began is None:
            self._pieces = self._pieces[-round((self._config.pre_roll + self._config.start + 1.0) / _STEP) :]
        return None

    def end(self) -> None:
        """Nothing more will come: what was begun is whole."""
        self.over = True
        if self.began is not None and self._pieces:
            self.final = self._cut(self._pieces[-1].end, final=True)

    def _cut(self, ended: float, final: bool) -> Utterance:
        assert self.began is not None
        first = self._pieces[0].end - self._pieces[0].audio.seconds
        sound = join(piece.audio for piece in self._pieces).cut(max(0.0, self._start - first), ended + _TRAILING - first)
        if first <= self._start:  # it follows the wake word in one breath
            sound = sound.rising(_RISE)
        return Utterance(sound, self.began, ended, final)
