"""Runs and their steps: nothing is done twice, nothing that was cut short is passed over in silence."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jarvisd import clock
from jarvisd.config import MemoryConfig
from jarvisd.database import Database, open_database
from jarvisd.errors import NotKnown, NotRepeated, ToolError
from jarvisd.memory.forget import Forget
from jarvisd.memory.opened import open_memory
from jarvisd.memory.runs import KEPT, TRIES, Kept, Run, Runs, Steps
from tests.memory.running import STEPS

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ROOT = Path(__file__).parent.parent.parent
KILLS = 12


@dataclass
class Deeds:
    """Work that notes what it did."""

    log: list[str] = field(default_factory=list)

    async def do(self, what: str, value: Any = None) -> Any:
        self.log.append(what)
        await asyncio.sleep(1)
        return value

    async def fail(self, what: str) -> Any:
        self.log.append(what)
        raise ToolError(f"{what} did not work")


@asynccontextmanager
async def opened(state: Path) -> AsyncIterator[tuple[Database, Runs]]:
    async with open_database(state / "jarvisd.db") as database:
        yield database, Runs(database, lambda: NOW)


async def cut_short(runs: Runs, deeds: Deeds, effect: bool, acting: bool = False) -> Run:
    """A run that is cancelled within its second step."""

    async def work(steps: Kept) -> None:
        await steps.step("first", lambda: deeds.do("first", {"语言": "中文"}))

        async def second() -> None:
            if acting:
                await steps.acting("second")
            await deeds.do("second")

        await steps.step("second", second, effect=effect)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1.5), runs.begin("test", {"for": "安娜"}) as steps:
            await work(steps)
    return await runs.get(steps.id)


async def test_a_step_that_is_done_is_not_done_again(tmp_path: Path) -> None:
    deeds = Deeds()
    async with opened(tmp_path) as (_, runs):
        async with runs.begin("test") as steps:
            values = [await steps.step("one", lambda: deeds.do("one", [1, "二"])) for _ in range(2)]
            steps.output = values
        run = await runs.get(steps.id)
    assert values == [[1, "二"], [1, "二"]]
    assert deeds.log == ["one"]
    assert (run.state, run.output, run.began, run.ended, run.tries) == ("done", values, NOW, NOW, 1)


async def test_of_two_that_want_the_same_step_at_once_one_does_it(tmp_path: Path) -> None:
    deeds = Deeds()
    async with opened(tmp_path) as (_, runs), runs.begin("test") as steps:
        wanted = [steps.step("one", lambda: deeds.do("one", 7), effect=True) for _ in range(5)]
        assert await asyncio.gather(*wanted) == [7] * 5
    assert deeds.log == ["one"]


async def test_what_was_cut_short_goes_on_where_it_stopped_after_a_restart(tmp_path: Path) -> None:
    deeds = Deeds()
    async with opened(tmp_path) as (_, runs):
        assert (await cut_short(runs, deeds, effect=False)).state == "interrupted"
    async with opened(tmp_path) as (_, runs):
        (run,) = await runs.start()
        assert run.input == {"for": "安娜"}
        async with runs.resume(run.id) as steps:
            assert await steps.step("first", lambda: deeds.do("first")) == {"语言": "中文"}
            await steps.step("second", lambda: deeds.do("second"))
        run = await runs.get(run.id)
    assert deeds.log == ["first", "second", "second"]
    assert (run.state, run.tries, run.unsure) == ("done", 2, ())


@pytest.mark.parametrize("acting", [False, True], ids=["named an effect", "became one"])
async def test_an_effect_that_was_cut_short_is_not_repeated_and_the_run_says_so(tmp_path: Path, acting: bool) -> None:
    deeds = Deeds()
    async with opened(tmp_path) as (_, runs):
        run = await cut_short(runs, deeds, effect=not acting, acting=acting)
        assert run.unsure == ("second",)
        with pytest.raises(NotRepeated, match="whether it happened is not known"):
            async with runs.resume(run.id) as steps:
                await steps.step("second", lambda: deeds.do("second"), effect=not acting)
        run = await runs.get(run.id)
    assert deeds.log == ["first", "second"]
    assert run.state == "failed"
    assert "not repeated" in run.output["error"]
    assert run.unsure == ("second",)


@pytest.mark.parametrize(("effect", "again"), [(False, True), (True, False)])
async def test_a_step_that_failed_is_tried_again_unless_it_changes_something(tmp_path: Path, effect: bool, again: bool) -> None:
    deeds = Deeds()
    async with opened(tmp_path) as (_, runs):
        with pytest.raises(ToolError):
            async with runs.begin("test") as steps:
                await steps.step("one", lambda: deeds.fail("one"), effect=effect)
        run = await runs.get(steps.id)
        assert (run.state, run.output) == ("failed", {"error": "one did not work"})
        with pytest.raises(ToolError if again else NotRepeated):
            async with runs.resume(run.id) as steps:
                await steps.step("one", lambda: deeds.fail("one"), effect=effect)
    assert len(deeds.log) == 1 + again


async def test_the_start_of_the_house_marks_what_was_running_and_lets_go_of_what_is_old(tmp_path: Path) -> None:
    async with open_memory(tmp_path / "jarvisd.db", MemoryConfig(), lambda: NOW) as memory:
        async with memory.runs.begin("ended"):
            pass
        left_open = memory.runs.begin("running")  # held, or it is collected, and ended with that
        await left_open.__aenter__()
        assert [run.state for run in await memory.runs.all()] == ["running", "done"]
    async with open_memory(tmp_path / "jarvisd.db", MemoryConfig(), lambda: NOW) as memory:
        assert [(run.kind, run.state) for run in await memory.runs.all()] == [("running", "interrupted"), ("ended", "done")]
        with pytest.raises(NotKnown):
            async with memory.runs.resume((await memory.runs.all("done"))[0].id):
                pass
    async with open_memory(tmp_path / "jarvisd.db", MemoryConfig(), lambda: NOW + KEPT + timedelta(days=1)) as memory:
        assert await memory.runs.all() == []
        assert await memory.database.read("SELECT 1 FROM step") == []


async def test_runs_of_a_known_kind_are_resumed_and_none_brings_the_house_down_for_ever(tmp_path: Path) -> None:
    deeds = Deeds()

    async def good(steps: Steps, given: Any) -> Any:
        return await steps.step("all", lambda: deeds.do(given, "完"))

    async def bad(steps: Steps, given: Any) -> Any:
        deeds.log.append("bad")
        raise asyncio.CancelledError  # as when the house goes down in the middle of it

    async with opened(tmp_path) as (_, runs):
        for kind in ("good", "unknown", "bad"):
            with pytest.raises(asyncio.CancelledError):
                async with runs.begin(kind, f"for {kind}"):
                    raise asyncio.CancelledError
        await runs.resume_all({"good": good})
        for _ in range(TRIES - 1):
            with pytest.raises(asyncio.CancelledError):
                await runs.resume_all({"bad": bad})
        await runs.resume_all({"good": good, "bad": bad})
        assert {run.kind: run.state for run in await runs.all()} == {"good": "done", "unknown": "interrupted", "bad": "interrupted"}
        assert (await runs.all("done"))[0].output == "完"
    assert deeds.log == ["for good", *["bad"] * (TRIES - 1)]


async def test_a_run_of_which_something_was_forgotten_is_gone_whole(tmp_path: Path) -> None:
    """A run that no longer knew what it did would do it again."""
    deeds = Deeds()
    async with opened(tmp_path) as (database, runs):
        run = await cut_short(runs, deeds, effect=True)
        async with runs.begin("another") as steps:
            await steps.step("acts", lambda: deeds.do("acts", "the lamp is on"), effect=True)
            await steps.step("says", lambda: deeds.do("says", "Anna fears zanthoxylum, 安娜最怕紫藤"), effect=True)
            await Forget(database, tmp_path, lambda: NOW).forget(words=["zanthoxylum"])
            with pytest.raises(NotKnown, match="forgotten"):
                await steps.step("acts", lambda: deeds.do("acts"), effect=True)
        assert [each.id for each in await runs.all()] == [run.id]
        assert await database.read("SELECT count(*) FROM step") == [(2,)]
    assert deeds.log.count("acts") == 1


@pytest.mark.parametrize("value", ["\x00", "\ud800 half", "a" * 1_000_000, {"深": ["层", None, 1.5, True]}])
async def test_whatever_json_can_hold_comes_back_the_same_the_second_time(tmp_path: Path, value: Any) -> None:
    deeds = Deeds()
    async with opened(tmp_path) as (_, runs), runs.begin("test", value) as steps:
        first, again = [await steps.step("one", lambda: deeds.do("one", value)) for _ in range(2)]
    assert first == again
    assert first == (value if value != "\ud800 half" else "? half")


@pytest.mark.system
def test_a_run_that_is_killed_again_and_again_repeats_no_effect_and_ends(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    command = [sys.executable, "-m", "tests.memory.running", str(tmp_path)]
    lives = 0
    while True:
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            if lives < KILLS:
                time.sleep(chance.uniform(0, 0.1))  # the moment of the cut is what is tested
                os.kill(child.pid, signal.SIGKILL)
            status = child.wait(timeout=60)
        lives += 1
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert lives > KILLS / 2  # it was really killed in the middle
    clock.run(check(tmp_path))


async def check(state: Path) -> None:
    worked, acted, sure = (Counter((state / name).read_text().split()) for name in ("worked", "acted", "sure"))
    assert set(acted.values()) == {1}
    assert set(worked) == {f"work{n}" for n in range(STEPS)}
    async with opened(state) as (database, runs):
        (run,) = await runs.all()
        assert run.state == "done"
        assert run.output == {"unsure": len(run.unsure)}
        done = {key for (key,) in await database.read("SELECT key FROM step WHERE state = 'done'")}
    assert done == set(sure)  # what was acknowledged is done
    assert {f"act{n}" for n in range(STEPS)} == {key for key in done if key.startswith("act")} | set(run.unsure)
    assert {key for key in acted if key not in done} <= set(run.unsure)  # what happened and is not known to have is named
