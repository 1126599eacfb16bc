"""A power cut, as near as a test comes to it: kill -9 while turns, facts, blocks and backups are being written."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import IO

import pytest

from jarvisd import clock
from jarvisd.database import Database, open_database
from tests.memory.writing import LABELS

ROOT = Path(__file__).parent.parent.parent
KILLS = 100
LONGEST = 0.25  # seconds that a writer lives


def cut_short(server: subprocess.Popen[bytes], life: int, seconds: float) -> list[tuple[str, str]]:
    """What a writer told of before it was killed."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{life}\n".encode())
    server.stdin.flush()
    pid = int(line(server.stdout)[1])
    time.sleep(seconds)  # the moment of the cut is what is tested
    os.kill(pid, signal.SIGKILL)
    told = []
    while (said := line(server.stdout))[0] != "ended":
        told.append(said)
    return told


def line(stream: IO[bytes]) -> tuple[str, str]:
    what, key = stream.readline().decode().split()
    return what, key


@pytest.mark.system
def test_what_was_acknowledged_survives_a_hundred_kills_and_nothing_is_half(tmp_path: Path) -> None:
    chance = random.Random(20260308)
    told: list[tuple[str, str]] = []
    command = [sys.executable, "-m", "tests.memory.writing", str(tmp_path)]
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # a process with threads is not to be forked
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as server:
        for life in range(KILLS):
            told += cut_short(server, life, chance.uniform(0, LONGEST))
            if life % 20 == 19:
                clock.run(check(tmp_path, told))
        assert server.stdin is not None
        server.stdin.close()
    assert not list(tmp_path.glob("*damaged*"))
    assert min(Counter(what for what, _ in told).values()) > KILLS  # they were really writing


async def check(state: Path, told: list[tuple[str, str]]) -> None:
    async with open_database(state / "jarvisd.db") as database:
        assert await database.read("PRAGMA integrity_check") == [("ok",)]
        assert await database.read("PRAGMA foreign_key_check") == []
        await check_rows(database, {kind: [key for what, key in told if what == kind] for kind in ("turn", "passage", "edit")})
    for copy in (state / "backups").glob("*.db"):
        async with open_database(copy) as database:
            assert await database.read("PRAGMA integrity_check") == [("ok",)]


async def check_rows(database: Database, told: dict[str, list[str]]) -> None:
    async def column(query: str) -> list[str]:
        return [str(value) for (value,) in await database.read(query)]

    turns = await column("SELECT substr(asked, 7) FROM turn")
    passages = await column("SELECT substr(text, 1, instr(text, ' ') - 1) FROM passage")
    edits = await column("SELECT after FROM edit")
    for there, acknowledged in ((turns, told["turn"]), (passages, told["passage"]), (edits, told["edit"])):
        assert set(acknowledged) <= set(there)
        assert len(there) == len(set(there))
    assert await column("SELECT count(*) FROM tool_use GROUP BY turn") == ["2"] * len(turns)
    assert await column("SELECT count(*) FROM tag GROUP BY passage") == ["2"] * len(passages)
    for kind, rows in (("turn", 2 * len(turns)), ("passage", len(passages))):
        words = await column(f"SELECT rowid FROM {kind}_words")
        indexed = set(await column(f"SELECT rowid FROM {kind}_vector UNION ALL SELECT row FROM unembedded WHERE kind = '{kind}'"))
        assert len(words) == rows
        assert set(words) == indexed
        async with database.transaction() as db:
            await db.execute(f"INSERT INTO {kind}_words ({kind}_words, rank) VALUES ('integrity-check', 1)")
    for label in LABELS:
        history = await database.read("SELECT before, after FROM edit WHERE label = ? ORDER BY id", (label,))
        assert [after for _, after in history[:-1]] == [before for before, _ in history[1:]]
        assert await database.read("SELECT text, version FROM block WHERE label = ?", (label,)) == [(history[-1][1], len(history))]
