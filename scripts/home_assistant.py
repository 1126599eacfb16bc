"""A real Home Assistant with its demo house, for tests and for trying things out: in a venv of its own, on the loopback.

    .venv/bin/python scripts/home_assistant.py install          into the cache, once: some 80 s and 820 MB
    .venv/bin/python scripts/home_assistant.py run FOLDER PORT  until Ctrl-C; makes an owner, FOLDER/token, and furnishes it

Python 3.13 runs a release that knows floors; with 3.11 it is one of March 2024. Nobody but this machine can reach it.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jarvisd.errors import JarvisError
from jarvisd.tools.home.homeassistant import socket_url
from jarvisd.tools.home.line import opened

sys.path.insert(0, str(Path(__file__).parent))
from demo_house import furnish

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jarvisd/peers/home-assistant"
_PATIENCE = 90.0  # seconds until it answers; it takes 3 to 7 where nothing else runs


@dataclass(frozen=True, slots=True)
class Release:
    python: str
    version: str
    more: tuple[str, ...]  # requirements beside what its parts ask for
    parts: tuple[str, ...]


_USED = (
    "api", "websocket_api", "config", "conversation", "intent", "demo", "onboarding", "shopping_list", "mqtt", "frontend", "backup",
)  # fmt: skip
RELEASES = (
    Release("3.13", "2025.4.4", ("numpy",), _USED),
    Release("3.11", "2024.3.3", ("numpy", "josepy<2"), (*_USED, "recorder", "tts")),  # josepy 2 breaks its acme
)

_PARTS = """
import importlib.util, json, pathlib, sys
root = pathlib.Path(importlib.util.find_spec("homeassistant").origin).parent / "components"
seen, found = set(), set()
def visit(domain):
    if domain in seen or not (root / domain / "manifest.json").exists():
        return
    seen.add(domain)
    manifest = json.loads((root / domain / "manifest.json").read_text())
    found.update(manifest.get("requirements", []))
    for needed in manifest.get("dependencies", []):
        visit(needed)
for domain in sys.argv[1:]:
    visit(domain)
print("\\n".join(sorted(found)))
"""

_CONFIGURATION = """\
homeassistant:
  name: Demo
  latitude: 48.2
  longitude: 16.37
  elevation: 200
  unit_system: metric
  time_zone: Europe/Vienna
  country: AT
http:
  server_host: 127.0.0.1
  server_port: {port}
api:
websocket_api:
config:
conversation:
intent:
demo:
scene:
  - id: movie_night
    name: Movie Night
    entities:
      light.ceiling_lights: "off"
input_boolean:
  entrance: {{name: entrance, initial: true}}
  kitchen_door: {{name: kitchen door, initial: false}}
lock:  # the demo's own have no id, so that no room and no other name can be given to them
  - platform: template
    name: Entrance Lock
    unique_id: entrance_lock
    value_template: "{{{{ is_state('input_boolean.entrance', 'on') }}}}"
    lock: {{service: input_boolean.turn_on, target: {{entity_id: input_boolean.entrance}}}}
    unlock: {{service: input_boolean.turn_off, target: {{entity_id: input_boolean.entrance}}}}
  - platform: template
    name: Side Lock
    unique_id: side_lock
    value_template: "{{{{ is_state('input_boolean.kitchen_door', 'on') }}}}"
    lock: {{service: input_boolean.turn_on, target: {{entity_id: input_boolean.kitchen_door}}}}
    unlock: {{service: input_boolean.turn_off, target: {{entity_id: input_boolean.kitchen_door}}}}
media_player:
  - {{platform: universal, name: Big Screen, unique_id: big_screen, children: [media_player.living_room]}}
  - {{platform: universal, name: Small Radio, unique_id: small_radio, children: [media_player.walkman]}}
script:
  good_night:
    alias: Good Night
    sequence:
      - service: light.turn_off
        target:
          entity_id: light.bed_light
