"""`jarvisd memory` as a person and a program meet it, on a real database."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from jarvisd import cli

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
