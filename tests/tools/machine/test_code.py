"""A program that a model wrote runs only after a yes, apart from the house, and ends when it must."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jarvisd.errors import ToolError
from jarvisd.messages import Caller, Language, ToolCall
from jarvisd.tools import Asked, Risk
from jarvisd.tools.bus import Bus
from jarvisd.tools.machine.code import CodeTools, bubblewrap

pytestmark = [pytest.mark.real_time]
NOW = datetime(2026, 11, 23, 20, 0, tzinfo=ZoneInfo("Europe/Vienna"))


def asked(language: Language = "en", tainted: bool = False) -> Asked:
    return Asked(Caller(), "talk", language, NOW, "model", tainted)


async def runs(code: str, language: Language = "en") -> str:
    """After a yes."""
    (tool,) = CodeTools(bubblewrap()).tools()
    try:
        content = await tool.call({"code": code}, asked(language))
    except ToolError as error:
        return str(error)
    assert tool.told is not None
    return tool.told(content, language)


async def test_it_is_asked_about_first_and_refused_where_words_of_others_are_in_the_talk() -> None:
    bus = Bus([CodeTools(None)])
    call = ToolCall("1", "run_code", {"code": "print(6 * 7)"})
    result = await bus.call(call, asked())
    assert result.question == (
        "Nothing shuts it off: it may read what I may and use the network. Shall I really run this program: print(6 * 7)?"
    )
    assert "words of others" in (await bus.call(ToolCall("2", "run_code", call.arguments), asked(tainted=True))).error
    waiting = await bus.waiting("talk")
    assert waiting is not None
    await bus.heard(result, "talk", NOW, whole=True)
    waiting = await bus.waiting("talk")
    assert waiting is not None
    done = await bus.confirm(waiting, Caller(), NOW + timedelta(seconds=5))
    assert done is not None
    assert done.untrusted
    assert bus.told(done, "zh") == "程序运行了，结果是：42"
    assert [tool.risk for tool in CodeTools(None).tools()] == [Risk.DANGEROUS]


async def test_how_much_of_it_was_not_read_out_is_said() -> None:
    (tool,) = CodeTools("bwrap").tools()
    assert tool.question is not None
    long = {"code": "print(1)\n" * 100}  # on one line 899 characters, of which 149 and a sign are read
    assert tool.question({"code": "print(1)"}, "en") == "Shall I really run this program: print(1)?"
    assert tool.question(long, "en").endswith("…, and 749 more characters that I do not read out?")
    assert tool.question(long, "zh").endswith("…，后面没有念的还有749个字符？")
    assert "no network" in tool.description
    assert "no network" not in CodeTools(None).tools()[0].description


@pytest.mark.slow
async def test_what_it_prints_is_told_and_what_fails_is_said() -> None:
    assert await runs("print(sum(range(101)))") == "The program ran. It says: 5050"
    assert await runs("print('你好')", "zh") == "程序运行了，结果是：你好"
    assert await runs("pass") == "The program ran and said nothing."
    assert await runs("1 / 0") == "The program failed: ZeroDivisionError: division by zero"
    assert await runs("1 / 0", "zh") == "程序出错了：ZeroDivisionError: division by zero"
    assert await runs("print(input())") == "The program failed: EOFError: EOF when reading a line"
    assert "SyntaxError" in await runs("def (:")


@pytest.mark.slow
async def test_it_has_little_room_and_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HASS_TOKEN", "secret")
    assert "secret" not in await runs("import os; print(dict(os.environ))")
    assert "MemoryError" in await runs("x = bytearray(2**31)")
    assert "File too large" in await runs("open('big', 'wb').write(b'x' * 2**22)")
    assert (await runs("print('x' * 10**7)")).endswith("…")
    assert await runs("open('note', 'w').write('x'); import os; print(os.getcwd() != '/', os.listdir())") == (
        "The program ran. It says: True ['note']"
    )


@pytest.mark.slow
async def test_one_that_does_not_end_is_ended_with_all_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    (tool,) = CodeTools(None, seconds=1.0).tools()
    began = time.monotonic()
    code = f"import os, time\nchild = os.fork()\nif not child: open({str(pid)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    with pytest.raises(ToolError, match="did not end within 1 seconds"):
        await tool.call({"code": code}, asked())
    assert time.monotonic() - began < 8
    async with asyncio.timeout(5):
        while _alive(int(pid.read_text())):  # noqa: ASYNC110  # another process is watched
            await asyncio.sleep(0.02)


def _alive(pid: int) -> bool:
    """It is there, and no mere entry that nobody has read yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        return False


