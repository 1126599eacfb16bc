"""One connection to an MCP server, of whatever transport: its tools told, its tools called. The heavy import of the room stands here."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx2
from mcp import Client, MCPError
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client
from mcp.client.subscriptions import ListenNotSupportedError, SubscriptionLost
from mcp_types import CONNECTION_CLOSED, Implementation, ToolListChangedNotification

from jarvisd import __version__
from jarvisd.errors import ToolError, ToolUnsure
from jarvisd.tools import clean, foreign
from jarvisd.tools.mcp import results
from jarvisd.tools.mcp.answering import Answering
from jarvisd.tools.mcp.mended import mended, written
from jarvisd.tools.mcp.offered import MOST, Offer, Written, read
from jarvisd.tools.mcp.sampling import Sampling
from jarvisd.tools.mcp.servers import Server
from jarvisd.tools.mcp.stdio import stdio

_PAGES = 20  # of a list of tools
_LOCKED = (401, 403)
_WHY = ": it does not take our headers, or there is no token among them"
_US = Implementation(name="jarvisd", version=__version__)


class Session:
    """An open connection."""

    def __init__(self, client: Client, server: Server, sampling: Sampling) -> None:
        self._client = client
        self._server = server
        self._sampling = sampling

    async def offers(self) -> tuple[Offer, ...]:
        """What it offers now. ToolError where it cannot be read."""
        found: list[Written] = []
        cursor: str | None = None
        for _ in range(_PAGES):
            try:
                page = await self._client.list_tools(cursor=cursor, cache_mode="bypass")
            except MCPError as error:
                raise ToolError(_said(error)) from None
            except ValueError:
                raise ToolError("its list of tools cannot be read") from None
            found += map(written, page.tools)
            cursor = page.next_cursor
            if cursor is None or len(found) >= MOST:
                break
        return read(found)

    async def call(self, tool: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """ToolError with what the server says went wrong; ToolUnsure where it went away meanwhile."""
        try:
            with self._sampling.called():
                result = await self._client.call_tool(tool, dict(arguments))
        except MCPError as error:
            if error.code == CONNECTION_CLOSED:
                raise ToolUnsure(f"{self._server.name} went away during the call; whether it happened is not known.") from None
            raise ToolError(f"{self._server.name} says: {_said(error)}") from None
        except (ValueError, RuntimeError):  # no result, or it asks and asks for what we decline
            raise ToolUnsure(f"{self._server.name} gave no result of a tool; whether it happened is not known.") from None
        return results.content(result, tool)

    async def changes(self, changed: Callable[[], None]) -> None:
        """Tells when its tools change, where the newer protocol wants to be asked for that; returns when there is nothing to hear."""
        tools = self._client.server_capabilities.tools
        if tools is None or not tools.list_changed:
            return
        try:
            async with self._client.listen(tools_list_changed=True) as heard:
                async for _ in heard:
                    changed()
        except (ListenNotSupportedError, SubscriptionLost, MCPError, TimeoutError):
            return  # the older protocol tells by itself; else the list is looked at now and then


@asynccontextmanager
async def connect(
    server: Server,
    complaints: foreign.Complaints,
    changed: Callable[[], None],
    older: bool = False,
    answering: Answering | None = None,
) -> AsyncIterator[Session]:
    """Entered and left in one task. older: begins with the handshake of servers that cannot stand the newer one's question."""
    sampling = Sampling(server, answering)

    async def told(message: object) -> None:
        if isinstance(message, ToolListChangedNotification):
            changed()

    for name in ("mcp", "client", "httpx2"):  # they log what servers write, addresses too
        logging.getLogger(name).setLevel(logging.CRITICAL)
    async with AsyncExitStack() as stack:
        client = Client(
            mended(_transport(server, complaints, changed)),
            mode="legacy" if older or server.transport == "sse" else "auto",
            client_info=_US,
            message_handler=told,  # no callback for elicitation: the client declines it
            sampling_callback=sampling.answer if sampling.allowed else None,
            cache=None,
        )
        yield Session(await stack.enter_async_context(client), server, sampling)


def _said(error: MCPError) -> str:
    return "it ended" if error.code == CONNECTION_CLOSED else clean.line(error.message, 300) or "no"


def _transport(server: Server, complaints: foreign.Complaints, over: Callable[[], None]) -> Any:
    match server.transport:
        case "http":
            return _http(server, complaints)
        case "sse":
            return sse_client(server.url, headers=dict(server.headers), timeout=server.timeout)
    return stdio(server, complaints, over)


@asynccontextmanager
async def _http(server: Server, complaints: foreign.Complaints) -> AsyncIterator[Any]:
    patience = httpx2.Timeout(server.timeout, read=None)  # who calls has a deadline of their own
    async with (
        httpx2.AsyncClient(headers=dict(server.headers), timeout=patience, transport=_Bounded(complaints)) as client,
        streamable_http_client(server.url, http_client=client, max_sse_event_size=foreign.LINE) as streams,
    ):
        yield streams


class _Bounded(httpx2.AsyncHTTPTransport):
    """Reads no answer longer than a line may be; a stream of events is bounded event by event. Notes what the library does not tell."""

    def __init__(self, complaints: foreign.Complaints) -> None:
        super().__init__()
        self._complaints = complaints

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        if (status := response.status_code) in _LOCKED or status >= 500:
            self._complaints.note(f"it answered {status}{_WHY if status in _LOCKED else ''}")
        if not response.headers.get("content-type", "").startswith("text/event-stream"):
            assert isinstance(response.stream, httpx2.AsyncByteStream)
            response.stream = _Cut(response.stream)
        return response


class _Cut(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = foreign.LINE
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise httpx2.StreamError(f"the answer is longer than {foreign.LINE // 1024 // 1024} MB")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
