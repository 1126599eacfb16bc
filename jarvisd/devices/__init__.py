"""Places from which the house is spoken to."""

from __future__ import annotations

from typing import Protocol

from jarvisd.audio import Audio


class Device(Protocol):
    """A microphone and the speaker beside it. Its __anext__ has one reader; cancelling that loses no sound."""

    @property
    def id(self) -> str: ...

    @property
    def room(self) -> str: ...

    @property
    def echo_cancelled(self) -> bool:
        """What it plays is not in what it hears: a bare "stop" may interrupt it."""

    @property
    def full_duplex(self) -> bool:
        """It hears while it plays."""

    def __aiter__(self) -> Device: ...

    async def __anext__(self) -> Audio:
        """The next 512 samples at 16 kHz. StopAsyncIteration at the end of a file; DeviceLost when it went away."""

    async def play(self, audio: Audio) -> None:
        """Returns when it was heard (at most 300 ms are handed on ahead); cancelling it is silence at once."""
