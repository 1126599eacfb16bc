"""About how many tokens a text is, beside what Qwen2.5's tokenizer counted."""

from __future__ import annotations

import pytest

from jarvisd.llm.tokens import Counter

TALK = "Remember that Anna is allergic to peanuts, and switch on the light in the kitchen at half past seven, please."
REDE = "记住安娜对花生过敏，七点半请把厨房的灯打开，然后告诉我明天的天气。"
SCHEMA = '{"properties":{"on":{"type":"boolean"},"room":{"type":"string"}},"required":["room","on"],"type":"object"}'


@pytest.mark.parametrize(("text", "counted"), [(TALK, 23), (REDE, 21), (SCHEMA, 26), ("2026-11-23 06:40", 16)])
def test_the_estimate_is_near_a_tokenizers_count(text: str, counted: int) -> None:
    assert 0.8 * counted <= Counter().count(text) <= 1.35 * counted


def test_a_text_is_at_least_one_token_and_nothing_is_none() -> None:
    counter = Counter()
    assert (counter.count(""), counter.count(" "), counter.count("好")) == (0, 1, 1)


def test_a_servers_count_is_followed_within_bounds() -> None:
    counter = Counter()
    texts = [TALK * 10]
    before = counter.count(TALK)
    for _ in range(40):
        counter.learn(texts, {"prompt_tokens": round(1.4 * counter_of(texts))})
    assert counter.count(TALK) == pytest.approx(1.4 * before, rel=0.1)
    for _ in range(40):
        counter.learn(texts, {"prompt_tokens": 1_000_000})
    assert counter.count(TALK) == pytest.approx(2 * before, rel=0.1)
    for _ in range(40):
        counter.learn(texts, {"prompt_tokens": 41})
    assert counter.count(TALK) == pytest.approx(0.5 * before, rel=0.1)


def counter_of(texts: list[str]) -> int:
    return sum(Counter().count(text) for text in texts)


@pytest.mark.parametrize(
    "usage", [None, {}, [], "x", {"prompt_tokens": 0}, {"prompt_tokens": -5}, {"prompt_tokens": True}, {"prompt_tokens": "9"}]
)
def test_what_is_no_count_teaches_nothing(usage: object) -> None:
    counter = Counter()
    before = counter.count(TALK)
    counter.learn([TALK * 10], usage)
    assert counter.count(TALK) == before
