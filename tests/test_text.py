"""Text on its way to the voice: cut, told apart by language, made fit to be read aloud."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from jarvisd.text import Sentences, language_of, speakable

HERE = Path(__file__).parent
CASES = [
    (language, written, spoken)
    for language in ("en", "zh")
    for written, spoken in yaml.safe_load((HERE / f"speakable_{language}.yaml").read_text(encoding="utf-8")).items()
]
MARKUP = set("*_#`|<>[]{}~\\^=$€£¥%°@&0123456789")


def whole(text: str) -> list[str]:
    cutter = Sentences()
    return [sentence for sentence in [*cutter.feed(text), cutter.rest()] if sentence]


def by_letters(text: str) -> list[str]:
    cutter = Sentences()
    found = [sentence for letter in text for sentence in cutter.feed(letter)]
    return [sentence for sentence in [*found, cutter.rest()] if sentence]


def test_it_is_read_as_people_read_it() -> None:
    assert [(written, speakable(written, language)) for language, written, _ in CASES] == [
        (written, spoken) for _, written, spoken in CASES
    ]


def test_what_is_fit_to_be_read_stays_as_it_is_without_signs_or_figures() -> None:
    assert [speakable(spoken, language) for language, _, spoken in CASES] == [spoken for _, _, spoken in CASES]
    assert [spoken for _, _, spoken in CASES if MARKUP & set(spoken)] == []


def test_both_languages_have_at_least_120_cases() -> None:
    counted = [language for language, _, _ in CASES]
    assert counted.count("en") >= 120
    assert counted.count("zh") >= 120


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", ["", " ", "\0", "😀🎉", "---", "***", "\n\n", "…", "```\ncode\n```", "\u200b\ufeff", "?!", "\ud800"])
def test_what_holds_no_words_is_nothing_to_say(text: str, language: str) -> None:
    assert speakable(text, language) == ""


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "text", ["9" * 5_000, "(" * 5_000 + "a", "*a" * 2_500, "a" * 10_000, "1-" * 3_000, "<" * 5_000 + "b", "1:" * 3_000]
)
def test_strange_long_texts_are_read_in_reasonable_time(text: str, language: str) -> None:
    began = time.process_time()
    speakable(text, language)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hello. How are you? Fine!", ["Hello.", "How are you?", "Fine!"]),
        ("Dr. Smith came at 3.14 p.m. today. He left.", ["Dr. Smith came at 3.14 p.m. today.", "He left."]),
        ("It is 8:00 a.m. Get up.", ["It is 8:00 a.m.", "Get up."]),
        ("Take fruit, e.g. apples. Or not.", ["Take fruit, e.g. apples.", "Or not."]),
        ("J. K. Rowling wrote it. Really?!", ["J. K. Rowling wrote it.", "Really?!"]),
        ("See https://example.com/a.html?b=1. It helps.", ["See https://example.com/a.html?b=1.", "It helps."]),
        ("Well... maybe. Wait... Now!", ["Well... maybe.", "Wait...", "Now!"]),
        ("Two things:\n- milk\n- eggs\n", ["Two things:", "- milk", "- eggs"]),
        ("1. Buy milk. 2. Buy eggs.", ["1. Buy milk.", "2. Buy eggs."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("Look:\n```python\nprint(1). No.\n```\nDone.", ["Look:", "Done."]),
        ("你好。今天天气很好！你呢？", ["你好。", "今天天气很好！", "你呢？"]),
        ("他说：“走吧。”然后走了。", ["他说：“走吧。”", "然后走了。"]),
        ("气温是3.5度。湿度是45%。", ["气温是3.5度。", "湿度是45%。"]),
        ("好的，没问题……我想想。", ["好的，没问题……我想想。"]),
        ("你好! 再见.", ["你好!", "再见."]),
        ("清单：\n1. 牛奶\n2. 鸡蛋", ["清单：", "1. 牛奶", "2. 鸡蛋"]),
        ("OK. 好的。Bye.", ["OK.", "好的。", "Bye."]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_text_is_cut_into_sentences_however_it_comes(text: str, sentences: list[str]) -> None:
    assert whole(text) == sentences
    assert by_letters(text) == sentences


def test_a_long_first_sentence_is_cut_at_a_clause_so_that_the_voice_can_begin() -> None:
    english = "The weather in the whole of the northern half of the country today will be sunny, with clouds later on, and rain."
    assert whole(english)[0].endswith("sunny,")
    assert " ".join(whole(english)) == english
    chinese = "今天北方大部分地区的天气都会很晴朗，下午有一点云，晚上可能会下雨。"
    assert whole(chinese) == ["今天北方大部分地区的天气都会很晴朗，", "下午有一点云，晚上可能会下雨。"]


def test_a_sentence_is_handed_out_as_soon_as_the_next_one_begins() -> None:
    cutter = Sentences()
    assert cutter.feed("It is sunny.") == []
    assert cutter.feed(" It") == ["It is sunny."]
    assert cutter.rest() == "It"


def test_text_without_any_end_is_cut_all_the_same() -> None:
    pieces = whole("word " * 1_000)
    assert max(map(len, pieces)) <= 810
    assert " ".join(pieces).split() == ["word"] * 1_000
    assert max(map(len, whole("字" * 5_000))) <= 810


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What time is it?", "en"),
        ("现在几点？", "zh"),
        ("播放 Taylor Swift 的歌", "zh"),
        ("打开 WiFi", "zh"),
        ("The Chinese word is 你好.", "en"),
        ("Okay.", "en"),
        ("好。", "zh"),
    ],
)
def test_the_language_of_a_sentence_is_that_of_most_of_its_words(text: str, language: str) -> None:
    assert language_of(text, "en" if language == "zh" else "zh") == language


@pytest.mark.parametrize("default", ["en", "zh"])
def test_figures_and_signs_are_in_the_language_of_the_talk(default: str) -> None:
    assert language_of("21:30", default) == default
    assert language_of("", default) == default
    assert language_of("👍 50%", default) == default
