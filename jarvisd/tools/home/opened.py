"""The home that is configured, opened: kept in touch with as long as the block runs."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from jarvisd.errors import ConfigError, HomeTrouble, JarvisError, foremost
from jarvisd.sections import HomeConfig
from jarvisd.tools.home import Entity, Home, House
from jarvisd.tools.home.homeassistant import HomeAssistant

_FIRST = 2.0  # seconds that opening waits for a home that is slow to answer; it is kept being tried


class NoHome:
    """The home of a house that has none configured."""

    house = House()
    available = False

    @property
    def trouble(self) -> HomeTrouble:
        return HomeTrouble("no_home")

    async def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Sequence[Entity]:
        raise self.trouble

    async def ask(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Mapping[str, Any]:
        raise self.trouble


@asynccontextmanager
async def open_home(config: HomeConfig, env: Mapping[str, str] = os.environ) -> AsyncIterator[Home]:
    """Tried once, for two seconds at most, before the block begins. ConfigError where the address or the token's file is none."""
    if not (config.url or config.mqtt):
        yield NoHome()
        return
    home = _mqtt(config, env) if config.mqtt else _home_assistant(config, env)
    try:
        async with asyncio.TaskGroup() as group:
            keeping = group.create_task(home.run())
            try:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_FIRST):
                        await home.ready()
                yield home
            finally:
                keeping.cancel()
    except BaseExceptionGroup as several:  # what the block raised reaches people as it is
        raise foremost(several, JarvisError) from several


class _Kept(Protocol):
    """A Home that is kept in touch with."""

    @property
    def house(self) -> House: ...

    @property
    def available(self) -> bool: ...

    async def act(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Sequence[Entity]: ...

    async def ask(self, service: str, entities: Sequence[str], fields: Mapping[str, Any]) -> Mapping[str, Any]: ...

    async def run(self) -> None: ...

    async def ready(self) -> None: ...


def _home_assistant(config: HomeConfig, env: Mapping[str, str]) -> _Kept:
    secret(config, env)
    return HomeAssistant(config.url, lambda: secret(config, env))


def _mqtt(config: HomeConfig, env: Mapping[str, str]) -> _Kept:
    if config.url:
        raise ConfigError("[home]: url and mqtt are two homes; leave one of them out (Home Assistant knows its MQTT devices by itself)")
    from jarvisd.tools.home.mqtt.home import MqttHome, broker  # its client is for those who need it

    def password() -> str:
        file = config.mqtt_password_file
        return _private(file, "mqtt_password_file") if file else env.get(config.mqtt_password_env, "")

    password()
    return MqttHome(broker(config.mqtt, config.mqtt_user, password), more=config.things)


def _private(file: str, key: str) -> str:
    """What stands in a file that only its owner may read; ConfigError where others may, or it cannot be read."""
    path = Path(file).expanduser()
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigError(f"[home]: others than its owner may use {key} {path}; run: chmod 600 {path}")
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"[home]: {key} {path} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError:
        raise ConfigError(f"[home]: {key} {path} holds no text") from None


def secret(config: HomeConfig, env: Mapping[str, str]) -> str:
    """The token; ConfigError where there is none, or others may read it."""
    if config.token_file:
        token = _private(config.token_file, "token_file")
        if not token.isascii():
            raise ConfigError(f"[home]: token_file {config.token_file} holds no token")
    else:
        token = env.get(config.token_env, "").strip()
    if not token:
        raise ConfigError(
            f"[home] url needs a token: make a long-lived one in Home Assistant (your profile, Security) and put it into "
            f"{config.token_file or f'the environment variable {config.token_env}, or into a file: token_file'}"
        )
    return token
