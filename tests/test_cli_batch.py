"""jarvisd batch, as a person uses it: against a server on loopback, killed in its middle, with bad files."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.llm.server import HANG, Asked, Script, serve

ROOT = Path(__file__).parent.parent
SCHEMA = {"type": "object", "properties": {"who": {"type": "string"}}, "required": ["who"]}
ITEMS = ["Anna sings", "安娜唱歌", {"text": "Bob"}, "Cy"]

pytestmark = pytest.mark.system


def answer(who: str) -> Script:
    return Script([json.dumps({"who": who}, ensure_ascii=False)])


class Counted(list[Asked]):
    """Tells when so many have been asked."""

    def __init__(self, wanted: int) -> None:
        super().__init__()
        self.enough = asyncio.Event()
        self._wanted = wanted

    def append(self, asked: Asked) -> None:
        super().append(asked)
        if len(self) == self._wanted:
            self.enough.set()


class Desk:
    """A folder with the files of a batch, and the command over them."""

    def __init__(self, folder: Path, url: str = "http://127.0.0.1:9/v1") -> None:
        self.out = folder / "answers.jsonl"
        self.config = folder / "jarvis.toml"
        self.items = folder / "items.jsonl"
        self.schema = folder / "schema.json"
        self.kept = folder / "answers.jsonl.run"
        self.failed = folder / "answers.jsonl.failed"
        self.state = folder / "state"
        self.config.write_text(f'[llm]\nprovider = "custom"\nmodel = "m"\nbase_url = "{url}"\n')
        self.items.write_text("".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in ITEMS))
        self.schema.write_text(json.dumps(SCHEMA))

    async def start(self, *more: str) -> asyncio.subprocess.Process:
        files = ["--schema", self.schema, "--out", self.out, "--config", self.config, "--state", self.state]
        words = ["--prompt", "Who is it about?", "--at-once", "1", *map(str, files), str(self.items), *more]
        env = {name: value for name, value in os.environ.items() if not name.startswith("JARVISD_LLM")}
        program = [sys.executable, "-m", "jarvisd", "batch", *words]
        return await asyncio.create_subprocess_exec(*program, cwd=ROOT, env=env, stdout=-1, stderr=-1)

    async def run(self, *more: str) -> tuple[int, str, str]:
        process = await self.start(*more)
        said, wrong = await process.communicate()
        return process.returncode or 0, said.decode(), wrong.decode()

    def rows(self, file: Path | None = None) -> list[Any]:
        return [json.loads(line) for line in (file or self.out).read_text(encoding="utf-8").splitlines()]


@pytest.mark.real_time
async def test_killed_in_its_middle_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    async with serve(answer("Anna"), answer("安娜"), Script([HANG]), answer("Bob"), answer("Cy")) as server:
        desk = Desk(tmp_path, server.url)
        server.asked = Counted(3)
        process = await desk.start()
        await server.asked.enough.wait()
        process.send_signal(signal.SIGKILL)
        await process.communicate()
        assert not desk.out.exists()
        status, said, _ = await desk.run("--json")
        assert (status, json.loads(said)) == (0, {"items": 4, "out": str(desk.out)})
        assert [asked.body["messages"][-1]["content"].splitlines()[0] for asked in server.asked[3:]] == ['{"text": "Bob"}', "Cy"]
    assert desk.rows() == [{"item": item, "value": {"who": who}} for item, who in zip(ITEMS, ["Anna", "安娜", "Bob", "Cy"], strict=True)]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["answers.jsonl", "items.jsonl", "jarvis.toml", "schema.json"]


@pytest.mark.real_time
async def test_what_failed_is_kept_apart_and_asked_once_more(tmp_path: Path) -> None:
    wrong = Script(["no idea"])
    async with serve(answer("Anna"), wrong, wrong, answer("Bob"), answer("Cy"), answer("安娜")) as server:
        desk = Desk(tmp_path, server.url)
        status, _, said = await desk.run()
        assert status == 1
        assert "1 of 4 got no answer" in said
        assert [row["item"] for row in desk.rows()] == ["Anna sings", {"text": "Bob"}, "Cy"]
        assert [row["item"] for row in desk.rows(desk.failed)] == ["安娜唱歌"]
        assert (await desk.run())[0] == 0
    assert [row["item"] for row in desk.rows()] == ITEMS
    assert not desk.failed.exists()
    assert not desk.kept.exists()
    status, _, said = await desk.run()
    assert status == 1
    assert "is there already" in said


@pytest.mark.real_time
@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("items.jsonl", b'"one"\nnot json\n', "line 2 is no JSON"),
        ("items.jsonl", b"\xff\xfe", "cannot be read"),
        ("schema.json", b"true", "JSON Schema is an object"),
        ("schema.json", b'{"type": "thing"}', "no JSON Schema"),
        ("schema.json", None, "cannot be read"),
        ("jarvis.toml", b'[llm]\nprovider = ""\n', "no language model to ask"),
        ("items.jsonl", b'"a"\n"b"\n"c"\n"d"\n', "3 times in a row"),  # nobody answers at that address
    ],
)
async def test_bad_input_is_a_sentence_and_leaves_no_answers(tmp_path: Path, file: str, content: bytes | None, says: str) -> None:
    desk = Desk(tmp_path)
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_bytes(content)
    status, said, wrong = await desk.run()
    assert (status, said) == (1, "")
    assert says in wrong.splitlines()[-1]
    assert wrong.splitlines()[-1].startswith("jarvisd: ")
    assert not desk.out.exists()


@pytest.mark.real_time
async def test_an_empty_file_has_an_empty_answer(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.items.write_text("\n")
    assert (await desk.run())[0] == 0
    assert desk.rows() == []
