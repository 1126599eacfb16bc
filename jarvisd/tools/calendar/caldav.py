"""A CalDAV server (RFC 4791), spoken to by the caldav package in threads, each request with a deadline."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.sax.saxutils import escape

from jarvisd.errors import CalendarError
from jarvisd.tools.calendar.lines import LARGEST
from jarvisd.tools.calendar.server import EVENTS, TODOS, Answer, Found, Listed, Shown

if TYPE_CHECKING:
    from caldav.davclient import DAVClient
    from caldav.response import DAVResponse

Result = TypeVar("Result")

_TIMEOUT = 10  # seconds without a byte
_DEADLINE = 30.0  # seconds for one request
_CALENDAR = "{urn:ietf:params:xml:ns:caldav}calendar"
_HOME = "{urn:ietf:params:xml:ns:caldav}calendar-home-set"
_KINDS = "{urn:ietf:params:xml:ns:caldav}supported-calendar-component-set"
_PRINCIPAL = "{DAV:}current-user-principal"
_FIND = """<?xml version="1.0"?><D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:displayname/>
<D:resourcetype/><D:current-user-principal/><C:calendar-home-set/><C:supported-calendar-component-set/></D:prop></D:propfind>"""
_LIST = """<?xml version="1.0"?><D:propfind xmlns:D="DAV:"><D:prop><D:getetag/><D:resourcetype/></D:prop></D:propfind>"""
_GET = """<?xml version="1.0"?><C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/>
<C:calendar-data/></D:prop>{hrefs}</C:calendar-multiget>"""
_LEFT_OUT = f"larger than {LARGEST // 1_000_000} MB"  # in the place of an entry's text; no calendar, and read as none
_REFUSED = frozenset({400, 405, 409, 413, 415, 422, 507})


class _Forbidden(CalendarError):
    """Not the whole server: this one thing."""


class _TooLarge(CalendarError):
    """More than is taken in at once: more than LARGEST in one entry."""


class CalDav:
    """url: of the server, of a principal, or of one calendar. password: asked for at every connection, so that a new one is taken."""

    def __init__(self, url: str, user: str, password: Callable[[], str]) -> None:
        self._url = url if url.endswith("/") else f"{url}/"
        self._user = user
        self._password = password
        self.name = urlsplit(url).hostname or url

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Talk, None]:
        client = await _thread(lambda: _client(self._url, self._user, self._password()), self.name)
        try:
            yield Talk(client, self._url, self.name)
        finally:
            await asyncio.to_thread(client.close)


class Talk:
    """A Session."""

    def __init__(self, client: DAVClient, url: str, name: str) -> None:
        self._client = client
        self._url = url
        self._name = name

    async def calendars(self) -> Mapping[str, Shown]:
        """Of the address itself, of its home, or of the home of whoever we are there."""
        here = await self._find(self._url, 0)
        own = {urljoin(self._url, quote(unquote(href), safe="/@:~")): properties for href, properties in here.items()}
        if any(_is_calendar(properties) for properties in own.values()):
            return {self._url: _shown(next(iter(own.values())), self._url)}
        principal = next((_href(properties.get(_PRINCIPAL)) for properties in own.values() if _href(properties.get(_PRINCIPAL))), "")
        home = next((_href(properties.get(_HOME)) for properties in own.values() if _href(properties.get(_HOME))), "")
        if not home and principal:
            found = await self._find(urljoin(self._url, principal), 0)
            home = next((_href(properties.get(_HOME)) for properties in found.values() if _href(properties.get(_HOME))), "")
        where = urljoin(self._url, home) if home else self._url
        there = await self._find(where, 1)
        made = {}
        for href, properties in there.items():
            address = urljoin(where, quote(unquote(href), safe="/@:~"))
            if _is_calendar(properties) and (shown := _shown(properties, address)).kinds:
                made[address if address.endswith("/") else f"{address}/"] = shown
        if not made:
            raise CalendarError(f"{self._name} shows no calendar there; is the address right?")
        return made

    async def listed(self, calendar: str) -> Sequence[Listed]:
        answer = await self._ask("PROPFIND", calendar, _LIST, {"Depth": "1"}, (207,))
        found = []
        for one in await self._read(answer.parse_propfind):
            entry = _entry(one.href, calendar)
            etag = one.properties.get("{DAV:}getetag")
            if entry and etag and one.status == 200 and "{DAV:}collection" not in (one.properties.get("{DAV:}resourcetype") or ()):
                found.append(Listed(entry, str(etag)))
        return found

    async def fetch(self, calendar: str, entries: Sequence[str]) -> Sequence[Found]:
        """One that is too large comes as a text that says so: it must not hold up the others, nor be fetched again and again."""
        try:
            return await self._fetch(calendar, entries)
        except _TooLarge:
            if len(entries) > 1:
                half = len(entries) // 2
                return [*await self.fetch(calendar, entries[:half]), *await self.fetch(calendar, entries[half:])]
            listed = await self.listed(calendar)
            return [Found(one.entry, one.etag, _LEFT_OUT) for one in listed if one.entry in entries]

    async def _fetch(self, calendar: str, entries: Sequence[str]) -> Sequence[Found]:
        path = urlsplit(calendar).path
        hrefs = "".join(f"<D:href>{escape(path + quote(entry, safe='@:~'))}</D:href>" for entry in entries)
        answer = await self._ask("REPORT", calendar, _GET.format(hrefs=hrefs), {"Depth": "1"}, (207,))
        found = []
        for one in await self._read(answer.parse_calendar_query):
            entry = _entry(one.href, calendar)
            text = one.calendar_data or ""
            if one.status == 200 and one.etag and entry in entries and text:
                found.append(Found(entry, str(one.etag), text if len(text) <= LARGEST else _LEFT_OUT))
        return found

    async def put(self, calendar: str, entry: str, text: str, etag: str) -> Answer:
        condition = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
        return await self._change("PUT", calendar, entry, text, headers)

    async def delete(self, calendar: str, entry: str, etag: str) -> Answer:
        return await self._change("DELETE", calendar, entry, "", {"If-Match": etag} if etag else {}, (404, 410))

    async def _change(
        self, method: str, calendar: str, entry: str, body: str, headers: Mapping[str, str], done: tuple[int, ...] = ()
    ) -> Answer:
        fine = (200, 201, 204, *done)
        try:
            answer = await self._ask(method, calendar + quote(entry, safe="@:~"), body, headers, (*fine, 404, 410, 412, *_REFUSED))
        except _Forbidden:
            return "refused"
        if answer.status in fine:
            return "done"
        return "refused" if answer.status in _REFUSED else "changed"

    async def _find(self, url: str, depth: int) -> Mapping[str, Mapping[str, object]]:
        answer = await self._ask("PROPFIND", url, _FIND, {"Depth": str(depth)}, (207,))
        return {one.href: one.properties for one in await self._read(answer.parse_propfind)}

    async def _ask(self, method: str, url: str, body: str, headers: Mapping[str, str], fine: tuple[int, ...]) -> DAVResponse:
        """An answer of one of these states. CalendarError in words for any other."""
        answer = await _thread(lambda: self._client.request(url, method, body, dict(headers)), self._name)
        if answer.status not in fine:
            raise CalendarError(_wrong(answer.status, self._name))
        if answer.status == 207 and answer.tree is None:
            raise CalendarError(f"{self._name} answers with something that is no calendar server's; is the address right?")
        return answer

    async def _read(self, parse: Callable[[], Result]) -> Result:
        return await _thread(parse, self._name)


async def _thread(work: Callable[[], Result], name: str) -> Result:
    """Done in a thread; whatever the package or the network throws as a CalendarError in words."""
    from caldav.lib.error import AuthorizationError, DAVError

    try:
        async with asyncio.timeout(_DEADLINE):
            return await asyncio.to_thread(work)
    except AuthorizationError as error:
        if error.status == 403:
            raise _Forbidden(_wrong(403, name)) from error
        raise CalendarError(_wrong(error.status or 401, name)) from error
    except (DAVError, SyntaxError, ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
        if isinstance(error, SyntaxError) and "huge" in str(error).casefold():  # as libxml says it, whose own bound is LARGEST too
            raise _TooLarge(f"{name} has an entry that is too large") from error
        limited = type(error).__name__ == "RateLimitError"
        raise CalendarError(_wrong(429 if limited else 200, name)) from error
    except OSError as error:  # what its HTTP library throws is one
        late = isinstance(error, TimeoutError) or "Timeout" in type(error).__name__
        raise CalendarError(f"{name} {'does not answer' if late else 'cannot be reached'}") from error


def _wrong(status: int, name: str) -> str:
    match status:
        case 401:
            return f"{name} refuses the user name or the password ([calendar] user, password_file)"
        case 403:
            return f"{name} does not let us in there (403)"
        case 404:
            return f"{name} has nothing at that address (404); is [calendar] url right?"
        case 429 | 503:
            return f"{name} is busy ({status})"
        case _ if status >= 500:
            return f"{name} has a fault of its own ({status})"
        case _ if 200 <= status < 400:
            return f"{name} answers with something that is no calendar server's; is the address right?"
    return f"{name} answers {status}"


def _client(url: str, user: str, password: str) -> DAVClient:
    from caldav.davclient import DAVClient

    _hush()
    client = DAVClient(url, username=user or None, password=password or None, timeout=_TIMEOUT, enable_rfc6764=False)
    client.session.trust_env = False  # neither .netrc nor proxies that the household did not name
    return client


@cache
def _hush() -> None:
    """The package logs what it does not understand, word for word, which may be what stands in the calendar."""
    logging.getLogger("caldav").setLevel(logging.CRITICAL)
    logging.getLogger().addFilter(lambda record: not record.pathname.endswith("caldav/response.py"))


def _entry(href: str, calendar: str) -> str:
    """The part behind the calendar's own address; "" for the calendar itself and for what lies elsewhere."""
    path, own = unquote(urlsplit(href).path), unquote(urlsplit(calendar).path)
    entry = path.removeprefix(own) if path.startswith(own) else ""
    return "" if "/" in entry.rstrip("/") else entry.rstrip("/")


def _is_calendar(properties: Mapping[str, object]) -> bool:
    kinds = properties.get("{DAV:}resourcetype")
    return isinstance(kinds, list | tuple) and _CALENDAR in kinds


def _href(value: object) -> str:
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return str(value or "")


def _shown(properties: Mapping[str, object], url: str) -> Shown:
    """One that does not say what it holds has events."""
    kinds = properties.get(_KINDS) or EVENTS
    return Shown(_named(properties, url), frozenset(kinds if isinstance(kinds, list) else [str(kinds)]) & {EVENTS, TODOS})


def _named(properties: Mapping[str, object], url: str) -> str:
    named = properties.get("{DAV:}displayname")
    return str(named).strip()[:100] if named else unquote(urlsplit(url).path).strip("/").rpartition("/")[2] or "calendar"
