"""What is put on a list is written down as what people write on lists, where the ear got it wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from jarvisd.agent.understand import Heard, Understood, opened
from jarvisd.agent.understand.order import Understanding
from jarvisd.messages import LANGUAGES, Language
from jarvisd.tools.home import Area, Entity, House

EN = House((Entity("todo.shopping", "Shopping List", (), "", "1"),), (Area("kitchen", "Kitchen"),))
ZH = House((Entity("todo.gou", "购物清单", (), "", "1"),), (Area("chufang", "厨房"),))


class Deaf:
    """It was spoken, and cannot be heard again."""

    async def again(self, names: Sequence[str]) -> tuple[str, ...]:
        return ()


@pytest.fixture(scope="module")
def mind() -> Understanding:
    return asyncio.run(opened.load(LANGUAGES))


async def listed(mind: Understanding, text: str, language: Language, spoken: bool = True) -> list[str]:
    heard = Heard(text, language, EN if language == "en" else ZH, ear=Deaf() if spoken else None)
    meaning = await mind.understand(heard)
    return [str(command.slots["item"]) for command in meaning.commands] if isinstance(meaning, Understood) else []


@pytest.mark.parametrize(("language", "text", "items"), [
    ("en", "add up milk to the shopping list", ["oat milk"]),
    ("en", "put two carats on the shopping list", ["two carrots"]),
    ("en", "add dishwash or tablets and cat foot to the shopping list", ["dishwasher tablets", "cat food"]),
    ("zh", "购物清单加上生仇", ["生抽"]),
    ("zh", "把一盒鸡旦加到购物清单", ["一盒鸡蛋"]),
    ("zh", "购物清单上再加两样鸡蛋还有小葱", ["鸡蛋", "小葱"]),
])  # fmt: skip
async def test_a_thing_that_was_misheard_is_known_by_its_sound(
    mind: Understanding, language: Language, text: str, items: list[str]
) -> None:
    assert await listed(mind, text, language) == items


@pytest.mark.parametrize(("language", "text", "items"), [
    ("en", "add flowers to the shopping list", ["flowers"]),  # it is on lists itself
    ("en", "add honey nuts to the shopping list", ["honey nuts"]),  # nothing is near enough
    ("en", "put the letters on the shopping list", ["letters"]),
    ("zh", "购物清单加上手机壳", ["手机壳"]),
    ("zh", "把香油加到购物清单", ["香油"]),
])  # fmt: skip
async def test_what_may_have_been_meant_stays_as_it_was_heard(mind: Understanding, language: Language, text: str, items: list[str]) -> None:
    assert await listed(mind, text, language) == items


@pytest.mark.parametrize(("language", "text", "item"), [
    ("en", "add carats to the shopping list", "carats"), ("zh", "购物清单加上生仇", "生仇"),
])  # fmt: skip
async def test_what_is_typed_is_written_down_as_it_is(mind: Understanding, language: Language, text: str, item: str) -> None:
    assert await listed(mind, text, language, spoken=False) == [item]
