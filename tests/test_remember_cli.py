"""Memory from the command line with no language model: every question in a process of its own; what is forgotten is in no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program import jarvisd

pytestmark = pytest.mark.system

_BARE = {"JARVISD_LLM__PROVIDER": ""}


def ask(state: Path, text: str) -> str:
    done = jarvisd("ask", text, "--conversation", "kitchen", state=state, env=_BARE)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def files_with(state: Path, word: str) -> list[str]:
    """Every file under the state folder that holds the word's bytes, as UTF-8 or UTF-16."""
    forms = {word.encode(), word.lower().encode(), word.encode("utf-16-le")}
    there = [path for path in state.rglob("*") if path.is_file()]
    return [path.name for path in there if any(form in path.read_bytes() for form in forms)]


def test_a_fact_is_known_in_the_next_process_and_taken_back_in_another(tmp_path: Path) -> None:
    assert ask(tmp_path, "Remember that Anna is allergic to peanuts") == "I'll remember that Anna is allergic to peanuts."
    told = ask(tmp_path, "What is Anna allergic to?")
    assert told.startswith("You told me on ")
    assert told.endswith(": Anna is allergic to peanuts.")
    assert ask(tmp_path, "安娜对什么过敏？").endswith("日说过：Anna is allergic to peanuts。")
    assert ask(tmp_path, "What is Bob allergic to?") == "I don't know that about Bob. You haven't told me."
    assert ask(tmp_path, "Undo") == "Taken back: Anna is allergic to peanuts."
    assert ask(tmp_path, "安娜对什么过敏？") == "关于安娜，这个我不知道，你没有告诉过我。"


@pytest.mark.parametrize(
    ("told", "asked", "forget", "yes", "forgotten", "word"),
    [
        ("Remember that Anna is allergic to peanuts", "安娜对什么过敏？", "Forget that", "yes", "It is forgotten for good.", "peanut"),
        ("记住安娜对花生过敏", "What is Anna allergic to?", "忘掉这个", "是的", "已经永远忘掉了。", "花生"),
    ],
    ids=["en", "zh"],
)
def test_what_is_forgotten_is_in_no_file(tmp_path: Path, told: str, asked: str, forget: str, yes: str, forgotten: str, word: str) -> None:
    ask(tmp_path, told)
    assert word in ask(tmp_path, asked)
    assert files_with(tmp_path, word)
    assert word in ask(tmp_path, forget)
    assert ask(tmp_path, yes) == forgotten
    assert files_with(tmp_path, word) == []
    assert word not in ask(tmp_path, asked)
