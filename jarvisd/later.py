"""Runs what nobody waits for, as long as the house stands: what fails begins again, later and later, and ends nothing else."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable

from jarvisd.errors import JarvisError

_FIRST, _LONGEST = 30.0, 300.0  # seconds until it begins again

log = logging.getLogger(__name__)


async def patiently(work: Callable[[], Awaitable[None]]) -> None:
    """A full disk is mended some day, and a calendar entry that nobody foresaw must not silence the house at every start.

    Its failure is logged when it changes. Of an error that is not ours only the kind and the place: its words may be the household's.
    """
    told, pause, clock = "", 0.0, asyncio.get_running_loop().time
    while True:
        began = clock()
        failure = ""
        try:
            await work()
        except* JarvisError as errors:  # of a task group too
            failure = str(_first(errors))
        except* Exception as errors:
            failure = _place(_first(errors))
        if failure and failure != told:
            log.warning("what is to be done later waits: %s", failure)
        told = failure
        pause = min(max(2 * pause, _FIRST), _LONGEST) if failure and clock() - began < _LONGEST else _FIRST
        await asyncio.sleep(pause)


async def read_ahead(read: Callable[[], Awaitable[None]]) -> None:
    """Beside the ears, which are ready before a language model has loaded."""
    try:
        await read()
    except JarvisError as error:
        log.warning("the language model has read nothing ahead: %s", error)


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
