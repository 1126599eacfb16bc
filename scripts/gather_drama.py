"""Gathers speech that a wake word may learn from: played scenes, characters and single words of games, none of them in gather_negatives.py.

  python scripts/gather_drama.py FOLDER [--unpacked DIR] [--seed N]

Debian's packages below are downloaded by apt-get and unpacked (or are read where --unpacked names a folder that holds them). One FLAC
file of ten minutes after another is written to FOLDER/KIND/; the same seed takes the same recordings in the same order. What is
measured with comes from other packages, by other people.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gather_negatives import Kind, sounds, tapes, tell, unpacked

KINDS = (
    Kind("scenes", 1.0, "scummvm/drascula/en", "*.ALS", ("drascula",)),  # English drama; licence like that of flight-of-the-amazon-queen
    Kind("characters", 0.5, "games/hedgewars/Data/Sounds/voices", "**/*.ogg", ("hedgewars-data",)),  # GPL-2
    Kind("words", 2.5, "tuxpaint/stamps", "**/*_desc*.ogg", ("tuxpaint-stamps-default",)),  # GPL-2: names of things, twelve languages
)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--unpacked", type=Path, help="folder under which Debian's packages were unpacked")
    asked.add_argument("--seed", type=int, default=6)
    args = asked.parse_args()
    root = args.unpacked or unpacked(args.folder / "packages", KINDS)
    for kind in KINDS:
        base = root / "usr/share" / kind.root
        if not base.is_dir():
            print(f"{kind.name}: left out, {kind.root} is not there", file=sys.stderr)
            continue
        tell(kind.name, tapes(args.folder / kind.name, sounds(base, kind.pattern, args.seed, frozenset()), kind.hours))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
