"""Writes jarvisd/agent/sounds.txt: the Chinese characters of GB 2312, each line those that a transcriber takes for one another.

A line holds one toneless syllable without its nasal ending (yin, ying and yi sound alike to a small Whisper).
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from pypinyin import lazy_pinyin

OUT = Path(__file__).parent.parent / "jarvisd/agent/sounds.txt"
HEAD = "# Characters that sound alike, by scripts/make_sounds.py from pypinyin's readings (MIT); a line is a sound, its syllable first.\n"


def main() -> None:
    every = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    lines: dict[str, list[str]] = defaultdict(list)
    for letter in filter(None, every):
        line = lines[re.sub(r"(?<=[aeiouü])ng?$", "", lazy_pinyin(letter)[0])]
        if letter not in line:
            line.append(letter)
    OUT.write_text(HEAD + "".join(f"{said} {''.join(line)}\n" for said, line in sorted(lines.items()) if len(line) > 1), encoding="utf-8")


main()
