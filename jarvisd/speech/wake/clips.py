"""Clips of what was nearly taken for the name, for later training: kept only where the household asks for it, the newest two hundred."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jarvisd.audio import RATE, from_floats, write
from jarvisd.errors import AudioError

Floats = npt.NDArray[np.float32]

FOLDER = "near-misses"  # in the state folder
MOST = 200  # clips of 2 s: 13 MB

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Near:
    """A score that was not enough, until it is known that no better one followed."""

    score: float
    samples: Floats  # [-1, 1], up to the moment of the score
    due: int  # sample of the device's audio from which on it was a miss


class Clips:
    """Writes beside whoever listens: a disk that is full or slow holds up nobody."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder, self._most = folder, most
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="near-misses")

    def keep(self, near: Near) -> None:
        self._writer.submit(self._write, near, datetime.now())

    def close(self) -> None:
        """Returns when all is written."""
        self._writer.shutdown()

    def _write(self, near: Near, at: datetime) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write(self._folder / f"{at:%Y%m%d-%H%M%S-%f}_{near.score:.3f}.wav", from_floats(near.samples, RATE))
            for old in kept(self._folder)[: -self._most]:
                old.unlink(missing_ok=True)
        except (AudioError, OSError) as error:
            log.warning("a near miss of the wake word was not kept: %s", error)


def kept(folder: Path) -> list[Path]:
    """The oldest first."""
    return sorted(folder.glob("*.wav"))
