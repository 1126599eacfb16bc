"""What the house reaches beyond itself, told to its model."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jarvisd.database import open_database
from jarvisd.hands import describing
from jarvisd.memory.blocks import open_blocks
from jarvisd.tools.home import Area, Entity, House


@dataclass
class Away:
    """A Home that is only looked at."""

    house: House
    available: bool = False

    async def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Sequence[Entity]:
        raise AssertionError("nothing is done here")

    async def ask(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Mapping[str, Any]:
        raise AssertionError("nothing is asked here")


@pytest.mark.parametrize(("room", "thing"), [("Kitchen", "Ceiling light number"), ("厨房", "吸顶灯号码")])
async def test_the_home_is_told_as_far_as_there_is_room_and_never_as_it_was(tmp_path: Path, room: str, thing: str) -> None:
    def house(things: int) -> House:
        return House(tuple(Entity(f"light.l{n}", f"{thing} {n}", area="k") for n in range(things)), (Area("k", room),))

    async with open_database(tmp_path / "db") as database:
        blocks = await open_blocks(database, lambda: datetime.now(UTC), limit=700, tokens=2000)
        home = Away(house(1))
        keeping = asyncio.ensure_future(describing(home, blocks)())
        await asyncio.sleep(6)
        assert room in (await blocks.get("home")).text
        home.house = house(40)
        await asyncio.sleep(6)
        assert "40 light" in (await blocks.get("home")).text
        assert not keeping.done()
        keeping.cancel()
        await asyncio.wait({keeping})
