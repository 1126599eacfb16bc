"""The calendars that are configured, opened: a folder of the household's own, and a server's where one is named, with its to-do lists."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jarvisd.database import Database
from jarvisd.errors import ConfigError
from jarvisd.sections import CalendarConfig
from jarvisd.tools.calendar import Beside
from jarvisd.tools.calendar.agenda import Agenda
from jarvisd.tools.calendar.caldav import CalDav
from jarvisd.tools.calendar.copy import Copies, Copy
from jarvisd.tools.calendar.files import Files
from jarvisd.tools.calendar.server import EVENTS, TODOS
from jarvisd.tools.calendar.sync import Note, Sync, unnoted
from jarvisd.tools.calendar.tools import CalendarTools


@dataclass(frozen=True, slots=True)
class Opened:
    tools: CalendarTools
    todos: Callable[[], Sequence[Copy]]  # the server's to-do lists, as they were seen last
    changed: Callable[[], None]  # to be called when one of them was changed here
    later: Sequence[Callable[[], Awaitable[None]]]  # keeps the copy of a server's calendars fresh, until it is cancelled


async def open_calendar(
    config: CalendarConfig, database: Database, folder: Path, now: Callable[[], datetime], env: Mapping[str, str] = os.environ,
    note: Note = unnoted, beside: Beside | None = None,
) -> Opened:  # fmt: skip
    """folder: where a household's own calendar lies if the configuration names none.

    note: told how each look at a server went. beside: looked into as well.

    ConfigError where a password is missing.
    """
    agenda = Agenda([Files(Path(config.folder).expanduser() if config.folder else folder, "local")], config.default, beside)
    if not config.url:
        return Opened(CalendarTools(agenda), lambda: (), lambda: None, ())
    password(config, env)

    todos: list[Copy] = []

    def found(copies: Sequence[Copy]) -> None:
        agenda.more = [copy for copy in copies if EVENTS in copy.kinds]
        todos[:] = [copy for copy in copies if TODOS in copy.kinds]

    server = CalDav(config.url, config.user, lambda: password(config, env))
    sync = Sync(Copies(database), server, now, config.interval * 60, found, note)
    await sync.open()
    return Opened(CalendarTools(agenda, sync.stir, sync.notes), lambda: todos, sync.stir, (sync.run,))


def password(config: CalendarConfig, env: Mapping[str, str]) -> str:
    """Read anew at each use, so that it may be changed while the house runs; "" where no user is named."""
    if not config.user:
        return ""
    if not config.password_file:
        if found := env.get(config.password_env, ""):
            return found
        raise ConfigError(
            f"[calendar] user {config.user!r} needs a password: password_file, or the environment variable {config.password_env}"
        )
    path = Path(config.password_file).expanduser()
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"[calendar]: password_file {path} cannot be read ({error})") from error
