"""Gathers ten hours and more of sound in which nobody says the name, for jarvisd bench wake --negatives FOLDER.

  python scripts/gather_negatives.py FOLDER [--unpacked DIR] [--repositories DIR] [--talk DIR] [--learned DIR] [--seed N]

Debian's packages below are downloaded by apt-get and unpacked (or are read where --unpacked names a folder that holds them);
--repositories holds clones of the public repositories below; --talk holds sentences said by our own voices, such as a bench's cache;
--learned holds recordings that a word was made from: what sounds the same, sample for sample, is left out.
Everything is for measuring: none of it trains anything, and none of it is committed. One FLAC file of ten minutes after another is
written to FOLDER/KIND/; the same seed takes the same recordings in the same order.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from jarvisd.audio import RATE
from jarvisd.errors import AudioError
from jarvisd.speech.wake.training import noises

Floats = npt.NDArray[np.float32]
_TAPE = 600  # seconds of one file
_PROMPTS = tuple(f"asterisk-core-sounds-{language}-g722" for language in ("en", "es", "fr", "it", "ru"))
_GAP = 0.4  # seconds between two recordings


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    hours: float  # at most
    root: str  # a package's folder under /usr/share, or a repository
    pattern: str
    packages: tuple[str, ...] = ()  # of Debian


KINDS = (
    Kind("prompts", 3.0, "asterisk/sounds", "**/*.g722", _PROMPTS),
    Kind("drama", 4.5, "scummvm/flight-of-the-amazon-queen", "queen.1c", ("flight-of-the-amazon-queen",)),
    Kind("thriller", 2.0, "scummvm/beneath-a-steel-sky", "sky.dsk", ("beneath-a-steel-sky",)),
    Kind("syllables", 0.6, "gcin-voice", "**/*.ogg", ("gcin-voice",)),
    Kind("letters", 1.2, "klettres", "**/*.ogg", ("klettres-data",)),
    Kind("names", 0.3, "ktuberling/sounds", "**/*.wav", ("ktuberling-data",)),
    Kind("music", 2.5, "games/wesnoth", "**/music/*.ogg", ("wesnoth-1.16-music",)),
    Kind("digits", 0.5, "free-spoken-digit-dataset", "recordings/*.wav"),  # Jakobovski/free-spoken-digit-dataset
    Kind("calls", 1.0, "Precise-Community-Data", "**/*.wav"),  # MycroftAI/Precise-Community-Data: other wake words, rooms
    Kind("words", 1.0, "wake-word-benchmark/audio", "*[!s]/*.[fw]*"),  # Picovoice/wake-word-benchmark: all but the name
)  # fmt: skip


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--unpacked", type=Path, help="folder under which Debian's packages were unpacked")
    asked.add_argument("--repositories", type=Path, help="folder of clones")
    asked.add_argument("--talk", type=Path, help="folder of sentences by our own voices")
    asked.add_argument("--learned", type=Path, help="folder of recordings that were learned from")
    asked.add_argument("--seed", type=int, default=6)
    args = asked.parse_args()
    known = frozenset(fingerprint(decode(path)) for path in sorted(args.learned.rglob("*.flac"))) if args.learned else frozenset()
    root = args.unpacked or unpacked(args.folder / "packages", KINDS)
    for kind in KINDS:
        base = root / "usr/share" if kind.packages else args.repositories
        if base is None or not (base / kind.root).is_dir():
            print(f"{kind.name}: left out, {kind.root} is not there", file=sys.stderr)
            continue
        tell(kind.name, tapes(args.folder / kind.name, sounds(base / kind.root, kind.pattern, args.seed, known), kind.hours))
    if args.talk:
        tell("talk", tapes(args.folder / "talk", sounds(args.talk, "**/*.wav", args.seed, known), 2.0))
    tell("household", tapes(args.folder / "household", noises.household(np.random.default_rng(args.seed + 1000)), 0.7))
    return 0


def tell(kind: str, seconds: float) -> None:
    print(f"{kind}: {seconds / 3600:.2f} h", flush=True)


def unpacked(folder: Path, kinds: Sequence[Kind]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    packages = [package for kind in kinds for package in kind.packages]
    subprocess.run(["apt-get", "download", *packages], cwd=folder, check=True, stdin=subprocess.DEVNULL)
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", str(package), str(folder)], check=True, stdin=subprocess.DEVNULL)
    return folder


def sounds(root: Path, pattern: str, seed: int, known: frozenset[str]) -> Iterator[Floats]:
    """16 kHz, [-1, 1], in an order that the seed decides; without what is known."""
    pieces: list[bytes | Path | Floats] = []
    for path in sorted(root.glob(pattern)):
        pieces += talkie(path) if path.suffix == ".1c" else spoken(path) if path.suffix == ".dsk" else [path]
    random.Random(seed).shuffle(pieces)
    for piece in pieces:
        try:
            sound = piece if isinstance(piece, np.ndarray) else decode(piece)
        except (soundfile.SoundFileError, AudioError, av.FFmpegError, ValueError):
            continue  # a broken recording among thousands
        if not known or fingerprint(sound) not in known:
            yield sound


def fingerprint(sound: Floats) -> str:
    return hashlib.sha256(np.asarray(np.rint(sound * 32768), np.int32).tobytes()).hexdigest()


def talkie(path: Path) -> Iterator[bytes]:
    """The spoken lines (NAME.SB, MP3) of a game's file: a table of name, bundle, offset, size behind 15 bytes, then the entries."""
    content = path.read_bytes()
    [count] = struct.unpack(">H", content[13:15])
    for at in range(15, 15 + 21 * count, 21):
        name, _, offset, size = struct.unpack(">12sBII", content[at : at + 21])
        if b".SB" in name and size > 2000:
            yield content[offset : offset + size]


