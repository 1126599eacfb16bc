"""Who offers language models over the OpenAI wire, and what is peculiar about each: one row.

A household's own row, or its own values in one of these, is a table of the configuration: [llm.providers.NAME] (chosen.py).
Never sent to anybody: tool_choice (auto is what everybody understands; Zhipu and Kimi know nothing else) and a schema's "strict"
(Kimi refuses it; OpenAI then refuses most schemas).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

_ANY = (0.0, 2.0)


@dataclass(frozen=True, slots=True)
class Provider:
    base_url: str
    key_env: tuple[str, ...] = ()  # environment variables that may hold the key, in order; () needs none
    model: str = ""  # the default; "" where it must be named
    body: Mapping[str, Any] = field(default_factory=dict)  # added to every request
    tools_body: Mapping[str, Any] = field(default_factory=dict)  # added where tools are offered
    thinking_off: Mapping[str, Any] = field(default_factory=dict)  # added as a rule: a spoken answer cannot wait for thinking
    thinking_on: Mapping[str, Any] = field(default_factory=dict)  # added where [llm] thinking = true
    thinking_models: tuple[str, ...] = ("",)  # beginnings of the names of the models that understand these two
    echo_reasoning: Literal["", "kept", "always"] = ""  # calls go back with the thinking before them: what there is, or "" in its place too
    echo_models: tuple[str, ...] = ("",)  # beginnings of the names of the models that must have it so
    stream_tools: bool = True  # False where calls get lost in streams: an answer with tools then comes in one piece
    temperatures: tuple[float, float] | None = _ANY  # allowed ones; None where it must not be sent
    temperature_not: tuple[str, ...] = ()  # beginnings of the names of models that refuse one
    limit: str = "max_tokens"  # what the longest answer is called
    cap: int = 0  # tokens of the longest answer that may be asked for; 0: any
    schema: Literal["json_schema", "json_object", "words"] = (
        "json_object"  # what is held to; the schema's own words go along but with the first
    )
    usage: bool = True  # may be asked for its count of tokens
    window: int = 32_768  # tokens, where neither windows nor the model's name ("-128k") says it
    windows: tuple[tuple[str, int], ...] = ()  # beginning of a model's name, tokens
    account_header: str = ""  # the header of [llm] account
    loading: float = 0.0  # seconds that the first answer may take longer, since the model is loaded for it
    warms: bool = False  # keeps the prefix it has read: reading it ahead pays
    hint: str = ""  # what a person must know; said where a request with tools is refused, and by jarvisd models test-llm


_KIMI = Provider(
    "https://api.moonshot.cn/v1",
    ("MOONSHOT_API_KEY", "KIMI_API_KEY"),
    "kimi-k2.6",
    thinking_off={"thinking": {"type": "disabled"}},
    thinking_on={"thinking": {"type": "enabled"}},
    thinking_models=("kimi-k2",),  # k3 always thinks, moonshot-v1 never does
    echo_reasoning="always",  # while it thinks, a call that comes back without is a 400; "" is accepted
    echo_models=("kimi-",),
    temperatures=None,  # rejected
    limit="max_completion_tokens",
    schema="json_schema",
    windows=(("kimi-", 131_072),),
)
_ZHIPU = Provider(
    "https://open.bigmodel.cn/api/paas/v4",
    ("ZHIPU_API_KEY",),
    "glm-4.7-flash",
    tools_body={"tool_stream": True},  # else a call comes without its arguments
    thinking_off={"thinking": {"type": "disabled"}},
    thinking_on={"thinking": {"type": "enabled"}},
    temperatures=(0.01, 1.0),  # 0 is refused
    windows=(("glm-5", 131_072), ("glm-4", 128_000)),
)
_QWEN = Provider(
    "https://dashscope.aliyuncs.com/compatible-mode/v1",  # its /api/v1 speaks another protocol
    ("DASHSCOPE_API_KEY", "QWEN_API_KEY"),
    "qwen3.5-flash",
    thinking_off={"enable_thinking": False},
    thinking_on={"enable_thinking": True},
    temperatures=(0.0, 1.99),  # 2 is refused
    windows=(("qwen3", 131_072), ("qwen-plus", 131_072)),
)
_TEMPLATE_OFF = {"chat_template_kwargs": {"enable_thinking": False}}  # read by the chat templates of Qwen, GLM and their kin
_TEMPLATE_ON = {"chat_template_kwargs": {"enable_thinking": True}}

PROVIDERS: dict[str, Provider] = {
    "kimi": _KIMI,
    "kimi-intl": replace(_KIMI, base_url="https://api.moonshot.ai/v1"),
    "zhipu": _ZHIPU,
    "zhipu-intl": replace(_ZHIPU, base_url="https://api.z.ai/api/paas/v4"),
    "qwen": _QWEN,
    "qwen-intl": replace(_QWEN, base_url="https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
    "ernie": Provider(
        "https://qianfan.baidubce.com/v2",
        ("QIANFAN_API_KEY",),
        "ernie-4.5-turbo-128k",
        temperatures=(0.01, 1.0),
        account_header="appid",  # optional: which of an account's applications pays
        hint="only some of its models take tools",
    ),
    "baichuan": Provider(
        "https://api.baichuan-ai.com/v1",
        ("BAICHUAN_API_KEY",),
        "Baichuan4-Turbo",
        temperatures=(0.0, 1.0),
        cap=2048,
        schema="words",
        usage=False,  # it is said unasked, and stream_options is not among its parameters
    ),
    "deepseek": Provider(
        "https://api.deepseek.com",
        ("DEEPSEEK_API_KEY",),
        "deepseek-v4-flash",
        thinking_off={"thinking": {"type": "disabled"}},
        thinking_on={"thinking": {"type": "enabled"}},
        echo_reasoning="kept",  # within a turn with tools
        windows=(("deepseek-", 131_072),),
    ),
    "openai": Provider(
        "https://api.openai.com/v1",
        ("OPENAI_API_KEY",),
        "gpt-4.1-mini",
        temperature_not=("gpt-5", "o1", "o3", "o4"),
        limit="max_completion_tokens",  # its newer models know no max_tokens
        schema="json_schema",
        windows=(("gpt-3.5", 16_385), ("gpt-", 128_000), ("o", 128_000)),
    ),
    "ollama": Provider(
        "http://127.0.0.1:11434/v1",
        stream_tools=False,  # some versions drop calls from streams
        schema="json_schema",
        window=4096,  # its own default; none can be asked for here
        loading=60.0,
        warms=True,
        hint="it cuts longer prompts in silence: set OLLAMA_CONTEXT_LENGTH for its service, and [llm] window to the same",
    ),
    "llama.cpp": Provider(
        "http://127.0.0.1:8080/v1",
        model="default",  # it serves one model, whatever it is called
        body={"cache_prompt": True},
        tools_body={"parallel_tool_calls": False},  # several at once are parsed badly
        thinking_off=_TEMPLATE_OFF,
        thinking_on=_TEMPLATE_ON,
        schema="json_schema",
        window=4096,
        warms=True,
        hint="it takes tools only when started with --jinja",
    ),
    "vllm": Provider(
        "http://127.0.0.1:8000/v1",
        thinking_off=_TEMPLATE_OFF,
        thinking_on=_TEMPLATE_ON,
        schema="json_schema",
        window=8192,
        warms=True,
        hint="it takes tools only when started with --enable-auto-tool-choice --tool-call-parser NAME",
    ),
    "lmstudio": Provider(
        "http://127.0.0.1:1234/v1",
        schema="json_schema",
        window=4096,
        loading=60.0,  # the first request loads the model
        warms=True,
    ),
    "custom": Provider("", window=8192),  # SiliconFlow, Volcengine Ark, MiniMax, OpenRouter, a machine in the cellar
}
