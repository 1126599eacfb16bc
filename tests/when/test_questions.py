"""Of a question the time is read only for those who ask for it; sums and spellings have none."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jarvisd import when
from jarvisd.messages import Language

NOW = datetime(2026, 11, 25, 14, 20, tzinfo=ZoneInfo("Europe/London"))  # a Wednesday


@pytest.mark.parametrize(
    ("language", "text", "start"),
    [
        ("en", "am I free on Friday at two in the afternoon", "2026-11-27T14:00:00+00:00"),
        ("en", "have we got anything on tomorrow at noon", "2026-11-26T12:00:00+00:00"),
        ("en", "what is in the diary for the 4th of December at 10 am", "2026-12-04T10:00:00+00:00"),
        ("zh", "我周五下午两点有空吗", "2026-11-27T14:00:00+00:00"),
        ("zh", "明天中午十二点是不是要去看牙", "2026-11-26T12:00:00+00:00"),
    ],
)
def test_the_time_of_a_question_is_read_where_it_is_asked_for(language: Language, text: str, start: str) -> None:
    assert when.read(text, language, NOW, asked=True).start == datetime.fromisoformat(start)
    assert when.read(text, language, NOW).refused, "nothing is set by it"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "how do I spell Wednesday"),
        ("en", "how many minutes are there in nine hours"),
        ("en", "how old will I be in ten years"),
        ("en", "what does fortnight mean"),
        ("zh", "星期三怎么写"),
        ("zh", "九个小时是多少分钟"),
        ("zh", "十年之后我多大"),
    ],
)
def test_what_is_the_same_at_any_time_has_none(language: Language, text: str) -> None:
    assert when.read(text, language, NOW, asked=True).why == "nothing"


@pytest.mark.parametrize(
    "text",
    [
        "play manic Monday",
        "play eight days a week",
        "a table for two",
        "divide ninety by six",
        "pick a number between one and ten",
        "buy a second hand bike",
    ],
)
def test_a_number_or_a_name_is_no_time(text: str) -> None:
    assert when.read(text, "en", NOW).why == "nothing"


def test_a_long_word_to_be_played_is_read_at_once() -> None:
    began = time.process_time()
    when.read("play " + 1900 * "a" + " !", "en", NOW)
    assert time.process_time() - began < 5, "seconds"
