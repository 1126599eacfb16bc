"""Who waits for an answer on the command line is told what for, truly."""

from __future__ import annotations

import asyncio

import pytest

from jarvisd.cli.ask import _Waiting


@pytest.mark.parametrize("alone", [True, False])
async def test_it_is_said_that_no_daemon_keeps_the_model_warm_only_where_none_does(alone: bool, capsys: pytest.CaptureFixture[str]) -> None:
    waiting = _Waiting(alone)
    waiting.begin(2.0)
    await asyncio.sleep(13)
    waiting.end()
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("(waiting for the answer: 2 s")
    assert ("no daemon keeps the language model warm" in first) is alone
    assert second == "(waiting for the answer: 12 s)"
