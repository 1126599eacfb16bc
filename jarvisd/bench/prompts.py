"""What people said, with its text: the telephone prompts of Debian's asterisk packages, and read books from --data/speech."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jarvisd import audio
from jarvisd.audio import Audio, from_floats
from jarvisd.bench.words import words
from jarvisd.errors import DataMissing

PACKAGES = ("asterisk-core-sounds-en-g722", "asterisk-core-sounds-en")  # the sound, and its text
WANTED = 115  # prompts, spread evenly over those that fit
_SHORTEST, _LONGEST = 4, 15.0  # words, seconds: an utterance as somebody says it to a house
_SOUNDS = "usr/share/asterisk/sounds/en_US_f_Allison"
_TEXT = "usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt.gz"
_G722_RATE = 8000  # bytes a second: 64 kbit/s


@dataclass(frozen=True, slots=True)
class Prompt:
    name: str
    text: str
    audio: Audio


def prompts(speech: Path, cache: Path) -> list[Prompt]:
    """At least ninety. speech: folder of NAME.wav beside NAME.txt; cache: where the packages are unpacked if the system has none."""
    return [*asterisk(unpacked(cache)), *books(speech)]


def books(folder: Path) -> list[Prompt]:
    texts = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if not texts:
        raise DataMissing(f"{folder}: no recordings with their text here; name the folder that holds speech/ by --data DIR")
    return [Prompt(path.stem, path.read_text(encoding="utf-8"), audio.read(path.with_suffix(".wav"))) for path in texts]


def asterisk(root: Path) -> list[Prompt]:
    """Prompts of whole phrases from the packages unpacked under root."""
    sounds = root / _SOUNDS
    found: list[tuple[Path, str]] = []
    for line in gzip.decompress((root / _TEXT).read_bytes()).decode("utf-8", "replace").splitlines():
        name, _, text = line.partition(":")
        path = sounds / f"{name}.g722"
        if name.startswith(";") or re.search(r"[\[(<]", text) or len(words(text)) < _SHORTEST or not path.is_file():
            continue
        if path.stat().st_size / _G722_RATE <= _LONGEST:
            found.append((path, text.strip()))
    chosen = _spread(sorted(found), WANTED)
    return [Prompt(path.relative_to(sounds).with_suffix("").as_posix(), text, decode(path)) for path, text in chosen]


def _spread(found: Sequence[tuple[Path, str]], count: int) -> list[tuple[Path, str]]:
    return [found[i * len(found) // count] for i in range(min(count, len(found)))] if len(found) > count else list(found)


def decode(path: Path) -> Audio:
    """G.722, by the decoder that faster-whisper brings along."""
    import av

    with av.open(str(path), format="g722") as container:
        pieces = [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
    return from_floats(np.concatenate(pieces).astype(np.float32) / 32768, audio.RATE)


def unpacked(cache: Path) -> Path:
    """The root under which both packages lie: the system itself, or the cache, filled without root where it is empty."""
    for root in (Path("/"), cache):
        if (root / _SOUNDS).is_dir() and (root / _TEXT).is_file():
            return root
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise DataMissing(f"the prompts of {' and '.join(PACKAGES)} are missing; unpack these Debian packages under {cache}")
    cache.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(["apt-get", "download", *PACKAGES], cwd=cache, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        for package in sorted(cache.glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", str(package), str(cache)], check=True, capture_output=True, stdin=subprocess.DEVNULL)
    except subprocess.CalledProcessError as error:
        said = (error.stderr or b"").decode(errors="replace").strip().splitlines()
        why = said[-1] if said else f"status {error.returncode}"
        raise DataMissing(f"{' '.join(PACKAGES)} cannot be downloaded ({why}); run: sudo apt-get update") from error
    return cache
