"""Sound files of every kind, the broken ones included."""

from __future__ import annotations

import itertools
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from jarvisd import audio
from jarvisd.audio import RATE, Audio, from_floats, silence
from jarvisd.errors import AudioError


def tone(seconds: float, rate: int = RATE, hertz: float = 440) -> npt.NDArray[np.float64]:
    return np.asarray(0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate))


def header(*, channels: int = 1, rate: int = RATE, bits: int = 16, says: int | None = None, pcm: bytes = b"") -> bytes:
    """A WAV file by hand, whose header may lie: says is the number of bytes it tells of."""
    size = len(pcm) if says is None else says
    frame = channels * bits // 8
    form = struct.pack("<HHIIHH", 1, channels, rate, (rate * frame) % (1 << 32), frame, bits)
    return b"RIFF" + struct.pack("<I", (36 + size) % (1 << 32)) + b"WAVEfmt \x10\0\0\0" + form + b"data" + struct.pack("<I", size) + pcm


def same(heard: Audio, seconds: float) -> bool:
    """It is the tone, as long as it was."""
    want = tone(seconds)
    return heard.rate == RATE and len(heard.samples) == len(want) and float(np.corrcoef(heard.floats, want)[0, 1]) > 0.99


@pytest.mark.parametrize(
    ("format", "subtype"),
    [("WAV", sub) for sub in ("PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW")]
    + [("WAVEX", "PCM_24"), ("FLAC", "PCM_16"), ("FLAC", "PCM_24"), ("FLAC", "PCM_S8")],
)
def test_any_width_rate_and_number_of_channels_is_heard(tmp_path: Path, format: str, subtype: str) -> None:
    path = tmp_path / "tone.sound"
    for rate, channels in itertools.product([8_000, 16_000, 22_050, 44_100, 48_000, 96_000], [1, 2, 6]):
        with path.open("wb") as file:
            soundfile.write(file, np.column_stack([tone(0.5, rate)] * channels), rate, subtype=subtype, format=format)
        assert same(audio.read(path), 0.5), (rate, channels)


