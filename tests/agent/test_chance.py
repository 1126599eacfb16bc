"""Coins, dice and random numbers, in English and Chinese."""

from __future__ import annotations

import random
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jarvisd.agent.chance import Chance
from jarvisd.messages import Request
from jarvisd.text import language_of

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=ZoneInfo("Europe/Vienna"))


async def said(text: str, below: Chance) -> str:
    answer = await below.consider(Request(text, "c", language=language_of(text, "en"), at=NOW))
    return answer.preview or "" if answer else ""


@pytest.mark.parametrize(
    ("text", "all_of"),
    [
        ("flip a coin", {"Heads.", "Tails."}),
        ("Can you toss a coin for me?", {"Heads.", "Tails."}),
        ("heads or tails", {"Heads.", "Tails."}),
        ("抛个硬币", {"正面。", "反面。"}),
        ("帮我扔一枚硬币吧", {"正面。", "反面。"}),
        ("roll a dice", {f"A {n}." for n in range(1, 7)}),
        ("jarvis roll the die please", {f"A {n}." for n in range(1, 7)}),
        ("掷个骰子", {f"{n}点。" for n in range(1, 7)}),
        ("pick a number between one and three", {"1.", "2.", "3."}),
        ("give me a random number from 5 to 7", {"5.", "6.", "7."}),
        ("随机说一个一到三的数", {"1。", "2。", "3。"}),
        ("从5到7随便选一个数字", {"5。", "6。", "7。"}),
    ],
)
async def test_every_side_comes_up_and_nothing_else(text: str, all_of: set[str]) -> None:
    drawn = random.Random(1)
    assert {await said(text, Chance(drawn.randrange)) for _ in range(200)} == all_of


async def test_two_dice_are_added() -> None:
    assert await said("roll two dice", Chance(lambda most: most - 1)) == "6 and 6, that makes 12."
    assert await said("扔两个骰子", Chance(lambda most: 0)) == "1和1，一共2点。"


@pytest.mark.parametrize(
    "text",
    ["what number is the house", "roll a hundred dice", "pick a number between ten and two", "pick a number between blue and red",
     "put a coin in the jar", "硬币在哪里", "买一个骰子", "从十到二选一个数", "what is a random number generator"],
)  # fmt: skip
async def test_what_is_no_draw_is_left_to_others(text: str) -> None:
    assert await said(text, Chance()) == ""
