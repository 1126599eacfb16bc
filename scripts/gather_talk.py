"""Says an hour and more of English that is full of words like a name, by the small voices of Debian's flite (BSD-like) beside espeak-ng.

  python scripts/gather_talk.py FOLDER --name Jarvis [--like '[jg]|ch|ar|v'] [--files 386] [--unpacked DIR] [--seed 1]

Which words resemble the name is told by espeak-ng's phonemes, of those that hold letters which --like names. The packages are downloaded
by apt-get and unpacked, never installed.
What is said is for training alone; gather_negatives.py gathers what is measured with.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from jarvisd.audio import RATE

_PACKAGES = ("flite", "libflite1", "espeak-ng", "libespeak-ng1", "espeak-ng-data", "libpcaudio0", "libsonic0", "wamerican")
_LIBRARIES = "usr/lib/x86_64-linux-gnu"
_WORD = re.compile(r"[A-Za-z]{2,12}(?:'s)?")
_PROMISING = "[jg]|ch|ar|v"
_SOUND = re.compile(r"dZ|tS|A@|[a-zA-Z@]")
_NEAR = 700  # words that are taken for near
_FLITE = ("awb", "rms", "slt", "slt", "kal16", "awb", "rms")
_ESPEAK = ("en-us", "en-gb", "en-gb-scotland", "en-us+f2", "en-us+f4", "en-us+m3", "en-gb+f3", "en-gb+m5", "en-us+m7")
_SHARE = 0.75  # of the files are said by flite
_SMALL = (
    "the", "a", "is", "to", "and", "of", "in", "it", "you", "that", "was", "for", "on", "are",
    "with", "I", "his", "they", "be", "at", "this", "have", "from", "or", "had", "by", "not", "but",
    "what", "we", "can", "out", "there", "all", "your", "when", "up", "use", "how", "said", "each", "she",
    "do", "will",
)  # fmt: skip


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--name", default="Jarvis")
    asked.add_argument("--like", type=re.compile, default=re.compile(_PROMISING))
    asked.add_argument("--files", type=int, default=386)
    asked.add_argument("--unpacked", type=Path)
    asked.add_argument("--seed", type=int, default=1)
    args = asked.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    root = args.unpacked or unpacked(args.folder / "packages")
    words = [word for word in (root / "usr/share/dict/american-english").read_text("utf-8").split() if _WORD.fullmatch(word)]
    near = nearest(root, args.name, [word for word in words if args.like.search(word.lower()) and "'" not in word][::2])
    common = [word for word in words if word.islower() and len(word) < 8 and "'" not in word]
    rng = random.Random(args.seed)
    for number in range(args.files):
        text = " ".join(sentence(rng, near, common) for _ in range(5)) if rng.random() < 0.7 else list_of(rng, near)
        pitch, pace, small, large = rng.uniform(0.8, 1.28), rng.random(), rng.choice(_FLITE), rng.choice(_ESPEAK)
        said = flite(root, text, small, pace) if number < args.files * _SHARE else espeak(root, text, large, pace)
        level = 10 ** (-rng.uniform(0, 15) / 20)
        heard = soxr.resample(said[0], said[1] * pitch, RATE) * level
        soundfile.write(str(args.folder / f"{number:04}.wav"), np.clip(heard, -1, 1), RATE)
    return 0


def unpacked(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "download", *_PACKAGES], cwd=folder, check=True, stdin=subprocess.DEVNULL)
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", str(package), str(folder)], check=True, stdin=subprocess.DEVNULL)
    return folder


def nearest(root: Path, name: str, words: Sequence[str]) -> list[str]:
    """Words by how little they differ from the name in sound; none that holds it."""
    wanted, *spoken = (_SOUND.findall(line.replace(" ", "")) for line in phonemes(root, [name, *words]))
    told = [(distance(sounds, wanted), word) for word, sounds in zip(words, spoken, strict=True) if distance(sounds, wanted) > 0.5]
    return [word for _, word in sorted(told)[:_NEAR]]


def phonemes(root: Path, words: Sequence[str]) -> list[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as text:
        text.write(".\n".join(words) + ".")
        text.flush()
        said = ran(root, "espeak-ng", f"--path={root / _LIBRARIES}/espeak-ng-data", "-q", "-x", "-v", "en-us", "-f", text.name)
    return [re.sub(r"[',_:|%=]", "", line).strip() for line in said.strip().splitlines()]


def distance(first: Sequence[str], second: Sequence[str]) -> float:
    """Edits between them: 1 for a sound that is another, 0.8 for one too many or too few."""
    row = [0.8 * at for at in range(len(second) + 1)]
    for here, sound in enumerate(first, 1):
        above, row = row, [0.8 * here]
        for at, other in enumerate(second, 1):
            row.append(min(above[at] + 0.8, row[-1] + 0.8, above[at - 1] + (sound != other)))
    return row[-1]


def sentence(rng: random.Random, near: Sequence[str], common: Sequence[str]) -> str:
    said = []
    for _ in range(rng.randint(5, 11)):
        kind = rng.random()
        said.append(rng.choice(_SMALL if kind < 0.42 else near if kind < 0.58 else common))
    text = " ".join(said)
    return text[0].upper() + text[1:] + rng.choice("..?!")


def list_of(rng: random.Random, near: Sequence[str]) -> str:
    return ". ".join(rng.choice(near) for _ in range(14)) + "."


def flite(root: Path, text: str, voice: str, pace: float) -> tuple[npt.NDArray[np.float32], int]:
    with tempfile.NamedTemporaryFile(suffix=".wav") as sound:
        ran(root, "flite", "-voice", voice, "--setf", f"duration_stretch={0.8 + 0.5 * pace:.2f}", "-t", text, "-o", sound.name)
        samples, rate = soundfile.read(sound.name, dtype="float32")
        return samples, int(rate)


def espeak(root: Path, text: str, voice: str, pace: float) -> tuple[npt.NDArray[np.float32], int]:
    with tempfile.NamedTemporaryFile(suffix=".wav") as sound:
        data = f"--path={root / _LIBRARIES}/espeak-ng-data"
        ran(root, "espeak-ng", data, "-v", voice, "-s", str(int(140 + 60 * pace)), "-w", sound.name, text)
        samples, rate = soundfile.read(sound.name, dtype="float32")
        return samples, int(rate)


def ran(root: Path, program: str, *arguments: str) -> str:
    environment = {**os.environ, "LD_LIBRARY_PATH": str(root / _LIBRARIES)}
    done = subprocess.run([root / "usr/bin" / program, *arguments], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    raise SystemExit(main())
