"""What the microphone does without a sound card: conversion, choice, refusals in words, patience."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from jarvisd.audio import CHUNK, RATE, join
from jarvisd.config import MicrophoneConfig
from jarvisd.devices.intake import Intake
from jarvisd.devices.microphone import Microphone, devices
from jarvisd.devices.patience import bounded
from jarvisd.devices.playout import Playout
from jarvisd.devices.portaudio import Card, choose, hushed
from jarvisd.devices.source import moves, source
from jarvisd.errors import DeviceError


def tone(seconds: float, rate: int) -> npt.NDArray[np.int16]:
    return (16_000 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.int16)


def fed(intake: Intake, samples: npt.NDArray[np.int16], size: int) -> npt.NDArray[np.float32]:
    """What comes out when it is fed in blocks of size frames."""
    chunks = []
    for at in range(0, len(samples), size):
        intake.feed(samples[at : at + size].tobytes())
        while (chunk := intake.chunk()) is not None:
            assert len(chunk.samples) == CHUNK
            chunks.append(chunk)
    return join(chunks).floats


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize("size", [100, 1411, 4096])
def test_blocks_of_any_card_become_chunks_at_16_khz(rate: int, channels: int, size: int) -> None:
    heard = fed(Intake(rate, channels), np.column_stack([tone(1.0, rate)] * channels), size)
    assert 0.9 < len(heard) / RATE <= 1.0
    spectrum = np.abs(np.fft.rfft(heard[:8000]))
    assert int(np.argmax(spectrum)) == 220  # 440 Hz in half a second
    assert np.sqrt(np.mean(np.square(heard[2000:]))) == pytest.approx(16_000 / 32768 / np.sqrt(2), rel=0.02)


def test_what_only_one_channel_hears_is_heard() -> None:
    heard = fed(Intake(RATE, 2), np.column_stack([tone(0.5, RATE), np.zeros(RATE // 2, np.int16)]), 512)
    assert heard.max() == pytest.approx(8_000 / 32768, rel=0.02)


def test_the_loudest_sound_of_two_channels_does_not_turn_over() -> None:
    loud = np.full((RATE, 2), 32767, np.int16)
    assert fed(Intake(RATE, 2), loud, 512).min() > 0.99


def test_a_sound_is_taken_block_by_block_with_silence_behind_it() -> None:
    playout = Playout(1000, 2)
    playout.give(np.arange(1, 6, dtype=np.int16))
    first, ended = playout.take(3)
    assert (np.frombuffer(first, np.int16).tolist(), ended) == ([1, 1, 2, 2, 3, 3], None)
    second, ended = playout.take(3)
    assert (np.frombuffer(second, np.int16).tolist(), ended) == ([4, 4, 5, 5, 0, 0], 0.002)
    assert playout.take(3) == (bytes(12), None)


def test_a_sound_that_fills_its_last_block_ends_with_it() -> None:
    playout = Playout(1000, 1)
    playout.give(np.ones(4, np.int16))
    assert playout.take(4)[1] == 0.004


def test_a_cleared_sound_is_silent() -> None:
    playout = Playout(1000, 1)
    playout.give(np.ones(100, np.int16))
    playout.clear()
    assert playout.take(2) == (bytes(4), None)


CARDS = [
    Card(0, "HDA Intel PCH: ALC256 (hw:0,0)", 2, 2, 48_000, False, False),
    Card(1, "HDMI 0", 0, 8, 44_100, False, False),
    Card(2, "Yeti Stereo Microphone: USB Audio (hw:2,0)", 2, 0, 48_000, False, False),
    Card(3, "Yeti", 2, 0, 48_000, False, False),
    Card(4, "default", 32, 32, 44_100, True, True),
]


def test_a_card_is_chosen_by_a_part_of_its_name() -> None:
    assert choose(CARDS, "input", "alc256").index == 0
    assert choose(CARDS, "output", "hdmi").index == 1
    assert choose(CARDS, "input", "usb audio").index == 2
    assert choose(CARDS, "input", "yeti").index == 3


def test_without_a_name_it_is_the_system_s_default_else_the_first() -> None:
    assert choose(CARDS, "input", "").index == 4
    assert choose(CARDS[:4], "output", "").index == 0


def test_a_card_that_cannot_do_it_is_not_chosen() -> None:
    with pytest.raises(DeviceError, match=r"input = 'HDMI'.*there are 'HDA Intel"):
        choose(CARDS, "input", "HDMI")
    with pytest.raises(DeviceError, match=r"there is no speaker; connect one"):
        choose([CARDS[2]], "output", "")
    with pytest.raises(DeviceError, match=r"there is no microphone; connect one"):
        choose([], "input", "Yeti")


def test_what_the_c_libraries_write_while_a_card_is_opened_is_not_in_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(2, b"before ")
    with hushed():
        os.write(2, b"Expression 'r' failed in 'pa_linux_alsa.c', line: 2097 ")
    os.write(2, b"after")
    assert capfd.readouterr().err == "before after"


class Log(logging.Handler):
    """What was logged, and that something was."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.told = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        self.told.set()


