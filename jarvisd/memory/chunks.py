"""Documents cut into passages: paragraphs under their headings, none too long to be read out of a prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 900  # characters of a piece: about 200 tokens
_SHORT = 200  # pieces below it are put together

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])")


@dataclass(frozen=True, slots=True)
class Section:
    """A text under its headings, the outermost first."""

    headings: tuple[str, ...]
    text: str


def sections(markdown: str) -> Iterator[Section]:
    """By lines that begin with #; a plain text is one section. Fences are text."""
    headings: list[tuple[int, str]] = []
    lines: list[str] = []
    fenced = False
    for line in markdown.splitlines():
        fenced ^= line.lstrip().startswith("```")
        found = None if fenced else _HEADING.match(line)
        if found is None:
            lines.append(line)
            continue
        yield from _section(headings, lines)
        level = len(found[1])
        headings = [heading for heading in headings if heading[0] < level] + [(level, found[2])]
        lines = []
    yield from _section(headings, lines)


def pieces(title: str, parts: Sequence[Section]) -> list[str]:
    """Each begins with the title and the headings it stands under, so that it can be found and understood by itself."""
    made = []
    for part in parts:
        head = " > ".join(dict.fromkeys(heading for heading in (title, *part.headings) if heading))
        made += [f"{head}\n{text}" if head else text for text in _cut(part.text)]
    return made


def _section(headings: Sequence[tuple[int, str]], lines: Sequence[str]) -> Iterator[Section]:
    text = "\n".join(lines).strip()
    if text:
        yield Section(tuple(heading for _, heading in headings), text)


def _cut(text: str) -> Iterator[str]:
    """Paragraphs, the short ones together, the long ones by sentences."""
    gathered = ""
    for paragraph in re.split(r"\n\s*\n", text):
        for part in _parts(paragraph.strip()):
            if gathered and (len(gathered) >= _SHORT or len(gathered) + len(part) > LONGEST):
                yield gathered
                gathered = ""
            gathered = f"{gathered}\n{part}" if gathered else part
    if gathered:
        yield gathered


def _parts(paragraph: str) -> Iterator[str]:
    if len(paragraph) <= LONGEST:
        if paragraph:
            yield paragraph
        return
    gathered = ""
    for sentence in _SENTENCE.split(paragraph):
        for start in range(0, len(sentence), LONGEST):  # a sentence without an end is cut anywhere
            part = sentence[start : start + LONGEST]
            if gathered and len(gathered) + len(part) >= LONGEST:
                yield gathered
                gathered = ""
            space = "" if not gathered or gathered[-1] in "。！？；" else " "
            gathered = f"{gathered}{space}{part}"
    if gathered:
        yield gathered