def test_what_only_one_channel_holds_is_heard(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "left.wav", np.column_stack([tone(0.5), np.zeros(RATE // 2)]), RATE)
    assert same(audio.read(tmp_path / "left.wav"), 0.5)


def test_a_long_file_is_heard_whole(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "long.wav", tone(20, 44_100), 44_100)
    assert same(audio.read(tmp_path / "long.wav"), 20)


def test_sixteen_bit_sound_comes_back_bit_for_bit(tmp_path: Path) -> None:
    sound = Audio(np.arange(-32768, 32768, dtype="<i2").tobytes())
    audio.write(tmp_path / "all.wav", sound)
    assert audio.read(tmp_path / "all.wav") == sound


def test_a_name_in_chinese_is_a_name(tmp_path: Path) -> None:
    audio.write(tmp_path / "现在几点 了.wav", from_floats(tone(0.5)))
    assert same(audio.read(tmp_path / "现在几点 了.wav"), 0.5)


def test_a_file_that_was_cut_off_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "cut.wav"
    audio.write(path, from_floats(tone(1.0)))
    path.write_bytes(path.read_bytes()[: 44 + RATE + 1])  # half a second, and half a sample
    assert same(audio.read(path), 0.5)


def test_a_flac_file_that_was_cut_off_is_heard_or_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "cut.flac"
    soundfile.write(path, np.random.default_rng(1).standard_normal(RATE) / 9, RATE)
    path.write_bytes(path.read_bytes()[:9000])
    try:
        assert 0 < audio.read(path).seconds <= 1
    except AudioError as error:
        assert str(path) in str(error)  # noqa: PT017  # both are right


@pytest.mark.parametrize("says", [0xFFFFFFFF, 0x7FFFFFFF, 2 * RATE * 10])
def test_a_header_that_tells_of_more_than_there_is_is_not_believed(tmp_path: Path, says: int) -> None:
    path = tmp_path / "lies.wav"
    path.write_bytes(header(says=says, pcm=from_floats(tone(0.5)).pcm))
    assert same(audio.read(path), 0.5)


def test_a_flac_header_that_lies_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "lies.flac"
    soundfile.write(path, tone(0.5), RATE)
    whole = bytearray(path.read_bytes())
    whole[22:26] = (RATE * 3 * 3600).to_bytes(4, "big")  # "three hours": the lower 32 bits of the number of samples
    path.write_bytes(whole)
    try:
        assert audio.read(path).seconds < 1
    except AudioError as error:
        assert str(path) in str(error)  # noqa: PT017  # both are right


def test_nan_and_infinity_are_not_heard_as_such(tmp_path: Path) -> None:
    wild = tone(0.5)
    wild[100:103] = np.nan, np.inf, -np.inf
    soundfile.write(tmp_path / "wild.wav", wild, RATE, subtype="FLOAT")
    assert same(audio.read(tmp_path / "wild.wav"), 0.5)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "an empty file"),
        (b"RIFF", "not a sound file"),
        (b"hello, this is no sound at all\n" * 99, "not a sound file"),
        (b"ID3\x04" + bytes(999), "not a sound file"),
        (bytes(9999), "not a sound file"),
        (header(), "holds no sound"),
        (header(rate=0, pcm=bytes(99)), "not a sound file|0 Hz"),
        (header(rate=7, pcm=bytes(99)), "7 Hz"),
        (header(rate=0x7FFFFFFF, pcm=bytes(99)), "2147483647 Hz"),
        (header(channels=0, pcm=bytes(99)), "not a sound file"),
        (header(bits=77, pcm=bytes(99)), "not a sound file"),
    ],
)
def test_what_is_no_sound_is_refused_in_words(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "bad.wav"
    path.write_bytes(content)
    with pytest.raises(AudioError, match=why) as error:
        audio.read(path)
    assert str(path) in str(error.value)


@pytest.mark.slow
def test_noise_in_a_sound_file_s_clothes_never_breaks_the_reader(tmp_path: Path) -> None:
    """A hundred headers with random bytes in them."""
    random = np.random.default_rng(3)
    path = tmp_path / "odd.wav"
    good = header(pcm=from_floats(tone(0.1)).pcm)
    for _ in range(100):
        bad = bytearray(good)
        for place in random.integers(0, 44, 4):
            bad[place] = int(random.integers(0, 256))
        path.write_bytes(bad)
        try:
            assert audio.read(path).pcm
        except AudioError as error:
            assert str(path) in str(error)  # noqa: PT017  # both are right


def test_a_folder_and_nothing_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="not a file"):
        audio.read(tmp_path)
    with pytest.raises(AudioError, match="no such file"):
        audio.read(tmp_path / "nothing.wav")


def test_five_hours_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "endless.wav"
    path.write_bytes(header(says=5 * 3600 * RATE * 2))
    with path.open("r+b") as file:
        file.truncate(44 + 5 * 3600 * RATE * 2)  # a hole: it takes no room
    with pytest.raises(AudioError, match="longer than 4 hours"):
        audio.read(path)


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    (tmp_path / "answer.wav.part").symlink_to("/dev/full")
    with pytest.raises(AudioError, match="No space left"):
        audio.write(path, from_floats(tone(0.5)))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    audio.write(tmp_path / "answer.wav", from_floats(tone(0.5)))
    (tmp_path / "answer.wav.part").symlink_to("/dev/full")
    with pytest.raises(AudioError):
        audio.write(tmp_path / "answer.wav", from_floats(tone(2)))
    assert same(audio.read(tmp_path / "answer.wav"), 0.5)
    with pytest.raises(AudioError, match="cannot be written"):
        audio.write(tmp_path / "no folder" / "answer.wav", from_floats(tone(0.5)))


def test_silence_and_sound_have_their_levels() -> None:
    assert audio.silence(1).level == -100
    assert Audio(b"").level == -100
    assert from_floats(tone(1)).level == pytest.approx(-9, abs=0.1)


def test_pieces_are_cut_joined_and_converted() -> None:
    whole = from_floats(tone(1.0))
    assert audio.join([whole.cut(0, 0.3), whole.cut(0.3)]) == whole
    assert whole.cut(-1, 9) == whole
    assert audio.join([]) == Audio(b"")
    assert same(whole.at(48_000).at(RATE), 1.0)
    with pytest.raises(AudioError, match="different rates"):
        audio.join([whole, whole.at(8_000)])


def test_a_sound_that_rises_begins_in_silence_and_is_itself_after_that() -> None:
    sound = from_floats(np.full(1600, 0.5))
    risen = sound.rising(0.05)
    assert risen.samples[0] == 0
    assert risen.samples[400] == pytest.approx(0.25 * sound.samples[400], rel=0.01)
    assert (risen.samples[800:] == sound.samples[800:]).all()
    assert len(silence(0.01).rising(0.05).samples) == 160
    assert Audio(b"").rising(0.05) == Audio(b"")
