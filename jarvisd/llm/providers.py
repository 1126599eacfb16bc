"""Who offers language models over the OpenAI wire, and what is peculiar about each: one row."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jarvisd.config import LlmConfig
from jarvisd.errors import ConfigError

_THINKING_OFF = {"thinking": {"type": "disabled"}}
_TEMPLATE_OFF = {"chat_template_kwargs": {"enable_thinking": False}}  # read by the chat templates of Qwen, GLM and their kin


@dataclass(frozen=True, slots=True)
class Provider:
    base_url: str
    key_env: tuple[str, ...] = ()  # environment variables that may hold the key, in order; () needs none
    model: str = ""  # the default; "" where it must be named
    body: Mapping[str, Any] = field(default_factory=dict)  # added to every request: a spoken answer cannot wait for thinking
    body_models: tuple[str, ...] = ("",)  # beginnings of the names of the models that understand body
    limit: str = "max_tokens"  # what the longest answer is called


PROVIDERS: dict[str, Provider] = {
    # Only k2 can be told not to think.
    "kimi": Provider(
        "https://api.moonshot.cn/v1",
        ("MOONSHOT_API_KEY", "KIMI_API_KEY"),
        "kimi-k2.6",
        _THINKING_OFF,
        ("kimi-k2",),
        "max_completion_tokens",
    ),
    "kimi-intl": Provider(
        "https://api.moonshot.ai/v1",
        ("MOONSHOT_API_KEY", "KIMI_API_KEY"),
        "kimi-k2.6",
        _THINKING_OFF,
        ("kimi-k2",),
        "max_completion_tokens",
    ),
    "zhipu": Provider("https://open.bigmodel.cn/api/paas/v4", ("ZHIPU_API_KEY",), "glm-4.7-flash", _THINKING_OFF),
    "zhipu-intl": Provider("https://api.z.ai/api/paas/v4", ("ZHIPU_API_KEY",), "glm-4.7-flash", _THINKING_OFF),
    # Its /api/v1 speaks another protocol.
    "qwen": Provider(
        "https://dashscope.aliyuncs.com/compatible-mode/v1",
        ("DASHSCOPE_API_KEY", "QWEN_API_KEY"),
        "qwen3.5-flash",
        {"enable_thinking": False},
    ),
    "qwen-intl": Provider(
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        ("DASHSCOPE_API_KEY", "QWEN_API_KEY"),
        "qwen3.5-flash",
        {"enable_thinking": False},
    ),
    "ernie": Provider("https://qianfan.baidubce.com/v2", ("QIANFAN_API_KEY",), "ernie-4.5-turbo-128k"),
    "baichuan": Provider("https://api.baichuan-ai.com/v1", ("BAICHUAN_API_KEY",), "Baichuan4-Turbo"),
    "deepseek": Provider("https://api.deepseek.com", ("DEEPSEEK_API_KEY",), "deepseek-v4-flash", _THINKING_OFF),
    # Its newer models know no max_tokens.
    "openai": Provider("https://api.openai.com/v1", ("OPENAI_API_KEY",), "gpt-4.1-mini", limit="max_completion_tokens"),
    "ollama": Provider("http://127.0.0.1:11434/v1"),
    # It serves one model, whatever it is called; the prefix it has read is kept.
    "llama.cpp": Provider("http://127.0.0.1:8080/v1", model="default", body={"cache_prompt": True, **_TEMPLATE_OFF}),
    "vllm": Provider("http://127.0.0.1:8000/v1", body=_TEMPLATE_OFF),
    "lmstudio": Provider("http://127.0.0.1:1234/v1"),
    "custom": Provider(""),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A provider as this house uses it."""

    provider: str
    base_url: str
    model: str
    key: str = field(repr=False)
    key_env: str  # where the key came from, for whoever must mend it
    body: Mapping[str, Any]
    limit: str


def choose(config: LlmConfig, env: Mapping[str, str]) -> Chosen:
    """The configured row with the household's own values over it. ConfigError names what is missing."""
    row = PROVIDERS.get(config.provider)
    if row is None:
        near = difflib.get_close_matches(config.provider, PROVIDERS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(PROVIDERS)}"
        raise ConfigError(f"[llm] provider = {config.provider!r} is not known; {hint}")
    model = config.model or row.model
    if not model:
        raise ConfigError(f'[llm] provider = "{config.provider}" needs model, the name of one that it serves')
    names = (config.key_env,) if config.key_env else row.key_env
    found = next((name for name in names if env.get(name)), "")
    if names and not found:
        raise ConfigError(f'[llm] provider = "{config.provider}" needs a key; put it into the environment variable {" or ".join(names)}')
    body = row.body if model.startswith(row.body_models) else {}
    return Chosen(config.provider, config.base_url or row.base_url, model, env.get(found, "").strip(), found, body, row.limit)