def spoken(path: Path) -> Iterator[Floats]:
    """The lines of another game: a table of number, offset, size of 2, 3 and 3 bytes; speech is unsigned, 11,025 Hz, behind 22 bytes."""
    content, table = path.read_bytes(), path.with_suffix(".dnr").read_bytes()
    for at in range(4, len(table) - 7, 8):
        number, offset, size = (int.from_bytes(table[at + first : at + last], "little") for first, last in ((0, 2), (2, 5), (5, 8)))
        offset = (offset & 0x7FFFFF) << (4 if offset & 0x800000 else 0)
        line = np.frombuffer(content[offset + 22 : offset + (size & 0x3FFFFF)], np.uint8)
        if number >= 50_000 and len(line) > 4000 and 110 < line.mean() < 146:
            yield np.asarray(soxr.resample((line.astype(np.float32) - 128) / 128, 11_025, RATE), np.float32)


def decode(piece: bytes | Path) -> Floats:
    if isinstance(piece, Path) and piece.suffix == ".g722":
        with av.open(str(piece), format="g722") as container:
            raw = np.concatenate([frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)])
        return np.asarray(raw / 32768, np.float32)
    if isinstance(piece, bytes):
        with av.open(io.BytesIO(piece), "r", format="mp3") as container:
            rate = container.streams.audio[0].rate
            raw = np.concatenate([np.atleast_2d(frame.to_ndarray()).mean(axis=0) for frame in container.decode(audio=0)]).astype(np.float32)
            return np.asarray(soxr.resample(raw / (32768 if np.abs(raw).max() > 2 else 1), rate, RATE), np.float32)
    if isinstance(piece, Path) and piece.suffix == ".ALS":  # nothing but samples, unsigned, 11,025 Hz
        return np.asarray(soxr.resample((np.fromfile(piece, np.uint8).astype(np.float32) - 128) / 128, 11_025, RATE), np.float32)
    samples, rate = soundfile.read(str(piece), dtype="float32", always_2d=True)
    return np.asarray(soxr.resample(samples.mean(axis=1), rate, RATE), np.float32)


def tapes(folder: Path, pieces: Iterator[Floats], hours: float) -> float:
    """Writes them one after another; the seconds there are then."""
    folder.mkdir(parents=True, exist_ok=True)
    gap = np.zeros(int(_GAP * RATE), np.float32)
    kept: list[Floats] = []
    seconds = held = 0.0
    number = 0
    for piece in pieces:
        kept += [piece, gap]
        held += (len(piece) + len(gap)) / RATE
        full = seconds + held >= hours * 3600
        if held >= _TAPE or full:
            soundfile.write(str(folder / f"{number:03}.flac"), np.concatenate(kept), RATE, subtype="PCM_16")
            number, seconds, held, kept = number + 1, seconds + held, 0.0, []
        if full:
            return seconds
    if kept:
        soundfile.write(str(folder / f"{number:03}.flac"), np.concatenate(kept), RATE, subtype="PCM_16")
    return seconds + held


if __name__ == "__main__":
    raise SystemExit(main())
