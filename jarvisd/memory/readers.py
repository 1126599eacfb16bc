"""The text of a file, as sections under headings: plain text, Markdown, PDF, HTML."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jarvisd.errors import DocumentUnreadable
from jarvisd.memory.chunks import Section, sections

LARGEST = 50_000_000  # bytes of a file, characters of a PDF
DEADLINE = 60.0  # seconds for one PDF: a thousand pages take half of it

_HEAD = 1024  # bytes within which a PDF says that it is one
_READER = Path(__file__).with_name("read_pdf.py")
_MEMORY = 1_500_000_000  # bytes for one PDF, the program itself included

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = ("script", "style", "noscript", "template", "nav", "svg", "head")
_BLOCKS = ("p", "li", "blockquote", "pre", "td", "th", "dt", "dd", "figcaption")


def read(path: Path) -> tuple[str, list[Section]]:
    """Title and sections. DocumentUnreadable names the file and what is wrong with it."""
    try:
        if path.stat().st_size > LARGEST:
            raise DocumentUnreadable(f"{path} is larger than {LARGEST // 1_000_000} MB; cut it into parts")
        title, parts = READERS[path.suffix.lower()](path)
    except OSError as error:
        raise DocumentUnreadable(f"{path} cannot be read ({error.strerror})") from error
    if not parts:
        raise DocumentUnreadable(f"{path} has no text in it; a scan must be read by a text recogniser first")
    return title, parts


def _text(path: Path) -> tuple[str, list[Section]]:
    text = _decoded(path)
    return path.stem, [Section((), text.strip())] if text.strip() else []


def _markdown(path: Path) -> tuple[str, list[Section]]:
    text = _decoded(path)
    if text.startswith("---\n") and "\n---\n" in text[4:]:
        text = text[4:].split("\n---\n", 1)[1]  # what stands above is for programs
    return path.stem, list(sections(text))


def _html(path: Path) -> tuple[str, list[Section]]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(path.read_bytes(), "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else path.stem
    for unseen in soup(_UNSEEN):
        unseen.decompose()
    for heading in soup(_HEADINGS):
        heading.replace_with(f"\n\n{'#' * int(heading.name[1])} {heading.get_text(' ', strip=True)}\n\n")
    for block in soup(_BLOCKS):
        block.append("\n\n")
    for line in soup("br"):
        line.replace_with("\n")
    lines = (" ".join(line.split()) for line in soup.get_text().splitlines())
    return title, list(sections("\n".join(lines)))


def _pdf(path: Path) -> tuple[str, list[Section]]:
    with path.open("rb") as file:
        found = _apart(path) if b"%PDF-" in file.read(_HEAD) else {"error": "it does not begin like one"}
    if found.get("locked"):
        raise DocumentUnreadable(f"{path} is locked by a password; save it without one")
    if "pages" not in found:
        raise DocumentUnreadable(
            f"{path} is not a PDF that can be read ({found.get('error', 'it broke the reader')}); open and save it anew"
        )
    return found["title"] or path.stem, [Section((f"p. {n}",), text.strip()) for n, text in enumerate(found["pages"], 1) if text.strip()]


def _apart(path: Path) -> dict[str, Any]:
    """What the reader of PDFs says of it, in a process of its own that has so much time, memory and words and no more."""
    command = [sys.executable, "-I", str(_READER), str(path), str(_MEMORY), str(LARGEST)]
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=DEADLINE, check=False)
    except subprocess.TimeoutExpired as error:
        raise DocumentUnreadable(f"{path} was not read within {DEADLINE:.0f} s; cut it into parts, or save it anew") from error
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {}
    return found


def _decoded(path: Path) -> str:
    """UTF-8 (with or without its mark), UTF-16 with its mark, else the usual Chinese encoding."""
    raw = path.read_bytes()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    if b"\0" in raw[:1000]:
        raise DocumentUnreadable(f"{path} is not a text; remove it from the folder or give it its right ending")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


READERS: Mapping[str, Callable[[Path], tuple[str, list[Section]]]] = {
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
}
