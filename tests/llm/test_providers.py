"""The rows of the providers: what each is sent, what is missing is named."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from jarvisd import llm
from jarvisd.config import LlmConfig
from jarvisd.errors import ConfigError
from jarvisd.llm.chosen import choose
from jarvisd.llm.providers import PROVIDERS

EVERY_KEY = {name: "secret" for row in PROVIDERS.values() for name in row.key_env}


def test_without_a_provider_there_is_no_model() -> None:
    assert llm.load(LlmConfig()) is None


@pytest.mark.parametrize("name", [name for name in PROVIDERS if name != "custom"])
def test_every_row_can_be_chosen_with_a_key_and_a_model(name: str) -> None:
    chosen = choose(LlmConfig(provider=name, model="" if PROVIDERS[name].model else "some"), EVERY_KEY)
    place = urlsplit(chosen.base_url)
    assert place.scheme == ("https" if PROVIDERS[name].key_env else "http")
    assert chosen.model
    assert bool(chosen.key) == bool(PROVIDERS[name].key_env)
    assert "secret" not in repr(chosen)


@pytest.mark.parametrize(
    ("provider", "model", "body"),
    [
        ("kimi", "", {"thinking": {"type": "disabled"}}),
        ("kimi", "kimi-k3", {}),
        ("kimi", "moonshot-v1-8k", {}),
        ("zhipu", "glm-5.2", {"thinking": {"type": "disabled"}}),
        ("qwen", "", {"enable_thinking": False}),
        ("deepseek", "", {"thinking": {"type": "disabled"}}),
        ("ernie", "", {}),
        ("llama.cpp", "", {"cache_prompt": True, "chat_template_kwargs": {"enable_thinking": False}}),
    ],
)
def test_thinking_is_switched_off_where_the_model_can_do_that(provider: str, model: str, body: dict[str, object]) -> None:
    assert choose(LlmConfig(provider=provider, model=model), EVERY_KEY).body() == body


def test_the_households_own_values_go_before_the_row() -> None:
    config = LlmConfig(provider="qwen", model="qwen-plus", base_url="http://10.0.0.2/v1", key_env="MINE")
    chosen = choose(config, {"MINE": " mine\n", "QWEN_API_KEY": "other"})
    assert (chosen.model, chosen.base_url, chosen.key, chosen.key_from) == ("qwen-plus", "http://10.0.0.2/v1", "mine", "MINE")


def test_the_second_name_of_a_key_is_known_too() -> None:
    assert choose(LlmConfig(provider="kimi"), {"KIMI_API_KEY": "k"}).key_from == "KIMI_API_KEY"


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        (LlmConfig(provider="kimmi"), "did you mean 'kimi'"),
        (LlmConfig(provider="xyz"), "known: kimi, "),
        (LlmConfig(provider="kimi"), "environment variable MOONSHOT_API_KEY or KIMI_API_KEY"),
        (LlmConfig(provider="kimi", key_env="MINE"), "environment variable MINE"),
        (LlmConfig(provider="ollama"), "needs model"),
    ],
)
def test_what_is_missing_is_named(config: LlmConfig, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        llm.load(config, {})
    assert sentence in str(caught.value)