@pytest.mark.slow
async def test_one_that_multiplies_without_end_harms_nobody() -> None:
    """Root, whom no number of processes holds, is nobody within the bubble."""
    if os.geteuid() == 0 and bubblewrap() is None:
        pytest.fail("as root this is only tried within bubblewrap; apt-get install bubblewrap")
    (tool,) = CodeTools(bubblewrap(), seconds=3.0).tools()
    began = time.monotonic()
    mark = f"many-{os.getpid()}"
    with pytest.raises(ToolError, match=r"BlockingIOError|did not end"):
        await tool.call({"code": f"import os  # {mark}\nwhile True: os.fork()"}, asked())
    assert time.monotonic() - began < 8
    async with asyncio.timeout(5):
        while any(_alive(pid) for pid in _told_of(mark)):  # noqa: ASYNC110  # other processes are watched
            await asyncio.sleep(0.02)


def _told_of(mark: str) -> list[int]:
    """The processes whose command line holds it."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            if mark.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


async def test_of_several_failures_at_once_an_error_is_told_and_no_traceback() -> None:
    wrong = "BlockingIOError: full\nTraceback (most recent call last):\n  File x\n"  # as two processes write it
    code = f"import os, sys\nsys.stderr.write({wrong!r})\nsys.stderr.flush()\nos._exit(1)"
    assert await runs(code) == "The program failed: BlockingIOError: full"


@pytest.mark.system
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os; print(sorted(os.listdir('/')))", "['bin', 'dev', 'lib', 'lib64', 'proc', 'tmp', 'usr']"),
        ("import os; print(os.listdir('/tmp'), sorted(os.environ))", "[] ['LC_CTYPE', 'PWD']"),
        ("import socket; print(socket.if_nameindex())", "[(1, 'lo')]"),
        ("import socket; socket.create_connection(('127.0.0.1', PORT), 5)", "refused"),
        ("import socket; socket.socket(socket.AF_UNIX).connect('SOCKET')", "No such file or directory"),
        ("open('OURS').read()", "No such file or directory"),
        ("open('/usr/lib/x', 'w')", "Read-only file system"),
        ("print('HASS' in open('/proc/1/environ').read(), 'HASS' in open('/proc/self/environ').read())", "False False"),
        ("import os, signal; os.kill(int(OURPID), 0)", "No such process"),
        ("import tempfile; f = tempfile.TemporaryFile('w+'); f.write('x'); f.seek(0); print(f.read() * 2)", "xx"),
        ("x = bytearray(2**31)", "MemoryError"),
    ],
)
async def test_in_the_bubble_there_is_no_home_no_network_and_nothing_of_ours(
    code: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real one: where it is missing this fails and says so."""
    monkeypatch.setenv("HASS_TOKEN", "secret")
    bubble = bubblewrap()
    assert bubble, "bubblewrap is not installed, or may not be used here; apt-get install bubblewrap"
    ours = tmp_path / "ours"
    ours.write_text("secret")
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    inside = await asyncio.start_unix_server(lambda _, writer: writer.close(), str(tmp_path / "s"))
    async with server, inside:
        port = str(server.sockets[0].getsockname()[1])
        for name, value in (("PORT", port), ("SOCKET", str(tmp_path / "s")), ("OURS", str(ours)), ("OURPID", str(os.getpid()))):
            code = code.replace(name, value)
        assert said in await runs(code)


def test_a_bubble_that_does_not_hold_is_not_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """As in a service that may make no namespaces: what is asked then says that nothing shuts it off."""
    refused = tmp_path / "bubble"
    refused.write_text("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n")
    refused.chmod(0o755)
    assert bubblewrap(str(refused)) is None
    assert bubblewrap(str(tmp_path / "none")) is None
    assert caplog.text.count("is not shut in") == 2
    assert "No permissions to create new namespace" in caplog.text
