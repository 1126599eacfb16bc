"""English days, months and lengths in the name of what is to be done are no time, where the time itself stands whole beside them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jarvisd import when

NOW = datetime(2027, 3, 10, 10, 15, tzinfo=ZoneInfo("Europe/London"))  # a Wednesday

ONCE = {
    "write to April Jones on tuesday at three p.m.": "03-16T15:00",
    "pay the June invoice on friday at noon": "03-12T12:00",
    "tomorrow at eleven a.m. interview January Lee": "03-11T11:00",
    "watch Saturday Night Live tomorrow at nine p.m.": "03-11T21:00",
    "band practice with Blue Monday on thursday at seven p.m.": "03-11T19:00",
    "iron the Monday shirts tonight at nine p.m.": "03-10T21:00",
    "hand in Tuesday's homework tomorrow at nine a.m.": "03-11T09:00",
    "write next week's shopping list on sunday at five p.m.": "03-14T17:00",
    "watch The Hour tonight at nine p.m.": "03-10T21:00",
    "craft morning on friday at ten a.m.": "03-12T10:00",
    "read five pages with Max at half past seven tonight": "03-10T19:30",
    "remind me at three p.m. to take five minutes for myself": "03-10T15:00",
    "text Juliet about july tomorrow at noon": "03-11T12:00",
    "email friday at nine a.m. about saturday": "03-12T09:00",
    "daily mile with Ben tomorrow at ten a.m.": "03-11T10:00",
    "in ten days on saturday the twentieth of march at two p.m. school fair": "03-20T14:00",
}
OFTEN = {
    "on mondays wednesdays and fridays water the ferns": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "poker is the last thursday of the month at eight p.m.": "FREQ=MONTHLY;BYDAY=-1TH",
    "bins are on the second monday of the month at seven a.m.": "FREQ=MONTHLY;BYDAY=2MO",
    "bin day every other thursday at seven in the morning": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
}
ASKED = (
    "swimming friday at five p.m. saturday at nine a.m.",
    "meet Ann on monday dinner on tuesday at eight p.m.",
    "meet friday tomorrow at nine a.m.",
    "dentist saturday tomorrow at nine a.m.",
    "the June meeting is on the fifth at five p.m.",
    "the May half marathon is on the ninth at nine a.m.",
    "late april at nine a.m. party",
    "weekly shop on friday at six p.m.",
    "in five weeks on friday the twelfth of march at noon lunch with Bo",
)


@pytest.mark.parametrize("text", ONCE)
def test_a_day_in_a_name_leaves_the_time_what_it_is(text: str) -> None:
    meaning = when.read(text, "en", NOW)
    assert meaning.start
    assert (meaning.start.strftime("%m-%dT%H:%M"), meaning.rule, meaning.ambiguous) == (ONCE[text], None, False)


@pytest.mark.parametrize("text", OFTEN)
def test_days_in_the_plural_and_habits_are_rules(text: str) -> None:
    assert when.read(text, "en", NOW).rule == OFTEN[text]


@pytest.mark.parametrize("text", ASKED)
def test_two_times_that_contend_are_not_understood(text: str) -> None:
    assert when.read(text, "en", NOW).refused


def test_the_exam_on_the_last_friday_of_the_month_is_one() -> None:
    assert when.read("my exam is the last friday of the month at nine a.m.", "en", NOW).rule is None


def test_so_much_screen_time_is_a_length() -> None:
    length = when.read("screen time twenty five minutes", "en", NOW).duration
    assert length
    assert length.total_seconds() == 1500


def test_what_is_to_be_done_keeps_its_name() -> None:
    assert when.read("pay the June invoice on friday at noon", "en", NOW).rest == "pay the June invoice"
