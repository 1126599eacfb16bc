"""The text of bytes that came from somewhere: of a file, of a page."""

from __future__ import annotations

import tempfile
from pathlib import Path

from jarvisd.errors import DocumentUnreadable
from jarvisd.memory.readers import READERS, read


def text_of(raw: bytes, ending: str) -> tuple[str, str]:
    """Title and text. DocumentUnreadable where there is none to be read. Blocks: call it in a thread."""
    ending = ending.lower() if ending.lower() in READERS else ".txt"
    with tempfile.TemporaryDirectory(prefix="jarvisd-") as folder:
        file = Path(folder) / f"document{ending}"
        file.write_bytes(raw)
        try:
            title, sections = read(file)
        except DocumentUnreadable as error:
            raise DocumentUnreadable(str(error).replace(f"{file} ", "it ")) from error  # where it lay for a moment is nobody's business
    pieces = ["\n".join(part for part in (" > ".join(section.headings), section.text) if part) for section in sections]
    return ("" if title == "document" else title), "\n\n".join(pieces)
