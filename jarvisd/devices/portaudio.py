"""PortAudio, which opens the sound cards of this machine: asked by one thread at a time, with a deadline, in words for people.

It looks for cards only when it starts, it can hang with the sound server, and it says nothing when a card goes.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from jarvisd.devices.held import holder
from jarvisd.devices.patience import bounded
from jarvisd.errors import DeviceError

_PATIENCE = 5.0  # seconds for one call

_turn = threading.Lock()  # PortAudio is not made for several threads
_opened: list[Any] = []  # streams of this process; while there are any, PortAudio must not be started again

Result = TypeVar("Result")
Way = Literal["input", "output"]


@dataclass(frozen=True, slots=True)
class Card:
    """One sound device as PortAudio lists it."""

    index: int
    name: str
    inputs: int  # channels
    outputs: int
    rate: int  # Hz, the one it calls its own
    default_input: bool
    default_output: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """How sound is handed over."""

    block: float  # seconds of sound per callback
    latency: float  # seconds of sound that the card keeps


async def patiently(call: Callable[[], Result], undo: Callable[[Result], None] = lambda _: None, seconds: float = _PATIENCE) -> Result:
    """What call() returns, in PortAudio's own thread; DeviceError when it does not come back. undo as in patience.bounded."""
    try:
        return await bounded(lambda: _alone(call), seconds, lambda result: _alone(lambda: undo(result)))
    except TimeoutError:
        word = f"the sound system did not answer for {seconds:.0f} s"
        raise DeviceError(f"{word}; restart it: systemctl --user restart pipewire pulseaudio") from None


def cards() -> list[Card]:
    """What is there now: PortAudio is started again where that hurts nobody."""
    first = "sounddevice" not in sys.modules
    sd = _sounddevice()
    with worded("PortAudio"):
        if first:
            atexit.unregister(sd._exit_handler)  # it would wait for a sound server that hangs
        elif not _opened:
            if sd._initialized:
                sd._terminate()
            sd._initialize()
        heard, spoken = sd.default.device
        listed = sd.query_devices()
    return [
        Card(
            index=index,
            name=card["name"],
            inputs=card["max_input_channels"],
            outputs=card["max_output_channels"],
            rate=round(card["default_samplerate"]),
            default_input=index == heard,
            default_output=index == spoken,
        )
        for index, card in enumerate(listed)
    ]


def choose(cards: Sequence[Card], way: Way, name: str) -> Card:
    """The card whose name holds `name`, the shortest of several; the default for "". DeviceError says what there is instead."""
    able = [card for card in cards if (card.inputs if way == "input" else card.outputs)]
    if not able:
        what = "microphone" if way == "input" else "speaker"
        held = holder(way)
        raise DeviceError(f"the {what} of {held}; close that" if held else f"there is no {what}; connect one")
    if not name:
        usual = [card for card in able if (card.default_input if way == "input" else card.default_output)]
        return (usual or able)[0]
    near = [card for card in able if name.casefold() in card.name.casefold()]
    if not near:
        there = ", ".join(repr(card.name) for card in able)
        held = f" ({who})" if (who := holder(way)) else ""
        raise DeviceError(f"[microphone] {way} = {name!r}: there is no such device, or another program holds it{held}; there are {there}")
    return min(near, key=lambda card: len(card.name))


def stream(card: Card, way: Way, rates: Sequence[int], pace: Pace, callback: Callable[..., None], finished: Callable[[], None]) -> Any:
    """A stream of 16-bit samples in the first format that the card takes, not started. It is given back to close()."""
    sd = _sounddevice()
    most = card.inputs if way == "input" else card.outputs
    for rate in rates:
        for channels in sorted({1, min(2, most), most}):
            with suppress(_Refused), worded(card.name), hushed():
                made = (sd.RawInputStream if way == "input" else sd.RawOutputStream)(
                    device=card.index,
                    samplerate=rate,
                    channels=channels,
                    dtype="int16",
                    blocksize=round(rate * pace.block),
                    latency=pace.latency,
                    callback=callback,
                    finished_callback=finished,
                )
                _opened.append(made)
                return made
    raise DeviceError(f"{card.name} takes none of {', '.join(map(str, rates))} Hz; name another device in [microphone]")


def close(streams: Sequence[Any]) -> None:
    """Never by stop(): it waits for sound to be played, for ever on a card that is gone."""
    for one in streams:
        one.abort()
        one.close()
        _opened.remove(one)


@contextmanager
def worded(name: str) -> Iterator[None]:
    """What PortAudio says, in words for people."""
    try:
        yield
    except _sounddevice().PortAudioError as error:
        text, code = str(error.args[0]), error.args[1] if len(error.args) > 1 else 0
        if code in (-9997, -9998):  # paInvalidSampleRate, paInvalidChannelCount
            raise _Refused(f"{name} does not take this format; name another device in [microphone]") from error
        if code == -9985:  # paDeviceUnavailable
            raise DeviceError(f"{name} is in use by another program; close that, or name another device in [microphone]") from error
        raise DeviceError(f"{name} cannot be opened ({text}); see what is there: jarvisd doctor") from error


@contextmanager
def hushed() -> Iterator[None]:
    """What C libraries write about a card that cannot be opened goes nowhere: again at every try it would fill the log.

    The log has a way of its own (cli/run.py); the sounddevice package does the same while it looks for cards.
    """
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


class _Refused(DeviceError):
    """The next format is tried."""


def _alone(work: Callable[[], Result]) -> Result:
    if not _turn.acquire(timeout=_PATIENCE):
        raise TimeoutError
    try:
        return work()
    finally:
        _turn.release()


def _sounddevice() -> Any:
    try:
        import sounddevice
    except OSError as error:
        raise DeviceError("the PortAudio library is missing; install it: sudo apt-get install libportaudio2") from error
    return sounddevice
