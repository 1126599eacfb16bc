"""Fetches one page of the public web: no address within the house is ever spoken to, whatever a name or a redirect says.

A name is looked up once, every address it has must be a public one, and the connection goes to the address that was looked at: a name
that means something else a moment later changes nothing. Redirects are followed by hand, each judged the same.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import SplitResult, quote, urljoin, urlsplit

Lookup: TypeAlias = Callable[[str, int], Sequence[str]]
Allowed: TypeAlias = Callable[[str], bool]

LARGEST = 2 * 2**20  # bytes of a page
_HOPS = 5
_SECONDS = 10.0  # for everything
_PIECE = 64 * 1024
_READABLE = ("text/", "application/xhtml+xml", "application/json", "application/xml", "application/pdf")
_AGENT = "jarvisd (a household's assistant)"


class Unfetched(Exception):
    """A key of what is said about it, and what it is about."""

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.about = about


@dataclass(frozen=True, slots=True)
class Page:
    url: str  # after redirects
    kind: str  # "text/html"
    content: bytes
    cut: bool  # there was more


def public(address: str) -> bool:
    """It is one of the internet's: not this machine's, the house's, the link's, a carrier's or a test's, nor one of them in disguise."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner: Any = known
    if isinstance(known, ipaddress.IPv6Address):
        inner = known.ipv4_mapped or known.sixtofour or (known.teredo[1] if known.teredo else None) or known
        if int(known) >> 32 == 0x0064FF9B << 64:  # NAT64
            inner = ipaddress.IPv4Address(int(known) & 0xFFFFFFFF)
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in (known, inner)) or (
        inner is not known and inner.is_global and not inner.is_multicast and known.is_global
    )


def looked_up(host: str, port: int) -> Sequence[str]:
    """Every address of a name; none where it has none."""
    try:
        return list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError):
        return ()


def fetch(url: str, allowed: Allowed = public, lookup: Lookup = looked_up, seconds: float = _SECONDS) -> Page:
    """Blocks for at most so many seconds: call it in a thread. Unfetched where it is not to be had, or not to be asked for."""
    deadline = time.monotonic() + seconds
    for _ in range(_HOPS + 1):
        parts = _parts(url)
        with _asked(parts, allowed, lookup, deadline) as (answer, connection):
            if answer.status in (301, 302, 303, 307, 308) and (to := answer.getheader("Location")):
                url = urljoin(url, to)
                continue
            if answer.status != 200:
                raise Unfetched("status", str(answer.status))
            kind = (answer.getheader("Content-Type") or "text/plain").partition(";")[0].strip().lower()
            if not kind.startswith(_READABLE):
                raise Unfetched("kind", kind)
            try:
                content = _read(answer, connection, deadline)
            except (OSError, http.client.HTTPException) as error:
                raise Unfetched("broken") from error
            return Page(url, kind, content[:LARGEST], len(content) > LARGEST)
    raise Unfetched("hops")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unfetched("address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password or port == 0:
        raise Unfetched("address")
    return parts


@contextmanager
def _asked(
    parts: SplitResult, allowed: Allowed, lookup: Lookup, deadline: float
) -> Iterator[tuple[http.client.HTTPResponse, http.client.HTTPConnection]]:
    """The answer's head. At the deadline the line is cut, whoever waits for it: a head that trickles would hold a thread for days."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = lookup(host, port)
    if not addresses:
        raise Unfetched("unknown", host)
    if not all(map(allowed, addresses)):  # one of them would do: a name must not choose at its leisure
        raise Unfetched("private", host)
    connection = http.client.HTTPConnection(host, port)
    with ExitStack() as stack:
        stack.callback(connection.close)
        try:
            line = socket.create_connection((addresses[0], port), timeout=_left(deadline))
            connection.sock = line
            if parts.scheme == "https":
                context = ssl.create_default_context()
                connection.sock = line = context.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
            ending = threading.Timer(_left(deadline), _cut, (line,))
            ending.daemon = True
            ending.start()
            stack.callback(ending.cancel)
            if isinstance(line, ssl.SSLSocket):
                line.do_handshake()
            answer = _said(connection, parts)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unfetched("unreachable", host) from error
        yield answer, connection


def _said(connection: http.client.HTTPConnection, parts: SplitResult) -> http.client.HTTPResponse:
    way = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='=&%+:/?@!$,;~-._[]')}" if parts.query else ""
    )
    headers = {
        "User-Agent": _AGENT,
        "Accept": "text/html, text/plain, application/json;q=0.9, */*;q=0.1",
        "Accept-Encoding": "identity",
    }
    connection.request("GET", way, headers={**headers, "Connection": "close"})
    return connection.getresponse()


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # whoever reads from it comes to its end


def _read(answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, deadline: float) -> bytes:
    """One byte more than is taken, where there is more. A server that gives a byte now and then is not waited for."""
    pieces = b""
    while len(pieces) <= LARGEST:
        if connection.sock is not None:
            connection.sock.settimeout(_left(deadline))
        elif time.monotonic() > deadline:
            raise TimeoutError
        piece = answer.read1(min(_PIECE, LARGEST + 1 - len(pieces)))
        if not piece:
            _left(deadline)  # cut off then, not ended
            break
        pieces += piece
        _left(deadline)
    return pieces


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
