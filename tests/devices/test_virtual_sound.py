"""The microphone on a virtual sound card: heard, spoken, interrupted, lost, found again."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from jarvisd import audio
from jarvisd.audio import CHUNK, RATE, Audio, from_floats
from jarvisd.config import MicrophoneConfig
from jarvisd.devices.microphone import Microphone, devices
from jarvisd.errors import DeviceError, DeviceLost
from tests.virtual_sound import MICROPHONE, SPEAKER, VirtualSound, virtual_sound

pytestmark = [pytest.mark.sound, pytest.mark.real_time]

NAMED = MicrophoneConfig(input=MICROPHONE, output=SPEAKER)


def _plugged(rate: int, channels: int) -> Iterator[VirtualSound]:
    with (
        tempfile.TemporaryDirectory() as folder,
        virtual_sound(Path(folder), rate=rate, channels=channels) as card,
        pytest.MonkeyPatch.context() as env,
    ):
        for name, value in card.env.items():
            env.setenv(name, value)
        yield card


@pytest.fixture
def card() -> Iterator[VirtualSound]:
    yield from _plugged(48_000, 1)


@pytest.fixture
def stereo_card() -> Iterator[VirtualSound]:
    yield from _plugged(44_100, 2)


def hum(seconds: float) -> Audio:
    """Sound in which every moment differs from every other: noise, below 2 kHz so that half a sample's shift changes little."""
    spectrum = np.fft.rfft(np.random.default_rng(7).standard_normal(round(seconds * RATE)))
    spectrum[round(2000 * seconds) :] = 0
    wave = np.fft.irfft(spectrum)
    return from_floats(0.5 * wave / np.abs(wave).max())


def likeness(heard: Audio, said: Audio) -> tuple[float, float]:
    """Correlation of said with the part of heard that is most like it, and the second at which that part begins."""
    long, short = heard.floats, said.floats
    size = len(long) + len(short)
    crossed = np.fft.irfft(np.fft.rfft(long, size) * np.conj(np.fft.rfft(short, size)), size)
    at = int(np.argmax(crossed[: max(1, len(long) - len(short) + 1)]))
    part: npt.NDArray[np.float32] = long[at : at + len(short)]
    return float(np.corrcoef(part, short)[0, 1]), at / RATE


async def hear(device: Microphone, seconds: float) -> Audio:
    async with asyncio.timeout(seconds + 3):
        return audio.join([await anext(device) for _ in range(round(seconds * RATE / CHUNK))])


async def heard_of(card: VirtualSound, said: Audio, device: Microphone, folder: Path) -> Audio:
    audio.write(folder / "said.wav", said)
    await hear(device, 0.2)
    speaking = card.say(folder / "said.wav")
    heard: list[Audio] = []
    async with asyncio.timeout(said.seconds + 15):
        while speaking.poll() is None:
            heard.append(await anext(device))
        return audio.join([*heard, await hear(device, 0.5)])


