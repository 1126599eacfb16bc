"""A real broker on the loopback, and a device that speaks as Home Assistant's discovery and zigbee2mqtt have it."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiomqtt

PATIENCE = 20.0  # seconds


class Mosquitto:
    """May be stopped and started again on its port."""

    def __init__(self, folder: Path, password: str = "") -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._file = folder / "mosquitto.conf"
        lines = [f"listener {self.port} 127.0.0.1", "persistence false"]
        if password:
            users = folder / "users"
            users.touch(0o600)
            subprocess.run([_program("mosquitto_passwd"), "-b", str(users), "anna", password], check=True)
            lines += ["allow_anonymous false", f"password_file {users}", "user root"]
        else:
            lines.append("allow_anonymous true")
        self._file.write_text("\n".join(lines) + "\n")
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        self.process = self._begun()
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return

    def _begun(self) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen([_program("mosquitto"), "-c", str(self._file)], stdin=quiet, stdout=quiet, stderr=quiet)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def _program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/sbin")
    assert found, f"{name} is not installed; apt-get install mosquitto"
    return found


LAMP = {
    "name": None, "uniq_id": "lamp1", "schema": "json", "~": "lamps/desk", "stat_t": "~", "cmd_t": "~/set",
    "sup_clrm": ["rgb", "color_temp"], "brightness": True, "avty_t": "~/here", "dev": {"name": "Desk Lamp", "sa": "Office", "ids": ["1"]},
}  # fmt: skip
DOOR = {
    "name": "Front Door", "unique_id": "door1", "state_topic": "door/state", "command_topic": "door/set",
    "device": {"name": "Front Door", "suggested_area": "Hall"},
}  # fmt: skip
HEAT = {
    "name": "Thermostat", "unique_id": "heat1", "modes": ["off", "heat"], "mode_state_topic": "heat/mode",
    "mode_command_topic": "heat/mode/set",
    "temperature_state_topic": "heat/wanted", "temperature_command_topic": "heat/wanted/set", "current_temperature_topic": "heat/now",
    "current_temperature_template": "{{ value_json.temperature | round(1) }}", "min_temp": 7, "max_temp": 30,
    "device": {"name": "Bedroom", "suggested_area": "Bedroom"},
}  # fmt: skip
DEVICES = [
    {"friendly_name": "Coordinator", "type": "Coordinator", "definition": None},
    {
        "ieee_address": "0x01", "friendly_name": "Kitchen/plug",
        "definition": {"exposes": [
            {"type": "switch", "features": [{"name": "state", "property": "state", "value_on": "ON", "value_off": "OFF"}]},
            {"type": "numeric", "name": "power", "property": "power", "unit": "W"},
        ]},
    },
    {
        "ieee_address": "0x02", "friendly_name": "Hall/window",
        "definition": {"exposes": [{"type": "binary", "name": "contact", "property": "contact", "value_on": False, "value_off": True}]},
    },
    {
        "ieee_address": "0x03", "friendly_name": "Living Room/blind",
        "definition": {"exposes": [{"type": "cover", "features": [{"name": "state"}, {"name": "position"}]}]},
    },
]  # fmt: skip


class Devices:
    """They obey. lazy: topics of commands that are taken and not followed."""

    def __init__(self, port: int, more: Mapping[str, Any] | None = None) -> None:
        self._port = port
        self.lazy: set[str] = set()
        self.got: list[tuple[str, str]] = []
        self._more = dict(more or {})

    async def run(self, ready: asyncio.Event) -> None:
        """Until it is cancelled, or the broker goes."""
        async with aiomqtt.Client("127.0.0.1", self._port, identifier="devices", **self._more) as client:
            for topic, told in (
                ("homeassistant/light/lamp1/config", LAMP), ("homeassistant/lock/hall/door1/config", DOOR),
                ("homeassistant/climate/heat1/config", HEAT), ("zigbee2mqtt/bridge/devices", DEVICES), ("lamps/desk/here", "online"),
                ("lamps/desk", {"state": "OFF"}), ("door/state", "LOCKED"), ("heat/mode", "heat"), ("heat/wanted", "20"),
                ("heat/now", {"temperature": 19.25}), ("zigbee2mqtt/Kitchen/plug", {"state": "OFF", "power": 3.5}),
                ("zigbee2mqtt/Hall/window", {"contact": True}), ("zigbee2mqtt/Living Room/blind", {"state": "OPEN", "position": 100}),
            ):  # fmt: skip
                await client.publish(topic, told if isinstance(told, str) else json.dumps(told), qos=1, retain=True)
            await client.subscribe([("+/set", 1), ("+/+/set", 1), ("+/+/+/set", 1)])
            ready.set()
            lamp: dict[str, Any] = {"state": "OFF"}
            async for message in client.messages:
                topic, payload = str(message.topic), bytes(message.payload or b"").decode()
                self.got.append((topic, payload))
                if topic in self.lazy:
                    continue
                match topic:
                    case "lamps/desk/set":
                        lamp |= json.loads(payload)
                        await client.publish("lamps/desk", json.dumps(lamp), retain=True)
                    case "door/set":
                        await client.publish("door/state", {"LOCK": "LOCKED", "UNLOCK": "UNLOCKED"}[payload], retain=True)
                    case "heat/wanted/set" | "heat/mode/set":
                        await client.publish(topic.removesuffix("/set"), payload, retain=True)
                    case "zigbee2mqtt/Kitchen/plug/set":
                        await client.publish("zigbee2mqtt/Kitchen/plug", json.dumps({"power": 3.5, **json.loads(payload)}), retain=True)
                    case "zigbee2mqtt/Living Room/blind/set":
                        wanted = json.loads(payload)
                        at = wanted.get("position", {"OPEN": 100, "CLOSE": 0}.get(str(wanted.get("state"))))
                        row = {"state": "OPEN" if at else "CLOSE", "position": at}
                        await client.publish("zigbee2mqtt/Living Room/blind", json.dumps(row), retain=True)

    async def say(self, topic: str, payload: str) -> None:
        async with aiomqtt.Client("127.0.0.1", self._port, **self._more) as client:
            await client.publish(topic, payload, qos=1, retain=True)


@asynccontextmanager
async def devices(port: int, **more: Any) -> AsyncIterator[Devices]:
    made, ready = Devices(port, more), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(made.run(ready))
        async with asyncio.timeout(PATIENCE):
            await ready.wait()
        yield made
        running.cancel()