class PortAudioError(Exception):
    """As sounddevice's: a text, a code."""


@dataclass(eq=False)
class Stream:
    """One stream of the stand-in for sounddevice. It runs no thread: a test is its card."""

    samplerate: int
    channels: int
    callback: Callable[..., None]
    device: int = 0
    dtype: str = ""
    blocksize: int = 0
    latency: float = 0
    finished_callback: Callable[[], None] | None = None
    calls: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.calls.append("start")
        self.hear(bytes(2 * self.channels * self.blocksize))

    def hear(self, block: bytes) -> None:
        if self.finished_callback is not None and self.device == 0:
            self.callback(block, len(block) // 2, None, SimpleNamespace(input_overflow=False))

    def abort(self) -> None:
        self.calls.append("abort")

    def close(self) -> None:
        self.calls.append("close")


class Sounddevice(ModuleType):
    """A stand-in for the package: one microphone and one speaker, which take only some formats."""

    def __init__(self, formats: set[tuple[int, int]], code: int = -9997) -> None:
        super().__init__("sounddevice")
        self._initialized = 1
        self.PortAudioError = PortAudioError
        self.RawInputStream = self.RawOutputStream = self._stream
        self.default = SimpleNamespace(device=(0, 1))
        self.streams: list[Stream] = []
        self._formats = formats
        self._code = code

    def query_devices(self) -> list[dict[str, Any]]:
        common = {"default_samplerate": 44100.0}
        microphone = {"name": "mic", "max_input_channels": 6, "max_output_channels": 0, **common}
        return [microphone, {"name": "speaker", "max_input_channels": 0, "max_output_channels": 6, **common}]

    def _stream(self, **options: Any) -> Stream:
        if (options["samplerate"], options["channels"]) not in self._formats:
            raise PortAudioError("Error opening stream", self._code)
        self.streams.append(Stream(**options))
        return self.streams[-1]

    def _terminate(self) -> None:
        self._initialized -= 1

    def _initialize(self) -> None:
        self._initialized += 1


@pytest.mark.real_time
@pytest.mark.parametrize("only", [(48_000, 1), (48_000, 2), (44_100, 2), (44_100, 6), (16_000, 1)])
async def test_a_card_is_opened_as_it_wants_to_be(monkeypatch: pytest.MonkeyPatch, only: tuple[int, int]) -> None:
    cards = Sounddevice({only})
    monkeypatch.setitem(sys.modules, "sounddevice", cards)
    async with Microphone(MicrophoneConfig(room="kitchen")) as device:
        assert (device.id, device.room, device.full_duplex, device.echo_cancelled) == ("microphone", "kitchen", True, False)
        assert [(stream.samplerate, stream.channels) for stream in cards.streams] == [only, only]
        for block in np.array_split(np.column_stack([tone(0.2, only[0])] * only[1]), 6):
            cards.streams[0].hear(block.tobytes())
        assert join([await anext(device) for _ in range(4)]).level > -20
    assert [stream.calls for stream in cards.streams] == [["start", "abort", "close"], ["abort", "close"]]


@pytest.mark.real_time
@pytest.mark.parametrize(
    ("code", "why"),
    [(-9985, "mic is in use by another program"), (-9997, "mic takes none of 48000, 44100, 16000 Hz"), (-9999, "mic cannot be opened")],
)
async def test_a_card_that_refuses_is_told_in_words(monkeypatch: pytest.MonkeyPatch, code: int, why: str) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", Sounddevice(set(), code))
    with pytest.raises(DeviceError, match=why):
        await Microphone(MicrophoneConfig()).__aenter__()


@pytest.mark.real_time
async def test_a_busy_speaker_lets_go_of_the_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = Sounddevice({(48_000, 1)})
    cards.RawOutputStream = Sounddevice(set(), -9985)._stream
    monkeypatch.setitem(sys.modules, "sounddevice", cards)
    with pytest.raises(DeviceError, match="speaker is in use"):
        await Microphone(MicrophoneConfig()).__aenter__()
    assert cards.streams[0].calls == ["abort", "close"]


@pytest.mark.real_time
async def test_a_reader_that_is_late_finds_the_last_ten_seconds_and_the_log_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = Sounddevice({(16_000, 1)})
    monkeypatch.setitem(sys.modules, "sounddevice", cards)
    log = Log()
    monkeypatch.setattr(logging.getLogger("jarvisd.devices.microphone"), "handlers", [log])
    async with Microphone(MicrophoneConfig()) as device:
        for number in range(1, 501):
            cards.streams[0].hear(np.full(CHUNK, number, np.int16).tobytes())
        heard = [int((await anext(device)).samples[0]) for _ in range(312)]
        async with asyncio.timeout(0.9):
            await log.told.wait()
    assert heard == list(range(189, 501))
    assert log.lines == ["sound of the microphone was lost: this machine is too busy to listen"]


@pytest.mark.real_time
async def test_a_missing_library_is_told_with_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    for opening in (devices(), Microphone(MicrophoneConfig()).__aenter__()):
        with pytest.raises(DeviceError, match=r"sudo apt-get install libportaudio2$") as error:
            await opening
        assert "\n" not in str(error.value)


@pytest.mark.real_time
async def test_where_no_sound_server_can_be_asked_nothing_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert await source() is None
    assert [move async for move in moves()] == []
    old = tmp_path / "env"  # a pactl that is too old for JSON
    old.write_text("#!/bin/sh\necho 'Source Output #1'\n")
    old.chmod(0o755)
    assert await source() is None


@pytest.mark.real_time
async def test_a_call_that_hangs_is_left_alone_and_undone_when_it_ends() -> None:
    end, undone = threading.Event(), threading.Event()
    results: list[int] = []

    def hang() -> int:
        end.wait(10)
        return 7

    def undo(result: int) -> None:
        results.append(result)
        undone.set()

    with pytest.raises(TimeoutError):
        await bounded(hang, 0.05, undo)
    end.set()
    assert await asyncio.to_thread(undone.wait, 5)
    assert results == [7]


@pytest.mark.real_time
async def test_a_call_gives_its_result_and_its_error() -> None:
    assert await bounded(lambda: 7, 5) == 7
    with pytest.raises(ZeroDivisionError):
        await bounded(lambda: 1 // 0, 5)


@pytest.mark.system
def test_a_call_that_hangs_does_not_keep_the_program_from_ending() -> None:
    program = "import asyncio, time; from jarvisd.devices.patience import bounded; asyncio.run(bounded(lambda: time.sleep(60), 0.05))"
    ended = subprocess.run([sys.executable, "-c", program], timeout=20, capture_output=True, text=True, check=False)
    assert "TimeoutError" in ended.stderr
