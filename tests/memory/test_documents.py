"""A folder of documents becomes passages; what changed is replaced, what cannot be read is named and the rest goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from jarvisd.database import open_database
from jarvisd.errors import DocumentUnreadable
from jarvisd.memory import Passage, readers
from jarvisd.memory.chunks import LONGEST, Section, pieces, sections
from jarvisd.memory.library import open_library

MANUAL = """---
internal: yes
---
# Dishwasher

It stands under the window.

## Errors

E24 means that the drain hose is bent.

```
# not a heading
```

# 洗衣机

## 清洁

滤网每个月要清洗一次。
"""

PAGE = """<html><head><title>Boiler manual</title><script>var secret = 1</script></head>
<body><nav>Home Contact</nav><h1>Pressure</h1><p>Keep it between 1.2 and <b>1.8</b> bar.</p><ul><li>Valve A</li></ul></body></html>"""


def pdf(text: str) -> bytes:
    """The smallest PDF that shows a line."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(made)
    return made + tail


async def test_every_kind_of_file_is_found_by_its_words_with_its_path_and_headings(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    (folder / "deep").mkdir(parents=True)
    (folder / "manual.md").write_text(MANUAL, encoding="utf-8")
    (folder / "deep/boiler.html").write_text(PAGE, encoding="utf-8")
    (folder / "rent.pdf").write_bytes(pdf("The rent is due on the third"))
    (folder / "note.txt").write_bytes("备用钥匙在花盆下面".encode("gb18030"))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    async with open_database(tmp_path / "db") as database:
        library = await open_library(database, None)
        done = await library.documents.ingest(folder)
        assert (len(done.new), done.failed) == (4, ())
        for query, file, words in (
            ("E24", "manual.md", "manual > Dishwasher > Errors\nE24 means"),
            ("滤网多久清洗？", "manual.md", "manual > 洗衣机 > 清洁\n滤网每个月"),
            ("boiler valve pressure", "deep/boiler.html", "Boiler manual > Pressure\nKeep it between 1.2 and 1.8 bar."),
            ("when is the rent due", "rent.pdf", "rent > p. 1\nThe rent is due on the third"),
            ("备用钥匙在哪里", "note.txt", "备用钥匙在花盆下面"),
        ):
            found = (await library.archive.search(query))[0].item
            assert isinstance(found, Passage)
            assert words in found.text
            assert (found.document, found.source) == (str(folder / file), "document")
        assert await library.archive.search("secret") == []
        assert await library.archive.search("internal") == []


async def test_a_changed_file_is_replaced_an_unchanged_one_left_a_deleted_one_removed(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.md").write_text("# Shop\n\nThe shop opens at nine.", encoding="utf-8")
    (folder / "b.txt").write_text("The bus leaves at ten.", encoding="utf-8")
    (folder / "c.txt").write_text("The ferry leaves at noon.", encoding="utf-8")
    async with open_database(tmp_path / "db") as database:
        library = await open_library(database, None)
        await library.documents.ingest(folder)
        (folder / "a.md").write_text("# Shop\n\nThe shop opens at eight.", encoding="utf-8")
        (folder / "c.txt").unlink()
        seen: list[tuple[int, int, str]] = []
        done = await library.documents.ingest(folder, lambda n, all, path: seen.append((n, all, path.name)))
        assert seen == [(1, 2, "a.md"), (2, 2, "b.txt")]
        assert [path.name for path in done.changed] == ["a.md"]
        assert [path.name for path in done.unchanged] == ["b.txt"]
        assert done.gone == (str(folder / "c.txt"),)
        texts = [found.item.text for found in await library.archive.search("", limit=10) if isinstance(found.item, Passage)]
        assert sorted(texts) == ["a > Shop\nThe shop opens at eight.", "b\nThe bus leaves at ten."]
        assert await library.archive.search("nine ferry noon") == []


@pytest.mark.parametrize("content", [b"", b"no pdf at all", b"%PDF-1.7\n%%EOF", pdf("whole")[:200], b"\0" * 5000], ids=repr)
async def test_a_pdf_that_is_none_is_named_and_the_rest_goes_on(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(content[:60] if content.startswith(b"\0") else content)
    (folder / "b.txt").write_text("The bus leaves at ten.", encoding="utf-8")
    (folder / "c.txt").write_bytes(b"\0\1\2")
    (folder / "d.txt").write_text("  \n", encoding="utf-8")
    async with open_database(tmp_path / "db") as database:
        library = await open_library(database, None)
        done = await library.documents.ingest(folder)
        assert [path.name for path in done.new] == ["b.txt"]
        assert [sentence.split(".")[0].rsplit("/", 1)[-1] for sentence in done.failed] == ["a", "c", "d"]
        with pytest.raises(DocumentUnreadable, match="no such folder"):
            await library.documents.ingest(tmp_path / "nowhere")


async def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (tmp_path / "diary.txt").write_text("Nobody may read this.", encoding="utf-8")
    (folder / "b.txt").write_text("The bus leaves at ten.", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "diary.txt")
    (folder / "in.txt").symlink_to(folder / "b.txt")
    async with open_database(tmp_path / "db") as database:
        library = await open_library(database, None)
        assert [path.name for path in (await library.documents.ingest(folder)).new] == ["b.txt", "in.txt"]


def test_long_texts_are_cut_by_paragraph_and_sentence_and_nothing_is_lost() -> None:
    words = [f"word{number}." for number in range(2000)]
    made = pieces("title", [Section(("One", "Two"), " ".join(words))])
    assert all(piece.startswith("title > One > Two\n") and len(piece) <= LONGEST + 40 for piece in made)
    assert [word for piece in made for word in piece.split("\n", 1)[1].split()] == words
    assert max(len(piece) for piece in pieces("", [Section((), "没有句号" * 5000)])) <= LONGEST
    assert [part.headings for part in sections(MANUAL.split("---\n")[2])] == [("Dishwasher",), ("Dishwasher", "Errors"), ("洗衣机", "清洁")]


@pytest.mark.slow
async def test_a_pdf_that_would_be_read_for_hours_is_given_up_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "DEADLINE", 0.5)
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf("x) Tj T* (" * 1_000_000))
    (folder / "b.txt").write_text("The bus leaves at ten.", encoding="utf-8")
    async with open_database(tmp_path / "db") as database:
        library = await open_library(database, None)
        done = await library.documents.ingest(folder)
        assert [path.name for path in done.new] == ["b.txt"]
        (failed,) = done.failed
        assert "a.pdf was not read within" in failed


@pytest.mark.slow
async def test_a_pdf_that_would_fill_the_memory_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_MEMORY", 60_000_000)
    (tmp_path / "a.pdf").write_bytes(pdf("x) Tj T* (" * 1_000_000))
    with pytest.raises(DocumentUnreadable, match=r"a\.pdf is not a PDF that can be read"):
        await asyncio.to_thread(readers.read, tmp_path / "a.pdf")
