"""`jarvisd models test-llm` says in plain words and in JSON what a model can do."""

from __future__ import annotations

import argparse
import asyncio
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from jarvisd.cli import models
from jarvisd.errors import ConfigError, LanguageModelError
from tests.llm.server import HANG, Script, Server, call, serve

ANSWER = ("Sunlight ", 0.05, "enters the drops, ", 0.05, "and leaves them in colours.")
RIGHT = (call(0, "c", "set_light", '{"room": "kitchen", "on": true}'),)
ABLE = (Script(ANSWER), Script(RIGHT), Script(('{"city": "Paris", "inhabitants": 2100000}',)), Script(("The kitchen light is on.",)))


@pytest.fixture(autouse=True)
def by_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JARVISD_LLM__PROVIDER", raising=False)


@contextmanager
def serving(*scripts: Script) -> Iterator[Server]:
    """The scripted server in a thread of its own, since the command brings its own loop."""
    ready, box = threading.Event(), list[Server]()
    loop = asyncio.new_event_loop()
    ending = asyncio.Event()

    async def run() -> None:
        with suppress(AssertionError):  # said below, where the test sees it
            async with serve(*scripts) as server:
                box.append(server)
                ready.set()
                await ending.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert ready.wait(5)
    try:
        yield box[0]
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join(5)
        loop.close()
    assert not box[0].scripts, f"{len(box[0].scripts)} answers were never asked for"


def jarvisd(folder: Path, url: str, words: Sequence[str] = (), **keys: Any) -> int:
    config = folder / "jarvis.toml"
    lines = [f"{key} = {json.dumps(value)}" for key, value in {"provider": "cellar", "first_token_timeout": 0.5, **keys}.items()]
    own = ["[llm.providers.cellar]", 'like = "vllm"', f'base_url = "{url}"', 'model = "qwen3-8b"']
    config.write_text("\n".join(["[llm]", *lines, *own]))
    top = argparse.ArgumentParser("jarvisd")
    models.add(top.add_subparsers(required=True))
    args = top.parse_args(["models", "test-llm", *words, "--config", str(config), "--state", str(folder)])
    return int(args.run(args))


def test_an_able_model_is_described_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(*ABLE) as server:
        assert jarvisd(tmp_path, server.url) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "cellar/qwen3-8b"
    assert lines[1].startswith("  first word after 0.")
    assert lines[1].endswith("tokens a second")
    assert lines[2:] == [
        "  streams: what it says is spoken while it writes",
        "  calls tools",
        "  goes on with what a tool returned",
        "  keeps to a schema",
        "  window: 8192 tokens, as configured or known; not measured",
        "  note: it takes tools only when started with --enable-auto-tool-choice --tool-call-parser NAME",
    ]


def test_for_programs_it_is_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(*ABLE) as server:
        assert jarvisd(tmp_path, server.url, ["--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["models"]
    assert 0 < found.pop("first_word") < 5
    assert 10 < found.pop("tokens_a_second") < 200, "some eleven tokens in 0.1 s"
    assert found == {
        "name": "cellar/qwen3-8b",
        "window": 8192,
        "answers": True,
        "streams": True,
        "calls": True,
        "continues": True,
        "schema": True,
        "problems": {"answer": "", "call": "", "result": "", "schema": ""},
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scripts", "lines"),
    [
        (
            (Script(("All at once.",)), Script(("I've turned on the light.",)), Script(("Paris, two million.",))),
            [
                "  does not stream: nothing is spoken before all is written",
                "  does not call tools rightly: it answered in words and called nothing",
                "  does not go on with what a tool returned: not tried, since it called no tool",
                "  does not keep to a schema: its answer is no JSON",
            ],
        ),
        (
            (
                Script(ANSWER),
                Script((call(0, "c", "set_light", '{"room": "kitchen"}'),)),
                Script(('{"city": "Paris"}',)),
                Script((HANG,)),
            ),
            [
                "  does not call tools rightly: it called the tool with the wrong arguments",
                "  does not go on with what a tool returned: cellar/qwen3-8b did not go on within its time",
                "  does not keep to a schema: its JSON does not fit the schema",
            ],
        ),
        (
            (Script(ANSWER), Script(status=400), Script(status=400)),
            [
                "  does not call tools rightly: cellar/qwen3-8b did not accept the request (status 400)",
                "  does not keep to a schema: cellar/qwen3-8b did not accept the request (status 400)",
            ],
        ),
    ],
)
def test_what_a_model_cannot_do_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scripts: tuple[Script, ...], lines: list[str]
) -> None:
    with serving(*scripts) as server:
        assert jarvisd(tmp_path, server.url) == 0
    said = capsys.readouterr().out.splitlines()
    for line in lines:
        assert any(one.startswith(line) for one in said), (line, said)


def test_a_model_that_does_not_answer_is_an_error_that_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(Script(status=401, error="no")) as server, pytest.raises(LanguageModelError, match="no answer from cellar/qwen3-8b"):
        jarvisd(tmp_path, server.url)
    assert "does not answer: cellar/qwen3-8b refused the key" in capsys.readouterr().out


def test_without_a_model_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"\[llm\] provider names one"):
        jarvisd(tmp_path, "http://127.0.0.1:1/v1", provider="")
