"""One connection to Home Assistant's WebSocket API: commands with their answers, subscriptions with their events."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from jarvisd.errors import HomeTrouble

_LARGEST = 64 * 2**20  # bytes of one message: the registries of a thousand devices take some
_PING = 3.0  # seconds between two signs of life; without an answer for as long the connection is dead
_GOODBYE = 0.5  # seconds; a dead peer says none
_SLOW = 10.0  # seconds for an answer, where nobody waits

_FRAMES = logging.getLogger(f"{__name__}.frames")  # what travels is nobody's but the house's: the token is in it
_FRAMES.setLevel(logging.WARNING)

Told = Callable[[Any], None]


class Line:
    """Answers and events come while `read` runs; whoever opens the line runs it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._watching: dict[int, Told] = {}

    async def ask(self, kind: str, deadline: float = _SLOW, **fields: Any) -> Any:
        """The answer's result. HomeTrouble: refused, silent for `deadline` seconds, or cut off."""
        return await self._ask(next(self._ids), kind, deadline, fields)

    async def watch(self, kind: str, told: Told, **fields: Any) -> int:
        """told is called with every event until the line ends or `unwatch`."""
        id = next(self._ids)
        self._watching[id] = told
        await self._ask(id, kind, _SLOW, fields)
        return id

    async def unwatch(self, id: int) -> None:
        self._watching.pop(id, None)
        await self.ask("unsubscribe_events", subscription=id)

    async def read(self) -> HomeTrouble:
        """Returns when the connection is lost, or what comes is not what Home Assistant says; and why it cannot be used any more."""
        why = lost()
        try:
            async for text in self._socket:
                heard = json.loads(text)
                for message in heard if isinstance(heard, list) else [heard]:  # several come as one when there are many
                    self._take(message)
        except ConnectionClosed:
            pass
        except (KeyError, TypeError, AttributeError, ValueError) as error:  # one odd message must not end the house
            why = HomeTrouble("unreachable", f"Home Assistant speaks in a way that is not known here ({type(error).__name__}).")
        finally:
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(_cut())
        return why

    async def _ask(self, id: int, kind: str, deadline: float, fields: dict[str, Any]) -> Any:
        answer = self._waiting[id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(deadline):
                await self._socket.send(json.dumps({"id": id, "type": kind, **fields}))
                return await answer
        except TimeoutError:
            raise HomeTrouble("silent", "Home Assistant does not answer; whether it happened is not known.") from None
        except ConnectionClosed:
            raise _cut() from None
        finally:
            del self._waiting[id]
            answer.cancel()

    def _take(self, message: Any) -> None:
        match message:
            case {"type": "event", "id": int(id), "event": event} if id in self._watching:
                self._watching[id](event)
            case {"type": "result", "id": int(id), "success": True} if (future := self._open(id)) is not None:
                future.set_result(message.get("result"))
            case {"type": "result", "id": int(id)} if (future := self._open(id)) is not None:
                said = str((message.get("error") or {}).get("message") or "no reason given").removeprefix("Validation error: ").rstrip(".")
                future.set_exception(HomeTrouble("refused", f"Home Assistant refused: {said}.", said=said))

    def _open(self, id: int) -> asyncio.Future[Any] | None:
        future = self._waiting.get(id)
        return None if future is None or future.done() else future


def lost() -> HomeTrouble:
    return HomeTrouble("unreachable", "Home Assistant cannot be reached (the connection was lost).")


def _cut() -> HomeTrouble:
    return HomeTrouble("cut", "The connection to Home Assistant was lost; whether it happened is not known.")


@asynccontextmanager
async def opened(url: str, token: str, deadline: float) -> AsyncIterator[Line]:
    """An authenticated line to ws://.../api/websocket. HomeTrouble: unreachable, or the token is not taken."""
    try:
        async with asyncio.timeout(deadline):
            socket = await connect(
                url,
                max_size=_LARGEST,
                compression=None,
                ping_interval=_PING,
                ping_timeout=_PING,
                close_timeout=_GOODBYE,
                proxy=None,
                logger=_FRAMES,
            )
    except (OSError, TimeoutError, WebSocketException) as error:
        raise HomeTrouble("unreachable", f"Home Assistant cannot be reached ({_why(error)}).") from error
    try:
        await _authenticate(socket, token, deadline)
        yield Line(socket)
    finally:
        socket.transport.abort()  # a peer that hangs would not say goodbye


async def _authenticate(socket: ClientConnection, token: str, deadline: float) -> None:
    try:
        async with asyncio.timeout(deadline):
            answer: Any = {"type": "auth_required"}
            while answer["type"] == "auth_required":
                answer = json.loads(await socket.recv())
                if answer["type"] == "auth_required":
                    await socket.send(json.dumps({"type": "auth", "access_token": token}))
    except (ConnectionClosed, TimeoutError, ValueError, KeyError, TypeError) as error:
        raise HomeTrouble("unreachable", f"What is there does not speak as Home Assistant does ({_why(error)}).") from error
    if answer["type"] != "auth_ok":
        raise HomeTrouble("token", "Home Assistant does not take the token; make a new one there under your profile, Security.")


def _why(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "it does not answer"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