async def lost(device: Microphone, within: float = 1.6) -> str:
    """Why it went, in time."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        while loop.time() < began + within:
            await asyncio.wait_for(anext(device), within)
    except DeviceLost as why:
        assert loop.time() - began < within
        return str(why)
    raise AssertionError(f"after {within} s it still gives sound")


@asynccontextmanager
async def reopened() -> AsyncIterator[Microphone]:
    """As the daemon does it: again and again until the card is there."""
    async with AsyncExitStack() as stack, asyncio.timeout(15):
        while True:
            try:
                device = await stack.enter_async_context(Microphone(NAMED))
                break
            except DeviceError:
                await asyncio.sleep(0.1)
        yield device


async def test_every_sample_of_ten_seconds_is_heard(card: VirtualSound, tmp_path: Path) -> None:
    said = hum(10)
    async with Microphone(NAMED) as device:
        like, _ = likeness(await heard_of(card, said, device, tmp_path), said)
    assert like > 0.9


@pytest.mark.parametrize("rate", [48_000, 44_100, 16_000])
async def test_a_stereo_card_at_any_rate_is_heard_at_16_khz(stereo_card: VirtualSound, tmp_path: Path, rate: int) -> None:
    said = hum(1)
    async with Microphone(NAMED, rates=(rate,)) as device:
        like, _ = likeness(await heard_of(stereo_card, said, device, tmp_path), said)
    assert like > 0.9


async def test_without_names_the_system_s_default_is_taken(card: VirtualSound, tmp_path: Path) -> None:
    said = hum(1)
    async with Microphone(MicrophoneConfig()) as device:
        like, _ = likeness(await heard_of(card, said, device, tmp_path), said)
    assert like > 0.9


@pytest.mark.parametrize("again", [False, True])
async def test_what_is_played_is_heard_whole_at_once(card: VirtualSound, again: bool) -> None:
    said, loop = hum(1), asyncio.get_running_loop()
    async with Microphone(NAMED) as device:
        if again:
            await device.play(audio.silence(0.1))
        recording = card.listen()
        asked = recording.seconds
        began = loop.time()
        await device.play(said.at(22_050))
        took = loop.time() - began
        heard = await asyncio.to_thread(recording.wait, recording.seconds + 0.2)
    like, at = likeness(heard, said)
    assert like > 0.9
    for first, last in ((0, 0.05), (0.95, 1.0)):
        assert likeness(heard.cut(at + first, at + last), said.cut(first, last))[0] > 0.9
    assert at - asked < 0.8  # the virtual card's own way, on a machine that is shared
    assert 1.0 <= took < 2.5


async def test_a_cancelled_sound_is_silent_within_100_ms(card: VirtualSound) -> None:
    async with Microphone(NAMED) as device:
        recording = card.listen()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(device.play(hum(5)), 0.6)
        cancelled = recording.seconds
        heard = await asyncio.to_thread(recording.wait, cancelled + 0.5)
        assert heard.cut(cancelled - 0.3, cancelled).level > -30
        assert heard.cut(cancelled + 0.1).level < -80
        after = hum(0.5)
        await device.play(after)
        heard = await asyncio.to_thread(recording.wait, recording.seconds + 0.2)
    assert likeness(heard.cut(cancelled + 0.1), after)[0] > 0.7  # the card may stutter; what was cancelled is nothing like it


async def test_it_hears_while_it_plays(card: VirtualSound, tmp_path: Path) -> None:
    said = hum(1)
    async with Microphone(NAMED) as device, asyncio.TaskGroup() as both:
        playing = both.create_task(device.play(hum(10)))
        like, _ = likeness(await heard_of(card, said, device, tmp_path), said)
        playing.cancel()
    assert like > 0.9


async def test_a_suspended_source_is_a_lost_device_that_comes_back(card: VirtualSound) -> None:
    async with Microphone(NAMED) as device:
        await hear(device, 0.1)
        card.pactl("suspend-source", "vmic", "1")
        assert "no sound for 1 s" in await lost(device)
    with pytest.raises(DeviceError, match="gives no sound"):
        await Microphone(NAMED).__aenter__()
    card.pactl("suspend-source", "vmic", "0")
    async with reopened() as device:
        await hear(device, 0.3)


async def test_an_unplugged_microphone_is_lost_though_the_sound_server_gives_another(card: VirtualSound) -> None:
    async with Microphone(NAMED) as device:
        await hear(device, 0.1)
        card.unplug()
        assert "vspk.monitor" in await lost(device)
    with pytest.raises(DeviceError):
        await Microphone(NAMED).__aenter__()
    card.plug()
    async with reopened() as device:
        await hear(device, 0.3)


async def test_the_speaker_s_own_sound_is_not_taken_for_a_microphone(card: VirtualSound) -> None:
    card.unplug()
    card.pactl("set-default-source", "vspk.monitor")
    with pytest.raises(DeviceError, match="what the speaker plays"):
        await Microphone(MicrophoneConfig()).__aenter__()


async def test_a_dead_sound_server_is_a_lost_device_also_for_what_is_being_played(card: VirtualSound) -> None:
    async with Microphone(NAMED) as device:
        playing = asyncio.create_task(device.play(hum(5)))
        await hear(device, 0.3)
        card.kill()
        await lost(device)
        with pytest.raises(DeviceLost):
            await asyncio.wait_for(playing, 1)
        with pytest.raises(DeviceLost):
            await device.play(hum(1))
    with pytest.raises(DeviceError, match="no microphone"):
        await Microphone(NAMED).__aenter__()
    card.start()
    async with reopened() as device:
        await hear(device, 0.3)


async def test_a_sound_server_that_hangs_holds_nobody_up(card: VirtualSound) -> None:
    loop = asyncio.get_running_loop()
    try:
        async with Microphone(NAMED) as device:
            await hear(device, 0.1)
            card.server.send_signal(signal.SIGSTOP)
            await lost(device)
            closing = loop.time()
        assert loop.time() - closing < 1.5
    finally:
        card.server.send_signal(signal.SIGCONT)
    async with reopened() as device:
        await hear(device, 0.3)


async def test_opening_and_closing_leaves_nothing_behind(card: VirtualSound) -> None:
    def files() -> int:
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # counts them, the listing's own included

    async with Microphone(NAMED) as device:
        await hear(device, 0.1)
    before = files()
    for _ in range(5):
        async with Microphone(NAMED) as device:
            await hear(device, 0.05)
    assert files() <= before + 1


async def test_names_what_is_there_when_a_name_is_not(card: VirtualSound) -> None:
    with pytest.raises(DeviceError, match=f"input = 'Yeti'.*{MICROPHONE}"):
        await Microphone(MicrophoneConfig(input="Yeti")).__aenter__()
    with pytest.raises(DeviceError, match=f"output = 'Sonos'.*{SPEAKER}"):
        await Microphone(MicrophoneConfig(output="Sonos")).__aenter__()


async def test_lists_what_is_there(card: VirtualSound) -> None:
    there = {found.name: found for found in await devices()}
    assert {MICROPHONE, SPEAKER, "default"} <= set(there)
    assert there["default"].default_input
    assert there["default"].default_output
    assert there[MICROPHONE].inputs > 0


def test_a_lost_block_shows_in_the_likeness() -> None:
    said = hum(2)
    assert likeness(audio.join([said, audio.silence(0.5)]), said)[0] > 0.99
    assert likeness(audio.join([said.cut(0, 0.5), said.cut(0.532), audio.silence(0.5)]), said)[0] < 0.9
