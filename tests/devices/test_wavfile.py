"""A sound file heard as a room: its time line, its end, and what was played into it."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from jarvisd.audio import CHUNK, RATE, Audio, from_floats, join
from jarvisd.devices import Device
from jarvisd.devices.wavfile import ROOM_RATE, WavFile


def tone(seconds: float, rate: int = RATE, hertz: float = 440) -> Audio:
    return from_floats(0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate), rate)


def loud(audio: Audio, start: float, end: float) -> bool:
    return audio.cut(start, end).level > -20


BUSY = 0.2  # seconds by which a busy machine may be late: work takes real time on the skipping clock too


async def all_of(device: Device) -> list[Audio]:
    return [chunk async for chunk in device]


async def test_hands_out_the_clip_in_chunks_of_32_ms_with_silence_behind_it() -> None:
    clip = tone(1.0)
    chunks = await all_of(WavFile(clip, tail=0.5))
    heard = join(chunks)
    assert {len(chunk.samples) for chunk in chunks} == {CHUNK}
    assert {chunk.rate for chunk in chunks} == {RATE}
    assert heard.pcm[: len(clip.pcm)] == clip.pcm
    assert not any(heard.pcm[len(clip.pcm) :])
    assert 1.5 <= heard.seconds < 1.5 + 0.032


async def test_a_chunk_comes_when_its_last_sample_was_said() -> None:
    device = WavFile(tone(0.32), tail=0)
    times = [device.position async for _ in device]
    due = [0.032 * (k + 1) for k in range(10)]
    assert all(-1e-6 < came - wanted < BUSY for came, wanted in zip(times, due, strict=True))


async def test_a_late_reader_gets_at_once_what_was_missed() -> None:
    device = WavFile(tone(2.0), tail=0)
    await anext(device)
    await asyncio.sleep(1.0)
    before = device.position
    for _ in range(30):
        await anext(device)
    assert device.position - before < BUSY  # 30 chunks are a second of sound


async def test_a_cancelled_wait_loses_no_sound() -> None:
    clip = from_floats(np.linspace(-0.9, 0.9, RATE))
    device = WavFile(clip, tail=0)
    heard = [await anext(device)]
    for _ in range(3):
        waiting = asyncio.ensure_future(anext(device))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    heard += await all_of(device)
    assert join(heard).pcm[: len(clip.pcm)] == clip.pcm


async def test_the_end_stays_the_end() -> None:
    device = WavFile(tone(0.1), tail=0)
    assert len(await all_of(device)) == 4
    assert await all_of(device) == []


async def test_an_empty_clip_is_only_its_tail() -> None:
    assert join(await all_of(WavFile(Audio(b""), tail=0.32))).pcm == bytes(2 * 10 * CHUNK)


async def test_a_clip_of_another_rate_is_heard_at_16_khz() -> None:
    heard = join(await all_of(WavFile(tone(1.0, 44_100), tail=0)))
    want = tone(1.0)
    assert np.corrcoef(heard.floats[: len(want.floats)], want.floats)[0, 1] > 0.99


async def test_what_is_played_lies_where_it_was_played() -> None:
    device = WavFile(tone(1.0), tail=0)
    async for _ in device:
        if device.position >= 0.5:
            break
    at = device.position
    await device.play(tone(0.4, 22_050))
    assert 0.4 <= device.position - at < 0.4 + BUSY
    room = device.room_sound()
    assert room.rate == ROOM_RATE
    assert 1.0 <= room.seconds < 1.0 + BUSY
    assert room.cut(0, at - 0.01).level == -100
    assert loud(room, at + BUSY, at + 0.395)
    assert room.cut(at + 0.4 + BUSY).level < -60


async def test_playing_works_before_the_first_chunk_and_after_the_end() -> None:
    device = WavFile(tone(0.5), tail=0.1)
    assert device.position == 0
    await device.play(tone(0.2))
    await all_of(device)
    await asyncio.sleep(1.0)
    at = device.position
    await device.play(tone(0.3))
    room = device.room_sound()
    assert loud(room, 0.005, 0.195)
    assert loud(room, at + BUSY, at + 0.295)
    assert at + 0.3 <= room.seconds + 0.001 < at + 0.3 + BUSY


async def test_a_cancelled_sound_is_heard_up_to_that_moment() -> None:
    device = WavFile(tone(1.0), tail=0)
    await anext(device)
    at = device.position
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(device.play(tone(2.0, ROOM_RATE)), 0.3)
    room = device.room_sound()
    assert loud(room, at + BUSY, at + 0.295)
    assert room.cut(at + 0.3 + BUSY).level == -100
    assert room.seconds == pytest.approx(1.0, abs=0.01)


async def test_a_sound_cancelled_before_its_turn_is_not_heard() -> None:
    device = WavFile(tone(0.1), tail=0)
    first, second = asyncio.create_task(device.play(tone(0.5))), asyncio.create_task(device.play(tone(5.0)))
    await asyncio.sleep(0.1)
    second.cancel()
    await first
    assert 0.499 < device.room_sound().seconds < 0.5 + BUSY


async def test_two_sounds_at_once_are_heard_one_after_the_other() -> None:
    device = WavFile(tone(2.0), tail=0)
    await anext(device)
    at = device.position
    async with asyncio.timeout(5), asyncio.TaskGroup() as both:
        both.create_task(device.play(tone(0.5)))
        both.create_task(device.play(tone(0.5)))
    assert 1.0 <= device.position - at < 1.0 + BUSY
    assert np.abs(device.room_sound().floats).max() < 0.6


@pytest.mark.real_time
async def test_in_real_time_it_takes_as_long_as_it_lasts() -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    heard = join(await all_of(WavFile(tone(0.3), tail=0.1)))
    assert heard.seconds == pytest.approx(0.416, abs=0.001)
    assert -0.001 < loop.time() - began - heard.seconds < BUSY
