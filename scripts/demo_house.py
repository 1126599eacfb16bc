"""Furnishes the demo of a running Home Assistant: floors, rooms, Chinese names, and what is exposed to voice.

    .venv/bin/python scripts/demo_house.py http://127.0.0.1:8123 TOKEN_FILE

It installs nothing. The Home Assistant needs `demo:` in its configuration; scripts/home_assistant.py sets one up from nothing. Run
again, it finds everything there and changes what differs.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jarvisd.errors import HomeTrouble
from jarvisd.tools.home.homeassistant import socket_url
from jarvisd.tools.home.line import Line, opened

FLOORS: Mapping[str, tuple[str, ...]] = {  # name -> other names
    "Downstairs": ("ground floor", "一楼", "楼下"),
    "Upstairs": ("first floor", "二楼", "楼上"),
}
AREAS: Mapping[str, tuple[str, tuple[str, ...]]] = {  # name -> floor, other names
    "Living Room": ("Downstairs", ("客厅",)),
    "Kitchen": ("Downstairs", ("厨房",)),
    "Hall": ("Downstairs", ("走廊", "门厅")),
    "Garage": ("Downstairs", ("车库",)),
    "Bedroom": ("Upstairs", ("卧室",)),
    "Office": ("Upstairs", ("书房",)),
    "Garden": ("", ("花园",)),
}
THINGS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {  # entity -> room, name ("" keeps it), other names
    "light.ceiling_lights": ("Living Room", "", ("客厅吸顶灯", "吸顶灯")),
    "light.living_room_rgbww_lights": ("Living Room", "Reading Lamp", ("阅读灯", "台灯")),
    "light.kitchen_lights": ("Kitchen", "", ("厨房灯",)),
    "light.entrance_color_white_lights": ("Hall", "Hall Light", ("走廊灯", "门厅灯")),
    "light.bed_light": ("Bedroom", "", ("床头灯", "卧室灯")),
    "light.office_rgbw_lights": ("Office", "Office Light", ("书房灯",)),
    "switch.ac": ("Office", "Heater", ("取暖器",)),
    "switch.decorative_lights": ("Garden", "", ("装饰灯", "彩灯")),
    "fan.ceiling_fan": ("Bedroom", "", ("吊扇", "卧室吊扇")),
    "fan.living_room_fan": ("Living Room", "", ("客厅风扇",)),
    "climate.hvac": ("Bedroom", "Bedroom Air Conditioner", ("卧室空调",)),
    "climate.heatpump": ("Living Room", "Heat Pump", ("热泵", "客厅空调")),
    "cover.kitchen_window": ("Kitchen", "", ("厨房窗户",)),
    "cover.hall_window": ("Hall", "Hall Blinds", ("走廊窗帘",)),
    "cover.living_room_window": ("Living Room", "Living Room Curtain", ("客厅窗帘",)),
    "cover.garage_door": ("Garage", "", ("车库门",)),
    "lock.entrance_lock": ("Hall", "Front Door", ("前门", "大门")),  # of scripts/home_assistant.py
    "lock.side_lock": ("Kitchen", "Kitchen Door", ("厨房门",)),
    "media_player.big_screen": ("Living Room", "TV", ("电视",)),
    "media_player.small_radio": ("Kitchen", "Kitchen Radio", ("厨房收音机", "收音机")),
    "alarm_control_panel.security": ("Hall", "House Alarm", ("警报", "安防")),
    "sensor.outside_temperature": ("Garden", "", ("室外温度",)),
    "sensor.outside_humidity": ("Garden", "", ("室外湿度",)),
    "binary_sensor.movement_backyard": ("Garden", "", ("后院动静",)),
    "binary_sensor.basement_floor_wet": ("Garage", "", ("地面漏水",)),
    "weather.demo_weather_south": ("", "Weather", ("天气",)),
    "camera.demo_camera": ("Garden", "Garden Camera", ("花园摄像头",)),
    "todo.shopping_list": ("", "", ("购物清单",)),
    # The demo gives these no id: Home Assistant takes no room and no other name for them.
    "vacuum.0_ground_floor": ("", "", ()),
    "humidifier.humidifier": ("", "", ()),
    "valve.front_garden": ("", "", ()),
    "media_player.bedroom": ("", "", ()),
    "lock.front_door": ("", "", ()),
    "scene.movie_night": ("", "", ("电影模式",)),
    "script.good_night": ("", "", ("晚安",)),
}
INSTEAD = {"lock.front_door": "lock.entrance_lock"}  # not spoken of where there is the other


async def furnish(url: str, token: str) -> int:
    """How many things may be spoken of afterwards. HomeTrouble where Home Assistant refuses."""
    async with opened(socket_url(url), token, 10.0) as line, asyncio.TaskGroup() as group:
        reading = group.create_task(line.read())
        try:
            return await _furnish(line)
        finally:
            reading.cancel()


async def _furnish(line: Line) -> int:
    floors = await _floors(line)
    areas = await _kept(
        line, "area", "area_id", {name: {"aliases": list(more), **_on(floors, floor)} for name, (floor, more) in AREAS.items()}
    )
    there = {row["entity_id"] for row in await line.ask("config/entity_registry/list")}
    for id, (area, name, aliases) in THINGS.items():
        if id in there:
            changes: dict[str, Any] = {"aliases": list(aliases), "area_id": areas.get(area), **({"name": name} if name else {})}
            await line.ask("config/entity_registry/update", entity_id=id, **changes)
    states = {state["entity_id"] for state in await line.ask("get_states")}
    spoken = sorted(id for id in (states | there) & THINGS.keys() if INSTEAD.get(id) not in there)
    for ids, exposed in ((spoken, True), (sorted((states | there) - set(spoken)), False)):
        await line.ask("homeassistant/expose_entity", assistants=["conversation"], entity_ids=ids, should_expose=exposed)
    return len(spoken)


async def _floors(line: Line) -> Mapping[str, str]:
    """Ids by name; none where this release knows no floors (before 2024.4)."""
    try:
        return await _kept(line, "floor", "floor_id", {name: {"aliases": list(more)} for name, more in FLOORS.items()})
    except HomeTrouble:
        return {}


async def _kept(line: Line, kind: str, key: str, wanted: Mapping[str, Mapping[str, Any]]) -> Mapping[str, str]:
    """Each of them made or changed; ids by name."""
    ids = {row["name"]: row[key] for row in await line.ask(f"config/{kind}_registry/list")}
    for name, fields in wanted.items():
        if name in ids:
            await line.ask(f"config/{kind}_registry/update", **{key: ids[name]}, **fields)
        else:
            ids[name] = (await line.ask(f"config/{kind}_registry/create", name=name, **fields))[key]
    return ids


def _on(floors: Mapping[str, str], floor: str) -> Mapping[str, str]:
    return {"floor_id": floors[floor]} if floor in floors else {}


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    url, file = sys.argv[1:]
    try:
        n = asyncio.run(furnish(url, Path(file).read_text(encoding="ascii").strip()))
    except (HomeTrouble, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{n} things in {len(AREAS)} rooms may be spoken of now")
    return 0


if __name__ == "__main__":
    sys.exit(main())
