"""Runs a small Python program that a model wrote, after a yes: apart from the house, with little memory and time, without its secrets.

Where bubblewrap is installed and may be used it sees no network, no home and no file but the system's own; without, it is a process of this
user with an empty environment, which may read what this user may. A service that may make no namespaces (the appliance's) has no bubble.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jarvisd.errors import ToolError
from jarvisd.messages import Language, in_language
from jarvisd.tools import Arguments, Asked, Risk, Tool, clean

log = logging.getLogger(__name__)

PYTHON = "/usr/bin/python3"  # the system's own: it is in the bubble
_SECONDS = 10.0  # that a program may take
_PRINTED = 8_000  # characters of what it printed
_SHOWN = 150  # characters of the program in the question
_NAMED = re.compile(r"[A-Za-z_][\w.]*(: |$)")  # how Python ends what it says of an error

_LIMITED = str(Path(__file__).with_name("limited.py"))
_BUBBLE = (
    "--unshare-all", "--die-with-parent", "--new-session", "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin",
    "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
    "--chdir", "/tmp", "--clearenv",
)  # fmt: skip

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "ask": "Shall I really run this program: {code}?", "more": "{code}, and {more} more characters that I do not read out",
        "open": "Nothing shuts it off: it may read what I may and use the network. {question}",
        "slow": "The program did not end within {seconds:g} seconds.",
        "printed": "The program ran. It says: {printed}", "silent": "The program ran and said nothing.",
        "failed": "The program failed: {why}",
    },
    "zh": {
        "ask": "真的要运行这个程序吗：{code}？", "more": "{code}，后面没有念的还有{more}个字符",
        "open": "它没有被隔离，能读我能读的文件，也能上网。{question}",
        "slow": "程序{seconds:g}秒内没有结束。",
        "printed": "程序运行了，结果是：{printed}", "silent": "程序运行了，没有输出。", "failed": "程序出错了：{why}",
    },
}  # fmt: skip


class CodeTools:
    """bubble: the program bwrap; None where it cannot be used. python: that runs it within the bubble."""

    def __init__(self, bubble: str | None, python: str = PYTHON, seconds: float = _SECONDS) -> None:
        self._bubble = bubble
        self._seconds = seconds
        self._python = python

    def tools(self) -> Sequence[Tool]:
        code = {"code": {"type": "string", "minLength": 1, "maxLength": 10_000, "description": "prints what is to be known"}}
        parameters = {"type": "object", "properties": code, "required": ["code"], "additionalProperties": False}
        return (
            Tool("run_code", f"Runs a small Python program, for what must be computed{'; it has no network' if self._bubble else ''}.",
                 parameters, self._run, Risk.DANGEROUS, deadline=self._seconds + 5, told=_told, question=self._question, untrusted=True),
        )  # fmt: skip

    def _question(self, arguments: Arguments, language: Language) -> str:
        """A yes is given to what was heard: how much of it was not is said."""
        code = str(arguments["code"])
        shown = clean.line(code, _SHOWN)
        if (more := len(clean.line(code, len(code))) - len(shown)) > 0:
            shown = _say("more", language, code=shown, more=more)
        question = _say("ask", language, code=shown)
        return question if self._bubble else _say("open", language, question=question)

    async def _run(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        code = str(given["code"])
        with tempfile.TemporaryDirectory(prefix="jarvisd-") as folder:
            process = await asyncio.create_subprocess_exec(
                *_words(self._bubble, self._python, code),
                cwd=folder,
                env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
            assert process.stdout is not None
            assert process.stderr is not None
            try:
                async with asyncio.timeout(self._seconds):
                    printed, wrong = await asyncio.gather(_beginning(process.stdout), _end(process.stderr))
                    await process.wait()
            except TimeoutError:
                raise ToolError(_say("slow", asked.language, seconds=self._seconds)) from None
            finally:
                _kill(process.pid)  # whatever it started, too
                await process.wait()
        if process.returncode:
            raise ToolError(_say("failed", asked.language, why=clean.line(_reason(wrong) or f"status {process.returncode}", 300)))
        return {"printed": printed}


def bubblewrap(found: str | None = None) -> str | None:
    """Its path, where it is installed and does what it is for. Blocks for a moment: it is tried."""
    found = found or shutil.which("bwrap")
    if found is None:
        return None
    try:
        tried = subprocess.run(_words(found, PYTHON, "print(6 * 7)"), capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        why, ran = str(error), False
    else:
        why, ran = clean.line(tried.stderr, 200), tried.stdout == "42\n"
    if not ran:
        log.warning("bubblewrap is installed and cannot be used here (%s): what run_code runs is not shut in", why)
    return found if ran else None


def _words(bubble: str | None, python: str, code: str) -> Sequence[str]:
    limited = (sys.executable, "-I", _LIMITED)
    if bubble:
        return (*limited, bubble, *_BUBBLE, "--", python, "-I", "-c", code)
    return (*limited, sys.executable, "-I", "-c", code)


async def _beginning(stream: asyncio.StreamReader) -> str:
    """What is too much is read and thrown away."""
    kept = b""
    while piece := await stream.read(65_536):
        kept = kept if len(kept) > _PRINTED * 4 else kept + piece
    text = kept.decode(errors="replace")
    return text if len(text) <= _PRINTED else text[:_PRINTED] + "…"


async def _end(stream: asyncio.StreamReader) -> str:
    kept = b""
    while piece := await stream.read(65_536):
        kept = (kept + piece)[-4000:]
    return kept.decode(errors="replace")


def _reason(wrong: str) -> str:
    """The last line that names an error: of several processes that failed at once the lines are mixed."""
    lines = [line for line in wrong.splitlines() if line.strip()]
    named = [line for line in lines if _NAMED.match(line)]
    return (named or lines or [""])[-1].strip()


def _kill(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _told(content: Mapping[str, Any], language: Language) -> str:
    printed = clean.line(str(content["printed"]), 300)
    return _say("printed" if printed else "silent", language, printed=printed)


def _say(which: str, language: Language, **about: object) -> str:
    return in_language(_SAYS, language)[which].format(**about)
