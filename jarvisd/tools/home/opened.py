"""The home that is configured, opened: kept in touch with as long as the block runs."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from jarvisd.errors import ConfigError, HomeTrouble
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
    if not config.url:
        yield NoHome()
        return
    secret(config, env)
    home = HomeAssistant(config.url, lambda: secret(config, env))
    async with AsyncExitStack() as stack:
        group = await stack.enter_async_context(asyncio.TaskGroup())
        keeping = group.create_task(home.run())
        stack.callback(keeping.cancel)
        try:
            async with asyncio.timeout(_FIRST):
                await home.ready()
        except TimeoutError:
            pass
        yield home


def secret(config: HomeConfig, env: Mapping[str, str]) -> str:
    """The token; ConfigError where there is none, or others may read it."""
    if config.token_file:
        path = Path(config.token_file).expanduser()
        try:
            if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ConfigError(f"[home]: others than its owner may use token_file {path}; run: chmod 600 {path}")
            token = path.read_text(encoding="ascii").strip()
        except OSError as error:
            raise ConfigError(f"[home]: token_file {path} cannot be read ({error.strerror})") from error
        except UnicodeDecodeError:
            raise ConfigError(f"[home]: token_file {path} holds no token") from None
    else:
        token = env.get(config.token_env, "").strip()
    if not token:
        raise ConfigError(
            f"[home] url needs a token: make a long-lived one in Home Assistant (your profile, Security) and put it into "
            f"{config.token_file or f'the environment variable {config.token_env}, or into a file: token_file'}"
        )
    return token