"""


@dataclass(frozen=True, slots=True)
class Running:
    url: str
    token: str
    process: subprocess.Popen[bytes]


def installed(folder: Path = CACHE) -> Path:
    """The program hass; JarvisError where `install` has not been run."""
    hass = folder / "bin/hass"
    if not (folder / "installed").exists() or not hass.exists():
        raise JarvisError("no Home Assistant is installed for the tests; run: .venv/bin/python scripts/home_assistant.py install")
    return hass


def install(folder: Path = CACHE) -> Release:
    """Once. JarvisError with pip's reason."""
    release, python = _python()
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text() == release.version:
        return release
    print(f"installing Home Assistant {release.version} into {folder} ...", file=sys.stderr)
    bin = folder / "bin"
    _run(python, "-m", "venv", "--clear", str(folder))
    _run(str(bin / "pip"), "install", "--quiet", "--no-deps", f"homeassistant=={release.version}")
    constraints = next(folder.glob("lib/python3.*/site-packages/homeassistant/package_constraints.txt"))
    _run(str(bin / "pip"), "install", "--quiet", "-c", str(constraints), f"homeassistant=={release.version}", *release.more)
    parts = _run(str(bin / "python"), "-c", _PARTS, *release.parts).split()
    _run(str(bin / "pip"), "install", "--quiet", "-c", str(constraints), *release.more, *parts)
    stamp.write_text(release.version)
    return release


@contextmanager
def running(folder: Path, port: int = 0) -> Iterator[Running]:
    """A furnished demo house, its state in folder; the same again with the same folder and port. Ended behind the block."""
    port = port or _free()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "configuration.yaml").write_text(_CONFIGURATION.format(port=port), encoding="utf-8")
    process = start(folder)
    try:
        url = f"http://127.0.0.1:{port}"
        answers(url, process, folder)
        file = folder / "token"
        if not file.exists():
            file.touch(0o600)
            file.write_text(asyncio.run(_onboard(url)), encoding="ascii")
            flows = f"{url}/api/config/config_entries/flow"
            flow = _post(flows, {"handler": "shopping_list"}, file.read_text())
            if flow["type"] == "form":
                _post(f"{flows}/{flow['flow_id']}", {}, file.read_text())
            time.sleep(1.0)  # its list comes a moment later
            asyncio.run(furnish(url, file.read_text()))
        yield Running(url, file.read_text(), process)
    finally:
        end(process)


def start(folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "hass.log").open("ab") as log:
        return subprocess.Popen(
            [str(installed()), "-c", str(folder), "--skip-pip"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )


def answers(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    """Returns once it does. JarvisError where it does not come up."""
    began = time.monotonic()
    while time.monotonic() - began < _PATIENCE and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/manifest.json", timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise JarvisError(f"Home Assistant did not start: {(folder / 'hass.log').read_text(errors='replace').strip()[-600:]}")


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGCONT)
        process.kill()  # a demo has nothing to lose, and takes ten seconds to say goodbye
        process.wait()


async def _onboard(url: str) -> str:
    """The owner's account, and a long-lived token of it."""
    client = f"{url}/"
    owner = {"client_id": client, "name": "Owner", "username": "owner", "password": "demo-pass-1", "language": "en"}
    code = (await asyncio.to_thread(_post, f"{url}/api/onboarding/users", owner))["auth_code"]
    grant = urllib.parse.urlencode({"grant_type": "authorization_code", "code": code, "client_id": client}).encode()
    access = (await asyncio.to_thread(_open, urllib.request.Request(f"{url}/auth/token", grant)))["access_token"]
    async with opened(socket_url(url), access, 10.0) as line, asyncio.TaskGroup() as group:
        reading = group.create_task(line.read())
        try:
            return str(await line.ask("auth/long_lived_access_token", client_name="jarvisd", lifespan=3650))
        finally:
            reading.cancel()


def _post(url: str, content: Mapping[str, Any], token: str = "") -> Any:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    return _open(urllib.request.Request(url, json.dumps(content).encode(), headers))


def _open(request: urllib.request.Request) -> Any:
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def _python() -> tuple[Release, str]:
    """The newest release that a Python of this machine can run."""
    for release in RELEASES:
        usual = shutil.which(f"python{release.python}")
        pyenv = sorted(Path.home().glob(f".pyenv/versions/{release.python}.*/bin/python"))
        for python in (*([usual] if usual else []), *map(str, pyenv), sys.executable):
            told = subprocess.run(
                [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True, check=False
            )
            if told.stdout.strip() == release.python:
                return release, python
    raise JarvisError(f"Home Assistant is tested with Python {' or '.join(release.python for release in RELEASES)}; install one of them")


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise JarvisError(f"{' '.join(command[:4])} failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    return done.stdout


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def main() -> int:
    try:
        match sys.argv[1:]:
            case ["install"]:
                install()
            case ["run", folder, port]:
                signal.signal(signal.SIGTERM, signal.default_int_handler)
                with running(Path(folder), int(port)) as house:
                    print(f'[home]\nurl = "{house.url}"\ntoken_file = "{Path(folder).absolute() / "token"}"', flush=True)
                    house.process.wait()
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except KeyboardInterrupt:
        return 0
    except JarvisError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
