"""Keys come from the environment or from a file that only its owner reads, and stand in no log and no error."""

from __future__ import annotations

import logging
import traceback
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from jarvisd import llm
from jarvisd.config import LlmConfig
from jarvisd.errors import ConfigError, LanguageModelError
from jarvisd.llm.chosen import choose
from jarvisd.messages import User
from tests.llm.server import Script, serve

KEY = "sk-very-secret"
SAID = "安娜对花生过敏"


def file(folder: Path, text: str = f"{KEY}\n", mode: int = 0o600) -> Path:
    made = folder / "key"
    made.write_bytes(text.encode())
    made.chmod(mode)
    return made


def test_a_file_holds_the_key(tmp_path: Path) -> None:
    key = file(tmp_path)
    chosen = choose(LlmConfig(provider="kimi", key_file=str(key)), {"KIMI_API_KEY": "other"})
    assert (chosen.key, chosen.key_from) == (KEY, str(key))
    assert KEY not in repr(chosen)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_file_that_others_may_use_is_refused_with_the_cure(tmp_path: Path, mode: int) -> None:
    key = file(tmp_path, mode=mode)
    with pytest.raises(ConfigError, match=f"chmod 600 {key}"):
        choose(LlmConfig(provider="kimi", key_file=str(key)), {})


@pytest.mark.parametrize("text", ["", " \n", f"{KEY}\n{KEY}", f"KEY = {KEY}", "密钥"])
def test_a_file_with_anything_else_is_refused_without_showing_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="must hold the key and nothing else") as caught:
        choose(LlmConfig(provider="kimi", key_file=str(file(tmp_path, text))), {})
    assert KEY not in str(caught.value)


def test_a_file_that_is_not_there_or_is_none_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(ConfigError, match=str(path)):
            choose(LlmConfig(provider="kimi", key_file=str(path)), {})


@pytest.mark.real_time
@pytest.mark.parametrize("status", [200, 400, 401, 500])
async def test_neither_the_key_nor_what_was_said_is_logged_or_traced(caplog: pytest.LogCaptureFixture, status: int) -> None:
    """The root logger asks for everything, as [observe] log = "debug" does; the server throws the key back."""
    caplog.set_level(logging.DEBUG)
    async with serve(Script(("ok",), status=status, error=f"Incorrect API key provided: {KEY}; {SAID}")) as server:
        config = LlmConfig(provider="custom", model="m", base_url=server.url, key_env="MINE", proxy="")
        model = llm.load(config, {"MINE": KEY})
        assert model is not None
        shown = ""
        try:
            async with aclosing(model.stream([User(SAID)])) as parts:
                assert [part async for part in parts]
        except LanguageModelError as error:
            shown = "".join(traceback.format_exception(error))
        await model.close()
    assert (status == 200) == (shown == "")
    for word in (KEY, SAID):
        assert word not in shown
        assert word not in caplog.text
        assert not any(word in repr(record.__dict__) for record in caplog.records)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"base_url": "http://x/v1"}, "needs model"),
        ({"model": "m"}, "needs base_url"),
        ({"model": "m", "base_url": "10.0.0.2:8000"}, "is no address"),
        ({"like": "vlm"}, "did you mean 'vllm'"),
        ({"like": "vllm", "modle": "m"}, "did you mean 'model'"),
        ({"like": "vllm", "model": 3}, "a text in quotes"),
        ({"like": "vllm", "stream_tools": "no"}, "true or false"),
        ({"like": "vllm", "window": 1.5}, "a whole number"),
        ({"like": "vllm", "window": True}, "a whole number"),
        ({"like": "vllm", "temperatures": [1]}, "a lowest and a highest"),
        ({"like": "vllm", "schema": "xml"}, "one of 'json_schema', 'json_object', 'words'"),
        ({"like": "vllm", "body": "x"}, "a table"),
        ({"like": "vllm", "key_env": [1]}, "a text or a list of texts"),
        ({"like": "vllm", "windows": {"a": "b"}}, "a table is wanted"),
        ({"like": "kimi"}, "needs a key"),
    ],
)
def test_a_mistake_in_an_own_row_is_named(table: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        choose(LlmConfig(provider="cellar", providers={"cellar": table}), {})
    assert sentence in str(caught.value)
    assert "cellar" in str(caught.value)


def test_an_own_row_needs_no_code() -> None:
    table = {
        "base_url": "https://api.example.org/v1",
        "model": "big-64k",
        "key_env": "EXAMPLE_KEY",
        "body": {"reasoning": {"enabled": False}},
        "stream_tools": False,
        "temperatures": [],
        "limit": "max_completion_tokens",
        "cap": 512,
        "schema": "words",
        "usage": False,
        "echo_reasoning": "kept",
        "proxy": "http://127.0.0.1:3128",
    }
    chosen = choose(LlmConfig(provider="example", providers={"example": table}), {"EXAMPLE_KEY": KEY})
    assert (chosen.key, chosen.proxy, chosen.window, chosen.body()) == (KEY, table["proxy"], 65_536, table["body"])
    assert (chosen.temperature(1.0), chosen.longest(1024)) == ({}, {"max_completion_tokens": 512})
    assert (chosen.row.stream_tools, chosen.row.schema, chosen.row.usage, chosen.row.echo_reasoning) == (False, "words", False, "kept")


@pytest.mark.parametrize(
    ("values", "window"),
    [
        ({"provider": "kimi", "model": "moonshot-v1-8k"}, 8192),
        ({"provider": "kimi", "model": "moonshot-v1-128k"}, 131_072),
        ({"provider": "ernie"}, 131_072),
        ({"provider": "ollama", "model": "qwen3:8b"}, 4096),
        ({"provider": "ollama", "model": "qwen3:8b", "window": 16_384}, 16_384),
        ({"provider": "kimi", "model": "moonshot-v1-8k", "window": 4000}, 4000),
        ({"provider": "zhipu", "providers": {"zhipu": {"window": 9000}}}, 9000),
        ({"provider": "zhipu", "window": 5000, "providers": {"zhipu": {"window": 9000}}}, 5000),
    ],
)
def test_the_window_is_the_households_the_models_or_the_rows(values: dict[str, Any], window: int) -> None:
    env = {"KIMI_API_KEY": "k", "QIANFAN_API_KEY": "k", "ZHIPU_API_KEY": "k"}
    assert choose(LlmConfig(**values), env).window == window
