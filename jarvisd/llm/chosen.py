"""Which provider this house uses: a row, with the household's own values over it.

A table [llm.providers.NAME] is a provider of one's own, or own values for a known one, such as the second in [llm] fallback:

    [llm.providers.cellar]          [llm.providers.deepseek]
    like = "vllm"                   model = "deepseek-v4-pro"
    base_url = "http://10.0.0.2:8000/v1"    key_file = "/etc/jarvisd/deepseek.key"
    model = "qwen3-8b"

Its keys are the columns of a row (providers.py) and: like (the row it resembles; its own name, else "custom"), key_file, proxy, account.
What stands in [llm] itself is meant for [llm] provider alone and goes before its table.
"""

from __future__ import annotations

import difflib
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from jarvisd.config import LlmConfig
from jarvisd.errors import ConfigError
from jarvisd.llm.providers import PROVIDERS, Provider

_OWN = ("key_file", "proxy", "account")  # texts that are no column
_SIZE = re.compile(r"-(\d+)k\b", re.IGNORECASE)  # a window in a model's name, in 1024 tokens


@dataclass(frozen=True, slots=True)
class Chosen:
    """A provider as this house uses it.

    For a server of our own on loopback:
    Chosen("embedded", "http://127.0.0.1:4711/v1", "qwen", row=replace(PROVIDERS["llama.cpp"], window=8192)).
    """

    provider: str
    base_url: str
    model: str
    key: str = field(default="", repr=False)
    key_from: str = ""  # the variable or the file it came from, for whoever must mend it
    row: Provider = PROVIDERS["custom"]
    proxy: str = ""
    account: str = ""

    @property
    def name(self) -> str:
        return f"{self.provider}/{self.model}"

    @property
    def window(self) -> int:
        named = _SIZE.search(self.model)
        otherwise = int(named[1]) * 1024 if named else self.row.window
        return next((tokens for beginning, tokens in self.row.windows if self.model.startswith(beginning)), otherwise)

    def body(self, thinking: bool = False) -> dict[str, Any]:
        """What is added to every request."""
        row = self.row
        return {**row.body, **((row.thinking_on if thinking else row.thinking_off) if self._switches() else {})}

    def echoes(self, thinking: bool = False) -> bool:
        """Calls must go back with their thinking, with an empty one where there was none."""
        off = not thinking and self.row.thinking_off and self._switches()
        return self.row.echo_reasoning == "always" and self.model.startswith(self.row.echo_models) and not off

    def temperature(self, wanted: float) -> dict[str, float]:
        row = self.row
        if row.temperatures is None or (row.temperature_not and self.model.startswith(row.temperature_not)):
            return {}
        low, high = row.temperatures
        return {"temperature": min(max(wanted, low), high)}

    def longest(self, wanted: int) -> dict[str, int]:
        return {self.row.limit: min(wanted, self.row.cap or wanted)}

    def _switches(self) -> bool:
        return self.model.startswith(self.row.thinking_models)


def choose(config: LlmConfig, env: Mapping[str, str], name: str = "") -> Chosen:
    """A provider by name, or [llm] provider. ConfigError names what is missing."""
    name = name or config.provider
    row, own = _row(name, config.providers)
    where = f"[llm.providers.{name}]" if name in config.providers else f'[llm] provider = "{name}"'
    if name == config.provider:
        where = f'[llm] provider = "{name}"'
        row = replace(row, base_url=config.base_url or row.base_url, model=config.model or row.model)
        row = replace(row, key_env=(config.key_env,)) if config.key_env else row
        own |= {key: getattr(config, key) for key in _OWN if getattr(config, key)}
        own["window"] = config.window or own["window"]
    if not row.base_url:
        raise ConfigError(f"{where} needs base_url")
    if urlsplit(row.base_url).scheme not in ("http", "https") or not urlsplit(row.base_url).hostname:
        raise ConfigError(f"{where}: base_url = {row.base_url!r} is no address; write it like http://127.0.0.1:8080/v1")
    if not row.model:
        raise ConfigError(f"{where} needs model, the name of one that it serves")
    key, key_from = _key(own["key_file"], row.key_env, env, where)
    if own["window"]:  # the household knows better than the model's name
        row = replace(row, windows=((row.model, own["window"]),))
    return Chosen(name, row.base_url, row.model, key, key_from, row, own["proxy"], own["account"])


