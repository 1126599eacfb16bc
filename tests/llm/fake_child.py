"""A stand-in for the process that serves the embedded model: the same first lines, the same wire, no weights.

What it is asked is written to the file that stands in the place of the weights, one JSON a line, with slot and pid. Asked about
anything with "slowly" it does not answer; "call" is answered with a call, everything else with two words.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WANTED = json.loads(sys.stdin.readline())
NOTES = Path(WANTED["weights"])


class Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] != f"Bearer {WANTED['key']}":
            self.send_error(401)
            return
        with NOTES.open("a") as notes:
            notes.write(json.dumps({**body, "pid": os.getpid()}) + "\n")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        last = body["messages"][-1]["content"]
        if "slowly" in last:
            time.sleep(60)
        said = ['{"name": "light", ', '"arguments": {"room": "kitchen"}}'] if "call" in last else ["Good ", "morning."]
        for text in said[: body["max_tokens"]]:
            self._send({"content": text}, None)
        self._send({}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, delta: dict[str, Any], reason: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "fake", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
sys.stdout.flush()
sys.stdin.read()
os._exit(0)
