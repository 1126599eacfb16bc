"""A descriptor: what it means, what is wrong with it, and that no argument is more than one word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jarvisd.errors import ToolError
from jarvisd.tools import Risk
from jarvisd.tools.custom.command import filled, read

WHO = {"properties": {"who": {"type": "string"}, "times": {"type": "integer", "default": 2}}, "required": ["who"]}
HELLO = {"name": "greet", "command": ["greeter", "--times={times}", "{who}"], "parameters": WHO, "risk": "read"}


def written(folder: Path, table: object, suffix: str = ".json") -> Path:
    path = folder / f"greet{suffix}"
    path.write_text(table if isinstance(table, str) else json.dumps(table), encoding="utf-8")
    return path


def test_a_descriptor_is_a_tool(tmp_path: Path) -> None:
    (tool,) = read(written(tmp_path, HELLO)).tools()
    assert (tool.name, tool.risk, tool.deadline, tool.untrusted) == ("greet", Risk.READ, 10.0, True)
    assert tool.parameters["additionalProperties"] is False


def test_a_descriptor_may_be_toml_and_is_sensitive_unless_it_says_otherwise(tmp_path: Path) -> None:
    (tool,) = read(written(tmp_path, 'command = ["true"]\ndescription = "什么也不做。"\ntrusted = true\n', ".toml")).tools()
    assert (tool.name, tool.description, tool.risk, tool.untrusted) == ("greet", "什么也不做。", Risk.SENSITIVE, False)


@pytest.mark.parametrize("who", ["世界", "a b; rm -rf /", "$(reboot)", "{times}", "`x`", "'\""])
def test_an_argument_stays_one_word(who: str) -> None:
    parameters = {**WHO, "type": "object"}
    assert filled(HELLO["command"], {"who": who}, parameters) == ["greeter", "--times=2", who]  # type: ignore[arg-type]  # a list of words


def test_an_argument_is_never_taken_for_an_option() -> None:
    for word in ("-rf", "--help"):
        with pytest.raises(ToolError, match="may not begin with -"):
            filled(["greeter", "{who}"], {"who": word}, WHO)
    assert filled(["greeter", "--", "{who}"], {"who": "-rf"}, WHO) == ["greeter", "--", "-rf"]
    with pytest.raises(ToolError, match="no command can take"):
        filled(["greeter", "{who}"], {"who": "a\0b"}, WHO)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("{", "Expecting"),
        ([], "no table"),
        ({"comand": ["x"]}, "did you mean 'command'"),
        ({"command": "rm -rf /"}, "a list of words"),
        ({"command": []}, "a list of words"),
        ({**HELLO, "risk": "harmless"}, "risk = 'harmless' is not known"),
        ({**HELLO, "name": "say hello"}, "letters from a to z"),
        ({**HELLO, "timeout": "soon"}, "seconds are wanted"),
        ({**HELLO, "command": ["{who}"]}, "which program is started"),
        ({**HELLO, "command": ["x", "{whom}"]}, "no such property"),
        ({**HELLO, "parameters": {"properties": {"who": {"type": "string"}, "times": {"type": "integer"}}}}, "required or have a default"),
        ({**HELLO, "parameters": {"type": "array"}}, "not of an object"),
        ({**HELLO, "env": {"A": 1}}, "env is a table of texts"),
        ("x" * 70_000, "longer than 64 KB"),
    ],
)
def test_a_wrong_descriptor_is_named_with_its_reason(tmp_path: Path, table: Any, why: str) -> None:
    entry = read(written(tmp_path, table))
    (row,) = entry.listed()
    assert (row.name, row.state, list(entry.tools())) == ("greet.json", "broken", [])
    assert why in row.why
