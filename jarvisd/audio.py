"""Sound as a value: mono, signed 16 bit, at some rate."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from jarvisd.errors import AudioError

RATE = 16_000  # Hz: everything heard is converted to this once, in the device
CHUNK = 512  # samples a device hands out at a time: 32 ms, what Silero looks at in one step
_LONGEST = 4 * 3600  # seconds of a sound file that are read; a longer file is a mistake
_LOWEST, _HIGHEST = 1_000, 768_000  # Hz of a sound file; beyond them its header is broken
_BLOCK = 1 << 18  # samples of a sound file that are converted at a time

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Audio:
    """A piece of mono sound, signed 16 bit little endian."""

    pcm: bytes
    rate: int = RATE

    @property
    def seconds(self) -> float:
        return len(self.pcm) / 2 / self.rate

    @property
    def samples(self) -> Samples:
        """int16, shape (n,), read-only."""
        return np.frombuffer(self.pcm, dtype="<i2")

    @property
    def floats(self) -> npt.NDArray[np.float32]:
        """float32 in [-1, 1), shape (n,)."""
        return self.samples.astype(np.float32) / np.float32(32768)

    @property
    def level(self) -> float:
        """Root mean square in dB of full scale; -100 for silence or nothing."""
        if not self.pcm:
            return -100.0
        rms = math.sqrt(float(np.mean(np.square(self.floats, dtype=np.float64))))
        return max(-100.0, 20 * math.log10(rms)) if rms > 0 else -100.0

    def cut(self, start: float, end: float | None = None) -> Audio:
        """The part between two times in seconds."""
        first = 2 * max(0, round(start * self.rate))
        last = None if end is None else 2 * max(0, round(end * self.rate))
        return Audio(self.pcm[first:last], self.rate)

    def rising(self, seconds: float) -> Audio:
        """The same sound, its first seconds rising from silence (by the square of time)."""
        samples = self.samples.copy()
        first = samples[: round(seconds * self.rate)]
        first[:] = np.rint(first * np.square(np.linspace(0, 1, len(first), endpoint=False)))
        return Audio(samples.tobytes(), self.rate)

    def at(self, rate: int) -> Audio:
        """The same sound at another sample rate (soxr, high quality)."""
        if rate == self.rate:
            return self
        return from_floats(soxr.resample(self.floats, self.rate, rate), rate)


def from_floats(samples: npt.NDArray[np.floating], rate: int = RATE) -> Audio:
    """Samples in [-1, 1], shape (n,), clipped."""
    return Audio((np.clip(samples, -1.0, 32767 / 32768) * 32768).astype("<i2").tobytes(), rate)


def silence(seconds: float, rate: int = RATE) -> Audio:
    return Audio(bytes(2 * round(seconds * rate)), rate)


def join(parts: Iterable[Audio]) -> Audio:
    """Pieces of one rate, one after another."""
    pieces = list(parts)
    rates = {piece.rate for piece in pieces}
    if len(rates) > 1:
        raise AudioError(f"sounds of different rates cannot be joined: {sorted(rates)} Hz; convert them with Audio.at first")
    return Audio(b"".join(piece.pcm for piece in pieces), rates.pop() if rates else RATE)


def read(path: Path) -> Audio:
    """A sound file (WAV, FLAC, any width, rate and number of channels) as 16 kHz mono. AudioError says what is wrong with it."""
    if not path.exists():
        raise AudioError(f"{path}: no such file")
    if not path.is_file():
        raise AudioError(f"{path}: not a file; name a WAV or FLAC file")
    if not path.stat().st_size:
        raise AudioError(f"{path}: an empty file")
    try:
        with soundfile.SoundFile(str(path)) as file:
            pcm = _converted(file, path)
    except (soundfile.SoundFileError, OSError, ValueError) as error:
        raise AudioError(f"{path}: not a sound file that can be read ({error}); WAV and FLAC can") from error
    if not pcm:
        raise AudioError(f"{path}: holds no sound (0 samples)")
    return Audio(pcm)


def _converted(file: soundfile.SoundFile, path: Path) -> bytes:
    """Block by block, since the length that a header tells may be a lie that no memory could hold."""
    rate = int(file.samplerate)
    if not _LOWEST <= rate <= _HIGHEST:
        raise AudioError(f"{path}: its header tells of {rate} Hz, which no sound has; save it again at 16000 Hz")
    if file.frames > _LONGEST * rate:
        raise AudioError(f"{path}: longer than {_LONGEST // 3600} hours; cut it into pieces")
    resampler = soxr.ResampleStream(rate, RATE, 1, dtype="float32")
    parts = []
    last = False
    while not last:
        block = np.nan_to_num(file.read(_BLOCK, dtype="float32", always_2d=True), posinf=1.0, neginf=-1.0)
        last = len(block) < _BLOCK
        mono = block.mean(axis=1)
        parts.append(from_floats(resampler.resample_chunk(mono, last=last) if rate != RATE else mono).pcm)
    return b"".join(parts)


def write(path: Path, audio: Audio) -> None:
    """A 16-bit mono WAV file, whole or not at all."""
    half = path.with_name(path.name + ".part")
    wav = io.BytesIO()  # made whole first: of a full disk the sound library tells less than the system
    soundfile.write(wav, audio.samples, audio.rate, format="WAV", subtype="PCM_16")
    try:
        half.write_bytes(wav.getbuffer())
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise AudioError(f"{path}: cannot be written ({error.strerror or error})") from error
