"""A descriptor as a tool: a JSON or TOML file that names a command and what it takes; never through a shell.

    name = "feed_cat"                                        description = "Feeds the cat."
    command = ["feeder", "--grams", "{grams}"]               risk = "reversible"
    [parameters.properties.grams]
    type = "integer"
    default = 30

{grams} in the command is the argument of that name, one word whatever stands in it; it must be required or have a default. A command
without any gets all arguments as JSON on its standard input. What it prints is the result: a JSON object, or text. A status other than 0 is
a failure, told by the last line of its standard error.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jarvisd.errors import ToolError
from jarvisd.tools import Arguments, Asked, Risk, Tool, clean, foreign, schema
from jarvisd.tools.custom.entry import Broken, Entry, source
from jarvisd.tools.listing import Listed

KEYS = ("name", "description", "command", "parameters", "risk", "timeout", "trusted", "env")
_LARGEST = 64 * 1024  # characters of a descriptor
_OUTPUT = 64 * 1024  # bytes of what a command prints
_LONGEST = 600.0  # seconds
_PLACE = re.compile(r"\{(\w+)\}")


class Wrong(ValueError):
    """It is no descriptor; the text says why."""


class CommandFile:
    """An Entry of one tool."""

    def __init__(self, path: Path, tool: Tool) -> None:
        self.path = path
        self._tool = tool

    def tools(self) -> Sequence[Tool]:
        return (self._tool,)

    def listed(self) -> Sequence[Listed]:
        return (Listed(self._tool.name, source(self.path), str(self._tool.risk), "ready", "", self._tool.description),)

    async def run(self) -> None: ...

    async def settled(self) -> None: ...


def read(path: Path) -> Entry:
    """Broken where it is no descriptor."""
    try:
        text = path.read_text(encoding="utf-8")
        if len(text) > _LARGEST:
            raise Wrong(f"it is longer than {_LARGEST // 1024} KB")
        return CommandFile(path, tool(json.loads(text) if path.suffix == ".json" else tomllib.loads(text), path))
    except (ValueError, RecursionError, OSError) as error:  # Wrong, Unfit, and what the readers of JSON and TOML raise
        return Broken(path, clean.line(str(error), 300) or type(error).__name__)


def tool(table: Any, path: Path) -> Tool:
    """Wrong or Unfit say what is wrong with it."""
    if not isinstance(table, Mapping):
        raise Wrong("it is no table of keys and values")
    for key in table:
        if key not in KEYS:
            near = difflib.get_close_matches(str(key), KEYS, n=1, cutoff=0.5)
            raise Wrong(f"the key {key!r} is not known; " + (f"did you mean {near[0]!r}?" if near else f"known: {', '.join(KEYS)}"))
    name, command = table.get("name", path.stem), table.get("command")
    if not isinstance(name, str) or not name or schema.name(name) != name:
        raise Wrong(f"name = {name!r}: letters from a to z, digits and _ are wanted")
    if not isinstance(command, list) or not command or not all(isinstance(word, str) and word for word in command):
        raise Wrong('command is a list of words, such as ["feeder", "--grams", "{grams}"]')
    if table.get("risk", "sensitive") not in list(Risk):
        raise Wrong(f"risk = {table['risk']!r} is not known; known: {', '.join(risk.value for risk in Risk)}")
    seconds = table.get("timeout", 10)
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 < seconds <= _LONGEST:
        raise Wrong(f"timeout = {seconds!r}: seconds are wanted, at most {_LONGEST:g}")
    env = table.get("env", {})
    if not isinstance(env, Mapping) or not all(isinstance(value, str) for value in env.values()):
        raise Wrong("env is a table of texts")
    parameters = schema.parameters({"additionalProperties": False, **_object(table.get("parameters", {}))})
    _check_places(command, parameters)
    if "/" in command[0]:
        command = [str(path.parent / Path(command[0]).expanduser()), *command[1:]]

    async def call(arguments: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await _run(name, filled(command, arguments, parameters), arguments, env, path.parent)

    about = schema.description(str(table.get("description", ""))) or name.replace("_", " ")
    trusted = table.get("trusted", False) is True
    return Tool(name, about, parameters, call, Risk(table.get("risk", "sensitive")), deadline=float(seconds), untrusted=not trusted)


def filled(command: Sequence[str], arguments: Arguments, parameters: Mapping[str, Any]) -> list[str]:
    """The words of the command with the arguments in them. ToolError where one of them would be taken for an option."""
    values = {name: part["default"] for name, part in parameters["properties"].items() if "default" in part} | dict(arguments)
    words = []
    for word in command:
        made = _PLACE.sub(lambda place: _word(values[place[1]]), word)
        first = _PLACE.match(word)
        if first and isinstance(values[first[1]], str) and made.startswith("-") and "--" not in words:
            raise ToolError(f"{first[1]} may not begin with -.")
        if "\0" in made:
            raise ToolError("An argument has a sign in it that no command can take.")
        words.append(made)
    return words


def _object(table: Any) -> Mapping[str, Any]:
    if not isinstance(table, Mapping):
        raise Wrong("parameters is a JSON Schema of an object")
    return table


def _check_places(command: Sequence[str], parameters: Mapping[str, Any]) -> None:
    if _PLACE.search(command[0]):
        raise Wrong("which program is started cannot be an argument")
    for name in (name for word in command for name in _PLACE.findall(word)):
        part = parameters["properties"].get(name)
        if not isinstance(part, Mapping):
            raise Wrong(f"the command has {{{name}}}, and parameters has no such property")
        if name not in parameters.get("required", ()) and "default" not in part:
            raise Wrong(f"{name} stands in the command: it must be required or have a default")


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _run(name: str, command: Sequence[str], arguments: Arguments, env: Mapping[str, str], folder: Path) -> Mapping[str, Any]:
    """Ends with its caller's patience; the bus counts the seconds."""
    complaints = foreign.Complaints()
    async with foreign.started(command, complaints, env, folder) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(ConnectionError):  # it may not want to hear them
            process.stdin.write(json.dumps(dict(arguments), ensure_ascii=False).encode())
            await process.stdin.drain()
            process.stdin.close()
        told, whole = await foreign.output(process.stdout, _OUTPUT)
        status = await foreign.gone(process)
    if status:
        raise ToolError(f"{name} failed: {complaints.last or f'status {status}'}.")
    text = told.decode(errors="replace")
    if whole:
        with suppress(ValueError, RecursionError):
            value = json.loads(text)
            return value if isinstance(value, Mapping) else {"result": value}
    return {"text": text.strip()} if text.strip() else {"done": True}
