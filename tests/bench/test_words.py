"""Word errors count words, not spelling."""

import pytest

from jarvisd.bench.words import errors, spoken, words


@pytest.mark.parametrize(
    ("read_out", "understood"),
    [
        ("Press 1 to accept.", "press one to accept"),
        ("Please press 12, then #.", "Please press twelve then pound"),
        ("You can't do that, it's full!", "you cannot do that it is full"),
        ("There are 1,500 calls", "there are one thousand five hundred calls"),
        ("Mr. Dashwood isn't here", "mister dashwood is not here"),
        ("Your e-mail won\u2019t arrive", "your email will not arrive"),
    ],
)
def test_two_spellings_of_one_sound_are_no_error(read_out: str, understood: str) -> None:
    assert errors(words(read_out), words(understood)) == 0


def test_notes_that_nobody_reads_out_do_not_count() -> None:
    assert words("[ascending tones] All circuits are busy (beep).") == ["all", "circuits", "are", "busy"]


@pytest.mark.parametrize(
    ("number", "read_out"),
    [(0, "zero"), (40, "forty"), (99, "ninety nine"), (305, "three hundred five"), (12_000, "twelve thousand")],
)
def test_a_number_is_read_as_in_english(number: int, read_out: str) -> None:
    assert spoken(number) == read_out


def test_a_number_with_a_leading_zero_is_read_digit_by_digit() -> None:
    assert words("0045") == ["zero", "zero", "four", "five"]


@pytest.mark.parametrize(
    ("right", "heard", "count"),
    [
        ("turn on the light", "turn on the light", 0),
        ("turn on the light", "turn on light", 1),
        ("turn on the light", "turn on all the lights", 2),
        ("turn on the light", "", 4),
        ("", "thank you", 2),
    ],
)
def test_the_fewest_changes_are_counted(right: str, heard: str, count: int) -> None:
    assert errors(right.split(), heard.split()) == count
