"""Which MCP servers the household uses: its tables [mcp.servers.NAME], checked.

    [mcp.servers.time]                          [mcp.servers.home]
    command = "mcp-server-time"                 url = "http://127.0.0.1:8123/api/mcp"
    args = ["--local-timezone", "Asia/Shanghai"]    headers = { Authorization = "Bearer ${HA_TOKEN}" }
    risks = { get_current_time = "read" }       risks = { "*" = "reversible" }

${NAME} in env and headers is read from the environment, so that no secret need stand in the file. risks: by the server's own names of its
tools; "*" is every other one, and what is not named is sensitive. allow = ["sampling"]: the server may have the language model answer it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from jarvisd.errors import ConfigError
from jarvisd.tools import Risk

TRANSPORTS = ("stdio", "http", "sse")
REST = "*"  # in risks: the tools that are not named

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,23}")  # it begins the names of the tools, for which models have 64 characters
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_MAPS = ("env", "headers", "risks")
_LISTS = ("args", "allow")
_ALLOWED = ("sampling",)
_UNBUILT = "elicitation"  # an answer has one way up, so nobody can be asked in the midst of a call
_NUMBERS = ("timeout", "start")


@dataclass(frozen=True, slots=True)
class Server:
    """A server as this house uses it."""

    name: str
    command: str = ""  # a program that speaks by its standard input and output
    args: tuple[str, ...] = ()
    folder: str = ""  # where the program is started; "" for the daemon's
    env: Mapping[str, str] = field(default_factory=dict, repr=False)  # beside PATH, HOME and the language; nothing else is inherited
    url: str = ""  # of one that runs elsewhere
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    transport: str = ""  # "stdio", "http" or "sse" (the old one); "" takes what command or url mean
    timeout: float = 10.0  # seconds that one call may take
    start: float = 30.0  # seconds until it has told its tools
    risks: Mapping[str, Risk] = field(default_factory=dict)
    allow: tuple[str, ...] = ()  # what it may ask of the house: "sampling"
    enabled: bool = True

    def risk(self, tool: str) -> Risk:
        return self.risks.get(tool, self.risks.get(REST, Risk.SENSITIVE))


def read(tables: Mapping[str, Mapping[str, Any]], env: Mapping[str, str]) -> tuple[Server, ...]:
    """Those that are enabled, by name. ConfigError names the key and what to write instead."""
    return tuple(server for server in (_server(name, tables[name], env) for name in sorted(tables)) if server.enabled)


def _server(name: str, table: Mapping[str, Any], env: Mapping[str, str]) -> Server:
    where = f"[mcp.servers.{name}]"
    if not _NAME.fullmatch(name):
        raise ConfigError(f"{where}: a server's name is made of small letters, digits and -, 24 at most")
    known = [each.name for each in fields(Server) if each.name != "name"]
    given: dict[str, Any] = {}
    for key, value in table.items():
        _known(key, known, f"{where} key")
        given[key] = _value(key, value, f"{where} {key}", env)
    server = Server(name, **given)
    wanted = server.transport or ("http" if server.url else "stdio")
    _known(wanted, TRANSPORTS, f"{where} transport")
    if bool(server.command) == bool(server.url):
        raise ConfigError(f"{where} needs command (a program) or url (an address), and not both")
    if (wanted == "stdio") == bool(server.url):
        raise ConfigError(f'{where}: transport = "{wanted}" needs {"command" if wanted == "stdio" else "url"}')
    address = urlsplit(server.url)
    if server.url and (address.scheme not in ("http", "https") or not address.hostname):
        raise ConfigError(f"{where}: url = {server.url!r} is no address; write it like http://127.0.0.1:8080/mcp")
    return Server(name, **{**given, "transport": wanted})


def _value(key: str, value: Any, where: str, env: Mapping[str, str]) -> Any:
    if key in _MAPS:
        if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()):
            raise ConfigError(f'{where}: a table of texts is wanted, such as {{ NAME = "value" }}')
        if key == "risks":
            return {tool: _risk(risk, f"{where}: {tool}") for tool, risk in value.items()}
        return {name: _filled(text, env, f"{where}: {name}") for name, text in value.items()}
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise ConfigError(f"{where}: a list of texts is wanted")
        for each in value if key == "allow" else ():
            if each == _UNBUILT:
                raise ConfigError(f"{where}: {each!r} is not built: a server can ask nobody anything during a call; take it out")
            _known(each, _ALLOWED, where)
        return tuple(value)
    if key in _NUMBERS:
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 600:
            return float(value)
        raise ConfigError(f"{where} = {value!r}: seconds are wanted, more than 0 and at most 600")
    wanted = bool if key == "enabled" else str
    if isinstance(value, wanted):
        return value
    raise ConfigError(f"{where} = {value!r}: {'true or false' if wanted is bool else 'a text in quotes'} is wanted")


def _risk(text: str, where: str) -> Risk:
    _known(text, [risk.value for risk in Risk], f"{where}: the risk")
    return Risk(text)


def _filled(text: str, env: Mapping[str, str], where: str) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] not in env:
            raise ConfigError(f"{where}: the environment has no {found[1]}; set it, for a service in a drop-in of its unit")
        return env[found[1]]

    return _VARIABLE.sub(value, text)


def _known(name: str, names: Sequence[str], where: str) -> None:
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        raise ConfigError(f"{where} {name!r} is not known; " + (f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)}"))
