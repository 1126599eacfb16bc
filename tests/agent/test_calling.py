"""The names that are listened for."""

from __future__ import annotations

from jarvisd.agent.calling import called
from jarvisd.agent.lexicon import Lexicon
from jarvisd.config import shipped

NAMES = Lexicon(shipped("config/remembering/words.yaml")).names


def test_names_come_in_both_languages() -> None:
    assert called(["Anna is allergic to peanuts."], NAMES) == ("Anna", "安娜")
    assert called(["安娜对花生过敏。"], NAMES) == ("安娜", "Anna")


def test_a_place_within_a_sentence_is_a_name_and_a_weekday_is_none() -> None:
    assert called(["On Monday the bus to Graz leaves at nine.", "Remember it in March"], NAMES) == ("Graz",)


def test_the_most_frequent_come_first_and_few_are_enough() -> None:
    said = ["Lena and Bob", "I met Bob", "I met Bob and Graz", "we saw Lena", "we saw Zora", "we saw Yuri"]
    assert [name for name in called(said, NAMES) if name.isascii()] == ["Bob", "Lena", "Graz"]


def test_no_names_are_none() -> None:
    assert called(["the boiler is in the cellar", "锅炉在地下室"], NAMES) == ()
    assert called([], NAMES) == ()
