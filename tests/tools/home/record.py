"""Writes down what a real Home Assistant answers, for the server of the quick tests:

.venv/bin/python -m tests.tools.home.record URL TOKEN_FILE     (scripts/home_assistant.py run FOLDER PORT makes one)
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from jarvisd.errors import HomeTrouble
from jarvisd.tools.home.homeassistant import socket_url
from jarvisd.tools.home.line import Line, opened

FILE = Path(__file__).parent / "recorded.json"
_QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("config/area_registry/list", {}),
    ("config/floor_registry/list", {}),
    ("config/device_registry/list", {}),
    ("config/entity_registry/list", {}),
    ("homeassistant/expose_new_entities/get", {"assistant": "conversation"}),
    ("homeassistant/expose_entity/list", {}),
    ("get_states", {}),
)
_REFUSED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("set_temperature", {"domain": "climate", "service": "set_temperature", "service_data": {"temperature": 500},
                         "target": {"entity_id": ["climate.hvac"]}}),
    ("unknown_service", {"domain": "light", "service": "fly", "service_data": {}, "target": {"entity_id": ["light.bed_light"]}}),
    ("code", {"domain": "alarm_control_panel", "service": "alarm_disarm", "service_data": {},
              "target": {"entity_id": ["alarm_control_panel.security"]}}),
)  # fmt: skip
_HIDDEN = ("sun.sun", "text.password", "sensor.thermostat", "camera.demo_camera_png")  # some that are not exposed
_DROPPED = ("created_at", "modified_at", "config_entries", "config_entries_subentries", "config_subentry_id", "last_changed",
            "last_updated", "last_reported", "context", "categories", "icon", "labels", "picture")  # fmt: skip


async def record(url: str, token: str) -> dict[str, Any]:
    async with opened(socket_url(url), token, 10.0) as line, asyncio.TaskGroup() as group:
        reading = group.create_task(line.read())
        try:
            return await _record(line)
        finally:
            reading.cancel()


async def _record(line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {kind: await line.ask(kind, **fields) for kind, fields in _QUESTIONS}
    exposed = told["homeassistant/expose_entity/list"]["exposed_entities"]
    kept = {id for id, to in exposed.items() if to.get("conversation")} | set(_HIDDEN)
    told["homeassistant/expose_entity/list"] = {"exposed_entities": {id: exposed[id] for id in sorted(kept & exposed.keys())}}
    told["get_states"] = [state for state in told["get_states"] if state["entity_id"] in kept]
    told["config/entity_registry/list"] = [row for row in told["config/entity_registry/list"] if row["entity_id"] in kept]
    devices = {row["device_id"] for row in told["config/entity_registry/list"]}
    told["config/device_registry/list"] = [row for row in told["config/device_registry/list"] if row["id"] in devices]
    ids = [row["entity_id"] for row in told["config/entity_registry/list"]]
    told["config/entity_registry/get_entries"] = await line.ask("config/entity_registry/get_entries", entity_ids=ids)
    refused = {}
    for name, call in _REFUSED:
        try:
            await line.ask("call_service", **call)
        except HomeTrouble as trouble:
            refused[name] = trouble.about["said"]
    return {"answers": _clean(told), "refused": refused}


def _clean(told: Any) -> Any:
    """Without what differs every time, and without secrets."""
    match told:
        case dict():
            return {
                key: "secret-of-a-camera" if key == "access_token" else _clean(value)
                for key, value in told.items()
                if key not in _DROPPED and not (isinstance(value, str) and "token=" in value)
            }
        case list():
            return [_clean(one) for one in told]
    return told


if __name__ == "__main__":
    recorded = asyncio.run(record(sys.argv[1], Path(sys.argv[2]).read_text(encoding="ascii").strip()))
    FILE.write_text(json.dumps(recorded, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
