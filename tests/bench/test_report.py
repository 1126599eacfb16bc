"""A bench's figures for programs and its table for people."""

import math

import pytest

from jarvisd.bench.report import Report, cell, median, p95, tenth


def test_of_twenty_values_the_nineteenth_is_not_exceeded_by_95_of_100() -> None:
    assert p95([float(value) for value in range(1, 21)]) == 19
    assert p95([7.0]) == 7


def test_nothing_measured_is_null_for_programs_and_a_dash_for_people() -> None:
    assert math.isnan(median([]))
    assert tenth(median([])) is None
    assert cell(p95([])) == "-"


@pytest.mark.parametrize(("value", "shown"), [(612.44, "612"), (3.14, "3.1"), (0.0, "0.0")])
def test_a_cell_shows_as_many_places_as_are_worth_reading(value: float, shown: str) -> None:
    assert cell(value) == shown


def test_columns_stand_under_one_another_in_chinese_too() -> None:
    table = Report({}, ("", "ms"), (("现在几点", "612"), ("what time", "9"))).table()
    assert table.splitlines() == ["            ms", "---------  ---", "现在几点   612", "what time    9"]
