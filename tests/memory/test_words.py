"""Any text becomes tokens: English words, pairs of Chinese characters, and nothing ever fails."""

from __future__ import annotations

import time
from datetime import date

import pytest

from jarvisd.memory.days import Named, named
from jarvisd.memory.words import clean, content_words, day_words, index_tokens, normal, query_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Anna's dog isn't here", ["anna", "dog", "isn", "here"]),
        ("安娜对花生过敏", ["安娜", "娜对", "对花", "花生", "生过", "过敏"]),
        ("ＡＢＣ ﬁne １２", ["abc", "fine", "12"]),
        ("用WiFi连接", ["用", "wifi", "连接"]),
        ("猫", ["猫"]),
        ("a\0b \u202ecd\u202c e\u200bf \ud800g", ["a", "b", "cd", "ef", "g"]),
        ("", []),
        ("!?。…", []),
    ],
)
def test_a_text_is_found_by_its_words_and_pairs(text: str, tokens: list[str]) -> None:
    assert index_tokens(text) == tokens


@pytest.mark.parametrize(
    ("question", "tokens"),
    [
        ("What is Anna allergic to?", ["anna", "allergic"]),
        ("安娜对什么过敏？", ["安娜", "娜对", "过敏", "敏*"]),
        ("猫是什么颜色", ["猫*", "颜色"]),
        ("what is it", ["what", "is", "it"]),
        ("tea tea TEA", ["tea"]),
        ("", []),
    ],
)
def test_a_question_asks_for_what_is_not_small_talk(question: str, tokens: list[str]) -> None:
    assert query_tokens(question) == tokens


@pytest.mark.parametrize("text", ["on May 8th", "the 8th of May", "8 May", "5月8日", "5月8号"])
def test_a_day_is_one_token_however_it_is_named(text: str) -> None:
    assert query_tokens(text)[0] in day_words(date(2023, 5, 8)).split()


@pytest.mark.parametrize("text", ["好吃a " * 250_000, "a'" * 500_000, "\0" * 1_000_000, "\u202e" * 1_000_000, "好" * 1_000_000], ids=len)
def test_a_megabyte_is_cut_in_a_moment(text: str) -> None:
    began = time.process_time()
    assert len(index_tokens(text)) <= 20_000
    assert len(query_tokens(text)) <= 64
    assert len(content_words(text)) <= 20_000
    assert time.process_time() - began < 2


def test_texts_are_the_same_whatever_their_case_and_punctuation() -> None:
    assert normal("Anna,  drinks TEA.") == normal("anna drinks tea")
    assert normal("安娜 喝茶。") != normal("安娜喝咖啡")
    assert clean("a\u2028b\x07c") == "a b c"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("what happened on 8 may 2023?", [Named(5, 8, 2023)]),
        ("the party of may 8th", [Named(5, 8)]),
        ("august 15, 2023", [Named(8, 15, 2023)]),
        ("what did she do in january 2022", [Named(1, None, 2022)]),
        ("where were we in may", [Named(5)]),
        ("2022年1月5日", [Named(1, 5, 2022)]),
        ("2022年1月", [Named(1, None, 2022)]),
        ("5月8号", [Named(5, 8)]),
        ("五月去了哪里", [Named(5)]),
        ("may i go", []),
        ("三个月", []),
        ("月饼在哪里", []),
        ("45 may 2023, 13月", []),
    ],
)
def test_a_question_names_days_and_months(text: str, days: list[Named]) -> None:
    assert list(named(text)) == days


def test_what_happened_is_told_within_a_week() -> None:
    about = [Named(12).about(date(2023, 1, day)) for day in (7, 8)] + [Named(2, 29, 2024).about(date(2024, 3, day)) for day in (7, 8)]
    assert about == [True, False, True, False]
    assert not Named(5, 8, 2023).about(date(2022, 5, 8))
    assert Named(2, 31).about(date(2023, 3, 3))  # no such day, no error
