"""One question, answered in a form that is known beforehand."""

from __future__ import annotations

from typing import Any

import pytest

from jarvisd.agent.once import once
from jarvisd.errors import LanguageModelError
from jarvisd.messages import Assistant, System, User
from tests.agent.mind import Scripted

SCHEMA = {"type": "object", "properties": {"facts": {"type": "array", "items": {"type": "string"}}}, "required": ["facts"]}
ASKED = (System("Name the facts."), User("安娜对花生过敏。"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"facts": ["安娜对花生过敏"]}', {"facts": ["安娜对花生过敏"]}),
        ('Here it is:\n```json\n{"facts": []}\n```', {"facts": []}),
        ('{"facts": ["a"]} and nothing else', {"facts": ["a"]}),
    ],
)
async def test_what_fits_the_schema_is_returned(text: str, value: Any) -> None:
    model = Scripted([(*text,)])
    assert await once(model, ASKED, SCHEMA) == value
    assert model.schemas == [SCHEMA]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [("I cannot.", "not JSON"), ('{"facts": "none"}', "facts: 'none' is not of type 'array'"), ("", "not JSON"), ("[]", "is not of type")],
)
async def test_a_wrong_answer_is_asked_for_once_more_with_what_is_wrong(wrong: str, says: str) -> None:
    model = Scripted([(wrong,), ('{"facts": ["x"]}',)])
    assert await once(model, ASKED, SCHEMA) == {"facts": ["x"]}
    before, again = model.given[1][-2:]
    assert before == Assistant(wrong or "-")
    assert isinstance(again, User)
    assert says in again.text


async def test_two_wrong_answers_are_an_error() -> None:
    model = Scripted([("no",), ("no " * 10_000,)])
    with pytest.raises(LanguageModelError, match="did not answer in the form"):
        await once(model, ASKED, SCHEMA)


async def test_a_model_that_fails_is_not_asked_again() -> None:
    model = Scripted([(LanguageModelError("it is gone"),)])
    with pytest.raises(LanguageModelError, match="it is gone"):
        await once(model, ASKED, SCHEMA)
