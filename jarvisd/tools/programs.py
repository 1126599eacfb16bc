"""Runs a program of this machine for a tool: bounded in time and output, ended with its caller, its first complaint as the error."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from jarvisd.errors import ToolError

_DEADLINE = 5.0  # seconds


async def run(*words: str, deadline: float = _DEADLINE, env: Mapping[str, str] | None = None) -> str:
    """Its output. ToolError if it cannot be begun, fails or takes too long."""
    name = next(word for word in words if word != "env" and "=" not in word)
    try:
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=dict(env) if env is not None else None,
        )
    except OSError as error:
        raise ToolError(f"{name} cannot be run: {error.strerror}.") from error
    try:
        async with asyncio.timeout(deadline):
            out, wrong = await process.communicate()
    except TimeoutError:
        raise ToolError(f"{name} did not answer within {deadline:g} seconds.") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        reason = (wrong or out).decode(errors="replace").strip() or f"status {process.returncode}"
        raise ToolError(f"{name} failed: {reason.splitlines()[0].rstrip('.')}.")
    return out.decode(errors="replace")
