"""Many rows around the real ones: made of their words and their vectors, so that searching is as hard as among real ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

from jarvisd.bench.progress import told
from jarvisd.database import Database
from jarvisd.errors import DataMissing
from jarvisd.memory import Embedder, Turn
from jarvisd.memory.library import Library

_BATCH = 10_000
_NOISE = 0.6  # of a made vector's length is chance; the rest is a real one's


async def fill(library: Library, database: Database, embedder: Embedder, turns: Sequence[Turn], size: int) -> None:
    """The turns with their vectors, then made ones until there are `size`; goes on where it was interrupted."""
    if await library.waiting():  # made by another version: no vector in it counts
        raise DataMissing(f"{database.path} was made by another version; remove it, it is made anew")
    ((done,),) = await database.read("SELECT count(*) FROM turn")
    if done >= size:
        return
    vectors = await embedder.passages([turn.asked for turn in turns])
    if not done:
        await library.recall.keep_all(turns, vectors)
        done = len(turns)
    chance = np.random.default_rng(done)
    words = np.array([word for turn in turns for word in turn.asked.split()])  # a frequent word as often as in the real ones
    lengths = np.array([len(turn.asked.split()) for turn in turns])
    while done < size:
        told.show(f"filling {database.path.stem}", done, size)
        n = min(_BATCH, size - done)
        made = []
        for number, length in enumerate(chance.choice(lengths, n)):
            like = turns[int(chance.integers(len(turns)))]
            at = like.at + timedelta(days=int(chance.integers(1, 3000)))
            made.append(replace(like, at=at, conversation=f"made {(done + number) // 500}", asked=" ".join(chance.choice(words, length))))
        noise = chance.standard_normal((n, vectors.shape[1])).astype(np.float32)
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        mixed = vectors[chance.integers(len(vectors), size=n)] * (1 - _NOISE) + _NOISE * noise
        await library.recall.keep_all(made, mixed / np.linalg.norm(mixed, axis=1, keepdims=True))
        done += n


def resident() -> float:
    """MB of memory this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6
