"""Pages and searches of the web: never an address within the house, whatever a name or a redirect says; real servers on the loopback."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from jarvisd.errors import ConfigError
from jarvisd.messages import Caller, ToolCall, ToolResult
from jarvisd.tools import Asked
from jarvisd.tools.bus import Bus
from jarvisd.tools.web.page import Unfetched, fetch, public
from jarvisd.tools.web.tools import WebTools

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=ZoneInfo("Europe/Vienna"))
ASKED = Asked(Caller("anna"), "talk", "en", NOW, "model")
Given = Callable[[BaseHTTPRequestHandler], None]


def page(body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Given:
    raw = body if isinstance(body, bytes) else body.encode()

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(raw)

    return give


@contextmanager
def server(pages: Mapping[str, Given], host: str = "127.0.0.1") -> Iterator[tuple[str, list[str]]]:
    """Its address, and the ways that were asked for."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            pages.get(urlsplit(self.path).path, page("", status=404))(self)

        def log_message(self, format: str, *args: object) -> None: ...

    served = ThreadingHTTPServer((host, 0), Answers)
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{served.server_port}", asked
    finally:
        served.shutdown()
        served.server_close()
        thread.join()


def anywhere(address: str) -> bool:
    return True


async def call(tools: WebTools, tool: str, asked: Asked = ASKED, /, **given: Any) -> ToolResult:
    return await Bus([tools]).call(ToolCall("1", tool, given), asked)


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("1.1.1.1", True), ("2606:4700::1111", True), ("::ffff:1.1.1.1", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("198.18.0.1", False), ("::", False), ("::1", False), ("fe80::1%eth0", False),
        ("fc00::1", False), ("::ffff:10.0.0.1", False), ("2002:a00:1::1", False), ("64:ff9b::a00:1", False), ("no address", False),
    ],
)  # fmt: skip
def test_addresses_within_are_known_in_every_disguise(address: str, is_public: bool) -> None:
    assert public(address) is is_public


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://2130706433:{port}/", "http://0x7f.1:{port}/", "http://127.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/", "http://0:{port}/",
    ],
)  # fmt: skip
async def test_no_way_of_writing_it_reaches_this_machine(url: str) -> None:
    with server({"/": page("secret")}) as (here, asked):
        told = await call(WebTools("", True), "web_read", url=url.format(port=urlsplit(here).port))
        assert "within the house" in told.error or "no address" in told.error or "There is no" in told.error
        assert asked == []


def test_a_name_is_looked_up_once_and_every_address_it_has_must_be_public() -> None:
    with server({"/": page("secret")}) as (here, asked):
        port = urlsplit(here).port
        answers = iter([["1.1.1.1"], ["127.0.0.1"]])

        def first_public(host: str, port: int) -> Sequence[str]:
            return next(answers)

        with pytest.raises(Unfetched):  # the connection goes to the address that was judged, which nobody answers here
            fetch(f"http://rebound.example:{port}/", lookup=first_public, seconds=0.3)
        with pytest.raises(Unfetched, match="private"):
            fetch(f"http://both.example:{port}/", lookup=lambda host, port: ["1.1.1.1", "127.0.0.1"])
        with pytest.raises(Unfetched, match="unknown"):
            fetch("http://nobody.example/", lookup=lambda host, port: [])
        assert asked == []


def test_a_redirect_to_an_address_within_is_not_followed() -> None:
    with server({"/secret": page("secret")}) as (within, asked), server({}) as (outside, _):
        port = urlsplit(outside).port
        pages = {"/": page("", status=302, Location=f"{within}/secret")}
        with server(pages) as (start, _):
            ours = urlsplit(start).port

            def only_ours(host: str, at: int) -> Sequence[str]:
                return ["127.0.0.1"] if at == ours else ["127.0.0.2"]

            with pytest.raises(Unfetched, match="private"):
                fetch(f"http://page.example:{ours}/", allowed=lambda address: address == "127.0.0.1", lookup=only_ours)
        assert asked == []
        assert port


async def test_a_page_is_read_as_text_piece_by_piece() -> None:
    pages = {
        "/": page("<title>Roses</title><nav>menu</nav><h1>Cutting</h1><p>In March.</p><script>x()</script>"),
        "/moved": page("", status=301, Location="/"),
        "/plain": page("纯文本", "text/plain; charset=utf-8"),
        "/long": page("word " * 4000, "text/plain"),
        "/a b": page("spaces", "text/plain"),
    }
    with server(pages) as (here, _):
        tools = WebTools("", True, anywhere)
        told = await call(tools, "web_read", url=f"{here}/moved")
        assert told.untrusted
        assert told.content["title"] == "Roses"
        assert told.content["url"] == f"{here}/"
        assert "In March." in told.content["text"]
        assert "x()" not in told.content["text"]
        assert (await call(tools, "web_read", url=f"{here}/plain")).content["text"] == "纯文本"
        first = (await call(tools, "web_read", url=f"{here}/long")).content
        assert first["goes_on_at"] == 6000
        assert "goes_on_at" not in (await call(tools, "web_read", url=f"{here}/long", **{"from": 18_000})).content