def _row(name: str, own: Mapping[str, Mapping[str, Any]]) -> tuple[Provider, dict[str, Any]]:
    """The row of a provider and what of its table is no column; "" where it says nothing."""
    table = dict(own.get(name, {}))
    where = f"[llm.providers.{name}]"
    like = table.pop("like", name if name in PROVIDERS else "custom")
    if name not in own:
        like = name
        where = "[llm] provider or fallback"
    if like not in PROVIDERS:
        raise ConfigError(f"{where} = {like!r} is not known; {_near(str(like), [*PROVIDERS, *own])}")
    values: dict[str, Any] = dict.fromkeys(_OWN, "")
    hints = get_type_hints(Provider)
    columns: dict[str, Any] = {}
    for key, value in table.items():
        if key in _OWN:
            values[key] = _fit(str, value, f"{where} {key}")
        elif key in hints:
            columns[key] = _fit(hints[key], value, f"{where} {key}")
        else:
            raise ConfigError(f"{where} key {key!r} is not known; {_near(key, ['like', *_OWN, *hints])}")
    values["window"] = columns.get("window", 0)
    return replace(PROVIDERS[like], **columns), values


def _fit(wanted: Any, value: Any, where: str) -> Any:
    """A value of TOML as a column holds it."""
    if get_origin(wanted) is tuple and wanted == tuple[str, ...]:
        texts = [value] if isinstance(value, str) else value
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
            return tuple(texts)
        raise ConfigError(f"{where} = {value!r}: a text or a list of texts is wanted")
    if wanted == tuple[float, float] | None:
        if value == []:
            return None
        if isinstance(value, list) and len(value) == 2 and all(isinstance(end, int | float) for end in value):
            return (float(value[0]), float(value[1]))
        raise ConfigError(f"{where} = {value!r}: a lowest and a highest one are wanted, or [] where it must not be sent")
    if wanted == tuple[tuple[str, int], ...]:
        if isinstance(value, dict) and all(isinstance(tokens, int) for tokens in value.values()):
            return tuple(value.items())
        raise ConfigError(f"{where} = {value!r}: a table is wanted, such as {{qwen3 = 131072}}")
    if get_origin(wanted) is not None and get_args(wanted) and all(isinstance(word, str) for word in get_args(wanted)):
        if value in get_args(wanted):
            return value
        raise ConfigError(f"{where} = {value!r}: one of {', '.join(repr(word) for word in get_args(wanted))} is wanted")
    kind = dict if get_origin(wanted) is Mapping else wanted
    if isinstance(value, int | float if kind is float else kind) and (kind is bool) == isinstance(value, bool):
        return value
    words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text in quotes", dict: "a table"}
    raise ConfigError(f"{where} = {value!r}: {words[kind]} is wanted")


def _key(file: str, names: tuple[str, ...], env: Mapping[str, str], where: str) -> tuple[str, str]:
    """The key and where it came from; the file goes first. A key stands in no error."""
    if file:
        return _from_file(Path(file).expanduser(), where), file
    found = next((name for name in names if env.get(name, "").strip()), "")
    if names and not found:
        raise ConfigError(f"{where} needs a key; put it into the environment variable {' or '.join(names)}, or into a file: key_file")
    return env.get(found, "").strip(), found


def _from_file(path: Path, where: str) -> str:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise ConfigError(f"{where}: key_file {path} is no file")
        if mode & 0o077:
            raise ConfigError(f"{where}: others than its owner may use key_file {path}; run: chmod 600 {path}")
        key = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"{where}: key_file {path} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError:
        raise ConfigError(f"{where}: key_file {path} holds no text") from None
    if not key or not key.isascii() or len(key.split()) > 1:
        raise ConfigError(f"{where}: key_file {path} must hold the key and nothing else")
    return key


def _near(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
