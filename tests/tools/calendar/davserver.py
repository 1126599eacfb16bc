"""A real CalDAV server (Radicale) on loopback in this process, and faults that can be put before it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from radicale import config
from radicale.app import Application

Fault = Callable[[str, str, int], "tuple[int, str, bytes] | None"]  # (method, path, number of the request) -> (status, type, body)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Dav:
    """fault: asked before every request; what it returns is answered. after: the same, asked when Radicale has done it already."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}/anna/"
        self.folder = folder / "collection-root" / "anna"
        self.fault: Fault | None = None
        self.after: Fault | None = None
        self.enlarge: dict[str, str] = {}  # put into what it answers: Radicale itself takes in no entry of such a size
        self.asked: list[str] = []

    def calendar(self, name: str = "home") -> Path:
        """An empty calendar of hers, made on disk as Radicale keeps it."""
        path = self.folder / name
        path.mkdir(parents=True)
        (path / ".Radicale.props").write_text(f'{{"tag": "VCALENDAR", "D:displayname": "{name}"}}')
        return path

    def texts(self, name: str = "home") -> list[str]:
        return [path.read_text() for path in sorted((self.folder / name).glob("*.ics"))]

    def changes(self) -> list[str]:
        return [method for method in self.asked if method in ("PUT", "DELETE")]


@contextmanager
def dav(folder: Path, users: str = "", port: int = 0) -> Iterator[Dav]:
    """users: lines of an htpasswd file with plain passwords; "" lets everybody in. port: where one was that has ended."""
    logging.getLogger("radicale").setLevel(logging.CRITICAL)
    settings = config.load()
    auth: dict[str, str] = {"type": "none", "delay": "0"}  # it makes strangers wait up to a second
    if users:
        (folder / "users").write_text(users)
        auth = {"type": "htpasswd", "htpasswd_filename": str(folder / "users"), "htpasswd_encryption": "plain", "delay": "0"}
    settings.update({"storage": {"filesystem_folder": str(folder / "dav")}, "auth": auth}, "test")
    real = Application(settings)
    served: list[Dav] = []

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        here = served[0]
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        here.asked.append(method)
        if here.fault is not None and (answer := here.fault(method, path, len(here.asked))):
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))  # closed unread, it would cut off a long answer
            return _answer(answer, start_response)
        body: list[bytes] = []
        enlarge = here.enlarge if method == "REPORT" else {}
        if here.after is None and not enlarge:
            return real(environ, start_response)
        environ.pop("HTTP_ACCEPT_ENCODING", "")
        told: list[Any] = []
        body = list(real(environ, lambda *given: told.append(given)))
        if here.after is not None and (answer := here.after(method, path, len(here.asked))):
            return _answer(answer, start_response)
        if enlarge:
            text = b"".join(body).decode()
            for part, more in enlarge.items():
                text = text.replace(part, more)
            return _answer((int(told[0][0].split()[0]), dict(told[0][1])["Content-Type"], text.encode()), start_response)
        start_response(*told[0])
        return body

    server = make_server("127.0.0.1", port, application, _Threads, _Quiet)
    served.append(Dav(server.server_port, folder / "dav"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(answer: tuple[int, str, bytes], start_response: Callable[..., Any]) -> Iterable[bytes]:
    status, kind, body = answer
    start_response(f"{status} No", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]
