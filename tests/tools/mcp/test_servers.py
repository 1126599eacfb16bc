"""[mcp.servers.NAME]: what it means, and what is said where it is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from jarvisd.errors import ConfigError
from jarvisd.tools import Risk
from jarvisd.tools.mcp import doors
from jarvisd.tools.mcp.offered import Written, prefixed, read
from jarvisd.tools.mcp.servers import read as servers


def test_a_server_is_what_its_table_says() -> None:
    table = {"command": "x", "args": ["-a"], "env": {"KEY": "a ${TOKEN}"}, "risks": {"look": "read", "*": "dangerous"}, "timeout": 4}
    (server,) = servers({"one": table, "off": {"command": "y", "enabled": False}}, {"TOKEN": "secret"})
    assert (server.name, server.transport, server.timeout, server.env) == ("one", "stdio", 4.0, {"KEY": "a secret"})
    assert (server.risk("look"), server.risk("other")) == (Risk.READ, Risk.DANGEROUS)
    assert "secret" not in repr(server)


def test_a_tool_is_sensitive_until_the_household_says_otherwise() -> None:
    (server,) = servers({"one": {"url": "http://127.0.0.1:1/mcp"}}, {})
    assert (server.risk("look"), server.transport, server.allow) == (Risk.SENSITIVE, "http", ())


@pytest.mark.parametrize(
    ("tool", "arguments", "risk"),
    [
        ("HassTurnOff", {"name": "Front Door"}, Risk.DANGEROUS),
        ("HassTurnOff", {"name": "前门"}, Risk.DANGEROUS),
        ("HassTurnOff", {"area": "Hall"}, Risk.DANGEROUS),  # the locks of that room are turned off, too: unlocked
        ("HassTurnOff", {}, Risk.DANGEROUS),
        ("HassTurnOff", {"name": "Haupteingang", "domain": ["lock"]}, Risk.DANGEROUS),
        ("HassTurnOn", {"name": "Garage"}, Risk.DANGEROUS),
        ("HassTurnOn", {"name": "Oven"}, Risk.DANGEROUS),
        ("HassSetPosition", {"name": "Driveway", "device_class": ["gate"], "position": 100}, Risk.DANGEROUS),
        ("HassTurnOff", {"area": "Hall", "domain": ["light"]}, Risk.REVERSIBLE),
        ("HassTurnOn", {"name": "Bed Light"}, Risk.REVERSIBLE),
        ("HassLightSet", {"name": "Front Door"}, Risk.REVERSIBLE),
    ],
)
def test_a_home_assistant_behind_a_server_opens_no_door_unasked(tool: str, arguments: dict[str, Any], risk: Risk) -> None:
    """Whatever the household's table says of its tools."""
    assert doors.risk(tool, arguments, Risk.REVERSIBLE) is risk


@pytest.mark.parametrize(
    ("name", "table", "sentence"),
    [
        ("one", {"comand": "x"}, "key 'comand' is not known; did you mean 'command'"),
        ("one", {}, "needs command"),
        ("one", {"command": "x", "url": "http://a/b"}, "not both"),
        ("one", {"url": "nowhere"}, "is no address"),
        ("one", {"command": "x", "transport": "sse"}, "needs url"),
        ("one", {"command": "x", "transport": "studio"}, "did you mean 'stdio'"),
        ("one", {"command": "x", "risks": {"a": "dangerus"}}, "did you mean 'dangerous'"),
        ("one", {"command": "x", "env": {"A": "${NOT_SET}"}}, "the environment has no NOT_SET"),
        ("one", {"command": "x", "timeout": 0}, "seconds are wanted"),
        ("one", {"command": "x", "args": "a"}, "a list of texts"),
        ("one", {"command": "x", "enabled": "no"}, "true or false"),
        ("one", {"command": "x", "allow": ["samling"]}, "did you mean 'sampling'"),
        ("one", {"command": "x", "allow": "sampling"}, "a list of texts"),
        ("one", {"command": "x", "allow": ["sampling", "elicitation"]}, "'elicitation' is not built"),
        ("Ein Server", {"command": "x"}, "small letters"),
    ],
)
def test_a_wrong_table_names_the_key_and_what_to_write(name: str, table: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        servers({name: table}, {})


def test_every_sign_that_a_server_writes_is_marked_and_names_come_once() -> None:
    marks = [read([Written("a", text, {"type": "object"})])[0].mark for text in ("Looks.", "Looks.\u200b", "Looks. ")]
    assert len(set(marks)) == 3
    assert [offer.tool for offer in read([Written("a", "", {}), Written("a", "again", {}), Written("天", "", {})])] == ["a", "天"]
    assert read([Written("天", "", {})])[0].broken == "its name has no letter that models can write"
    assert len(prefixed("a-server", "x" * 200)) == 64
