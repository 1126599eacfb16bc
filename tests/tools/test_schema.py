"""What strangers write about their tools is made fit, or refused with the reason."""

from __future__ import annotations

import time
from typing import Any

import pytest

from jarvisd.tools import schema


def test_a_schema_keeps_what_a_model_needs_and_loses_what_could_do_harm() -> None:
    given = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Ask",
        "type": "object",
        "properties": {
            "title": {"type": "string", "pattern": "(a+)+$", "description": "which\u202e one\u200b"},
            "days": {"type": "array", "items": {"$ref": "#/$defs/day"}},
        },
        "required": ["title"],
        "$defs": {"day": {"enum": ["周一", "Tuesday"]}},
    }
    assert schema.parameters(given) == {
        "type": "object",
        "properties": {
            "title": {"type": "string", "description": "which one"},
            "days": {"type": "array", "items": {"$ref": "#/$defs/day"}},
        },
        "required": ["title"],
        "$defs": {"day": {"enum": ["周一", "Tuesday"]}},
    }


UNFOLDS = {f"d{step}": {"allOf": [{"$ref": f"#/$defs/d{step + 1}"}] * 2} for step in range(40)} | {"d40": {"type": "string"}}
DEEP: dict[str, Any] = {}
for _ in range(60):
    DEEP = {"properties": {"a": DEEP}}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (3, "no object"),
        ({"type": "array"}, "not of an object"),
        ({"properties": {"a": {"type": "objekt"}}}, "invalid"),
        ({"properties": {"a": {"$ref": "http://127.0.0.1/x"}}}, "elsewhere"),
        ({"properties": {"a": {"$ref": "#/nowhere"}}}, "does not have"),
        ({"properties": {"a": {"enum": ["x" * 30_000]}}}, "longer than"),
        ({"$defs": UNFOLDS, "properties": {"a": {"$ref": "#/$defs/d0"}}}, "too much work"),
        (DEEP, "nested too deeply"),
    ],
)
def test_a_schema_that_cannot_be_used_says_why(given: object, why: str) -> None:
    began = time.perf_counter()
    with pytest.raises(schema.Unfit, match=why):
        schema.parameters(given)
    assert time.perf_counter() - began < 1


def test_a_description_is_what_can_be_seen_of_it_and_short() -> None:
    assert schema.description("Says\u202e it.\r\n\x1b  再说一遍。\U000e0041") == "Says it.\n再说一遍。"
    assert len(schema.description("x" * 100_000)) == schema.LONGEST


def test_a_name_has_the_letters_that_models_write() -> None:
    assert schema.name("get weather/today!") == "get_weather_today"
    assert schema.name("天气") == ""