@pytest.mark.parametrize(
    ("given", "en", "zh"),
    [
        (page("gone", status=404), "the server says 404", "404"),
        (page(b"\0" * 99, "image/png"), "no text (image/png)", "不是文字"),
        (page("", status=302, Location="/page"), "without end", "没有尽头"),
        (page("", status=302, Location="file:///etc/passwd"), "no address", "不是网址"),
        (page("<script>only()</script>"), "no text", "没有能读的文字"),
        (lambda handler: handler.wfile.write(b"\0\1 no HTTP at all\r\n\r\n"), "cannot be reached", "连不上"),
        (page("half", Content_Length="99999"), "", ""),
    ],
)
async def test_what_cannot_be_read_is_said(given: Given, en: str, zh: str) -> None:
    with server({"/page": given}) as (here, _):
        for language, said in (("en", en), ("zh", zh)):
            asked = replace(ASKED, language=language)
            told = await call(WebTools("", True, anywhere), "web_read", asked, url=f"{here}/page")
            assert said in told.error


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://",
        "http://user:word@a.example/",
        "http://a:99999/",
        "javascript:x",
        "\0",
        "http://[::",
    ],
)
async def test_what_is_no_address_is_refused(url: str) -> None:
    assert (await call(WebTools("", True, anywhere), "web_read", url=url)).error == "That is no address of the web."


@pytest.mark.real_time
def test_a_flood_is_cut_and_a_trickle_is_left() -> None:
    stop = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        page("")(handler)
        while not stop.wait(0.05):
            try:
                handler.wfile.write(b".")
            except OSError:
                return

    with server({"/flood": page("x" * (3 * 2**20), "text/plain"), "/trickle": trickle}) as (here, _):
        flood = fetch(f"{here}/flood", anywhere)
        assert flood.cut
        assert len(flood.content) == 2 * 2**20
        with pytest.raises(Unfetched, match="broken"):
            fetch(f"{here}/trickle", anywhere, seconds=0.3)
        stop.set()


@pytest.mark.real_time
@pytest.mark.parametrize("said", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"", b"HTTP/1."], ids=["head", "silence", "status"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_head_that_trickles_holds_nobody_for_longer_than_a_body(said: bytes, scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:

        def trickle() -> None:
            line, _ = door.accept()
            with suppress(OSError), line:
                line.sendall(said)
                while True:
                    line.sendall(b".")
                    threading.Event().wait(0.05)

        threading.Thread(target=trickle, daemon=True).start()
        began = time.monotonic()
        with pytest.raises(Unfetched):
            fetch(f"{scheme}://127.0.0.1:{door.getsockname()[1]}/", anywhere, seconds=0.3)
        assert time.monotonic() - began < 2


RESULTS = {
    "results": [
        {"title": "Roses", "url": "https://roses.example/", "content": "Cut them in March. " * 50},
        {"title": "", "url": "https://nobody.example/"}, "no result",
        *({"title": f"More {number}", "url": f"https://more.example/{number}", "content": ""} for number in range(9)),
    ]
}  # fmt: skip


async def test_a_search_asks_the_households_own_server_which_may_stand_within() -> None:
    with server({"/search": page(json.dumps(RESULTS), "application/json")}) as (here, asked):
        told = await call(WebTools(here, False), "web_search", replace(ASKED, language="zh"), words="怎么剪玫瑰 & roses")
        assert told.untrusted
        assert told.content["results"][0]["title"] == "Roses"
        assert len(told.content["results"][0]["text"]) <= 300
        query = parse_qs(urlsplit(asked[0]).query)
        assert query["q"] == ["怎么剪玫瑰 & roses"]
        assert query["format"] == ["json"]
        assert query["language"] == ["zh"]


@pytest.mark.parametrize(
    "given",
    [
        page("<html>no JSON</html>"),
        page("[]", "application/json"),
        page("{}", "application/json"),
        page("", status=403),
        page("[" * 99_999),
    ],
)
async def test_a_search_that_fails_is_said(given: Given) -> None:
    with server({"/search": given}) as (here, _):
        assert (await call(WebTools(here, False), "web_search", words="roses")).error == "The search does not answer."
        zh = await call(WebTools(here, False), "web_search", replace(ASKED, language="zh"), words="roses")
        assert zh.error == "搜索没有回应。"
    assert (await call(WebTools("http://127.0.0.1:1", False), "web_search", words="roses")).error == "The search does not answer."


async def test_in_a_talk_with_words_of_others_only_what_a_search_brought_is_read() -> None:
    """An address that an injected sentence makes up would carry away what stands in the talk."""
    with server({"/page": page("found", "text/plain")}) as (here, asked):
        results = {"results": [{"title": "Page", "url": f"{here}/page", "content": ""}]}
        with server({"/search": page(json.dumps(results), "application/json")}) as (finder, _):
            tools = WebTools(finder, True, anywhere)
            tainted = replace(ASKED, tainted=True)
            bus = Bus([tools])
            stolen = await bus.call(ToolCall("1", "web_read", {"url": f"{here}/page?safe=4711"}), tainted)
            assert "Words of others" in stolen.error
            await bus.call(ToolCall("2", "web_search", {"words": "page"}), tainted)
            assert (await bus.call(ToolCall("3", "web_read", {"url": f"{here}/page"}), tainted)).content["text"] == "found"
            elsewhere = replace(tainted, conversation="other")
            assert "Words of others" in (await bus.call(ToolCall("4", "web_read", {"url": f"{here}/page"}), elsewhere)).error
            assert asked == ["/page"]


def test_both_are_off_until_they_are_configured() -> None:
    assert WebTools("", False).tools() == ()
    with pytest.raises(ConfigError, match=r"\[web\] search"):
        WebTools("localhost:8888", True)
