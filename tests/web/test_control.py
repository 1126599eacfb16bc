"""The Unix socket between the command line and the daemon."""

import asyncio
import grp
import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any

import pytest

from jarvisd.errors import ControlError, StorageError, ToolError
from jarvisd.web import control

pytestmark = pytest.mark.real_time


async def _count(wanted: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
    for n in range(wanted["to"]):
        yield {"n": n, "text": "数"}


async def _fail(wanted: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
    yield {"n": 0}
    raise ToolError("the lamp is not there; switch it on at the wall")


async def _rows(path: Path, **wanted: Any) -> list[dict[str, Any]]:
    async with asyncio.timeout(10), aclosing(control.call(path, wanted)) as rows:
        return [row async for row in rows]


async def test_rows_come_through_as_they_are_made(tmp_path: Path) -> None:
    async with control.serve(tmp_path / "s", {"count": _count}):
        assert await _rows(tmp_path / "s", do="count", to=3) == [{"n": n, "text": "数"} for n in range(3)]


async def test_ten_megabytes_travel_as_one_line(tmp_path: Path) -> None:
    async def length(wanted: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        yield {"length": len(wanted["sound"])}

    async with control.serve(tmp_path / "s", {"length": length}):
        assert await _rows(tmp_path / "s", do="length", sound="x" * 10_000_000) == [{"length": 10_000_000}]


async def test_an_error_of_the_daemon_is_the_caller_s_with_its_sentence(tmp_path: Path) -> None:
    async with control.serve(tmp_path / "s", {"fail": _fail}):
        with pytest.raises(ControlError, match="switch it on at the wall"):
            await _rows(tmp_path / "s", do="fail")


async def test_a_bug_in_a_command_is_told_to_its_caller_and_ends_nothing_else(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(wanted: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        yield {"n": int(wanted["to"])}

    async with control.serve(tmp_path / "s", {"broken": broken}):
        with pytest.raises(ControlError, match=r"the daemon failed at this command \(TypeError\)"):
            await _rows(tmp_path / "s", do="broken", to=None)
        assert await _rows(tmp_path / "s", do="broken", to=2) == [{"n": 2}]
    assert "a command failed" in caplog.text


@pytest.mark.parametrize("line", [b"[]", b"3", b'{"do": ["count"]}', b'"ask"'])
async def test_a_line_that_is_no_command_is_refused_in_a_sentence(tmp_path: Path, line: bytes) -> None:
    async with control.serve(tmp_path / "s", {"count": _count}):
        reader, writer = await asyncio.open_unix_connection(tmp_path / "s")
        writer.write(line + b"\n")
        async with asyncio.timeout(5):
            assert b"a command is one line of JSON" in await reader.readline()
        writer.close()


async def test_an_unknown_command_and_a_line_that_is_no_json_are_refused(tmp_path: Path) -> None:
    async with control.serve(tmp_path / "s", {"count": _count}):
        with pytest.raises(ControlError, match="knows no command 'dance'"):
            await _rows(tmp_path / "s", do="dance")
        reader, writer = await asyncio.open_unix_connection(tmp_path / "s")
        writer.write(b"no json\n")
        async with asyncio.timeout(5):
            assert b"error" in await reader.readline()
        writer.close()
        await writer.wait_closed()
        assert len(await _rows(tmp_path / "s", do="count", to=1)) == 1  # and the house goes on


async def test_a_caller_that_hangs_up_ends_its_command(tmp_path: Path) -> None:
    ended = asyncio.Event()

    async def endless(wanted: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        try:
            yield {"begun": True}
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with control.serve(tmp_path / "s", {"endless": endless}):
        async with aclosing(control.call(tmp_path / "s", {"do": "endless"})) as rows:
            assert await anext(rows) == {"begun": True}
        async with asyncio.timeout(5):
            await ended.wait()


async def test_nobody_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="no daemon answers"):
        await _rows(tmp_path / "s", do="count", to=1)


async def test_the_socket_is_the_owner_s_or_a_group_s_and_gone_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "s"
    async with control.serve(path, {}):
        assert path.stat().st_mode & 0o777 == 0o600
    group = grp.getgrgid(os.getgid()).gr_name
    async with control.serve(path, {}, group):
        assert path.stat().st_mode & 0o777 == 0o660
    assert not path.exists()


async def test_a_new_life_of_the_house_waits_for_the_commands_under_way(tmp_path: Path) -> None:
    async def slow(wanted: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        yield {"begun": True}
        await asyncio.sleep(0.2)
        yield {"whole": True}

    async with aclosing(control.call(tmp_path / "s", {"do": "slow"})) as rows:
        async with asyncio.timeout(5), control.serve(tmp_path / "s", {"slow": slow}) as finish:
            assert await anext(rows) == {"begun": True}
            await finish(4)
        assert [row async for row in rows] == [{"whole": True}]


async def test_the_end_of_the_daemon_ends_its_commands_before_the_rooms_they_use(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []

    async def endless(wanted: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        try:
            yield {"begun": True}
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)  # what is kept of the turn
            told.append("command ended")

    async with aclosing(control.call(tmp_path / "s", {"do": "endless"})) as rows:
        with suppress(asyncio.CancelledError):
            async with asyncio.timeout(5), control.serve(tmp_path / "s", {"endless": endless}):
                assert await anext(rows) == {"begun": True}
                raise asyncio.CancelledError
        told.append("house closed")
        with pytest.raises(ControlError, match="ended in mid-answer"):
            await anext(rows)
    assert told == ["command ended", "house closed"]
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("name", ["taken", "n" * 120])
async def test_a_place_where_no_socket_can_be_is_told_with_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(StorageError, match=r"cannot be opened \([A-Z].*\); choose another folder"):
        async with control.serve(tmp_path / name, {}):
            pass


async def test_what_is_too_long_for_one_line_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "_LONGEST_LINE", 1 << 20)

    async def long(wanted: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        yield {"sound": "x" * (3 << 20)}

    async with control.serve(tmp_path / "s", {"long": long}):
        with pytest.raises(ControlError, match="take a shorter sound"):
            await _rows(tmp_path / "s", do="long")
        with pytest.raises(ControlError, match="take a shorter sound"):
            await _rows(tmp_path / "s", do="long", sound="x" * (3 << 20))
