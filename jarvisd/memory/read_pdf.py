"""A program of its own: writes what stands in a PDF as JSON; whoever started it may end it at any time.

Broken and hostile files make a reader go round for hours or fill the memory, so it is never run in the house's own process
(readers.py). It imports nothing of jarvisd.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError


def main(path: str, memory: int, most: int) -> None:
    """memory: bytes that it may take; most: characters that are read, and nothing behind them."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said once, by whoever asked
    try:
        found = _read(path, most)
    except (
        PyPdfError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        MemoryError,
        NotImplementedError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:  # broken files raise anything
        found = {"error": type(error).__name__}
    json.dump(found, sys.stdout)


def _read(path: str, most: int) -> dict[str, object]:
    with Path(path).open("rb") as file:
        document = pypdf.PdfReader(file)
        if document.is_encrypted and not document.decrypt(""):
            return {"locked": True}
        title = str((document.metadata.title if document.metadata else None) or "")
        pages: list[str] = []
        for page in document.pages:
            if most <= 0:
                break
            pages.append(page.extract_text()[:most].encode("utf-8", "replace").decode())
            most -= len(pages[-1])
    return {"title": title, "pages": pages}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
