"""Plays what the house says, and ends it where somebody speaks over it: by the wake word, or by a bare "stop"."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from typing import Any

from jarvisd.devices import Device
from jarvisd.errors import EngineError
from jarvisd.events import Feed, Interrupted
from jarvisd.messages import Request
from jarvisd.speech import Transcript, Utterance, Wakeup
from jarvisd.voice import Setting
from jarvisd.voice.listener import Listener
from jarvisd.voice.turns import Turn

log = logging.getLogger(__name__)

_BARE_STOP = 1.5  # seconds; what is said over a reply without the wake word stops it only when it is as short as this
_STOP_DEADLINE = 5.0  # seconds for understanding that: meanwhile nothing else interrupts


class Over:
    """request: what words heard in this room would ask for."""

    def __init__(self, device: Device, listener: Listener, setting: Setting, feed: Feed, request: Callable[[Transcript], Request]) -> None:
        self._device = device
        self._listener = listener
        self._setting = setting
        self._feed = feed
        self._request = request

    async def play(self, group: asyncio.TaskGroup, turn: Turn, sounds: Coroutine[Any, Any, None]) -> Wakeup | None:
        """To its end, unless it is interrupted; the wake word that did."""
        says = group.create_task(sounds)
        if not self._device.full_duplex:
            await says
            return None
        watches = group.create_task(self._interruption())
        await asyncio.wait({says, watches}, return_when=asyncio.FIRST_COMPLETED)
        wake, by = watches.result() if watches.done() else (None, "")
        if says.done() or not by:
            watches.cancel()
            await asyncio.wait({says})
            return None
        says.cancel()
        await asyncio.wait({says})
        turn.outcome = "interrupted"
        self._feed.tell(Interrupted(turn.id, asyncio.get_running_loop().time(), by))
        return wake

    async def _interruption(self) -> tuple[Wakeup | None, str]:
        """The wake word, or a bare "stop" where the device does not hear itself; (None, "") when the device has ended."""
        try:
            async with aclosing(self._listener.over(self._device.echo_cancelled)) as heard:
                async for sound in heard:
                    if isinstance(sound, Wakeup):
                        return (None, "stop") if sound.stops else (sound, "wake word")
                    if sound.ended - sound.began <= _BARE_STOP and await self._stops(sound):
                        return None, "stop"
        except StopAsyncIteration:
            pass
        return None, ""

    async def _stops(self, cut: Utterance) -> bool:
        try:
            async with asyncio.timeout(_STOP_DEADLINE):
                transcript = await self._setting.engines.transcriber.transcribe(cut.audio)
                return bool(transcript.text) and (await self._setting.assistant.consider(self._request(transcript))).stops
        except (EngineError, TimeoutError) as error:
            log.warning("what was said over a reply could not be heard: %s", str(error) or "it took too long")
            return False
