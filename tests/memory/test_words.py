"""Any text becomes tokens: English words, pairs of Chinese characters, and nothing ever fails."""

from __future__ import annotations

import time
from datetime import date

import pytest

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
