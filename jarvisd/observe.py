"""Timings of every turn, made from the event feed alone: one log line, one row in a ring on disk, never a word of what was said."""

from __future__ import annotations

import json
import logging
import os
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from jarvisd.events import Event, Failed, Interrupted, TurnEnded, Woke

log = logging.getLogger(__name__)


class Traces:
    """The last turns' timings in traces.jsonl, at most twice as many lines as are kept."""

    def __init__(self, path: Path, keep: int) -> None:
        self._path = path
        self._keep = keep
        self._lines: deque[str] = deque(maxlen=keep)
        self._since_rewrite = 0
        if path.exists():
            self._lines.extend(path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=False))

    def watch(self, event: Event) -> None:
        match event:
            case Woke():
                log.info("turn %s: woke on %s (%s, score %.2f)", event.turn, event.device, event.phrase or "follow-up", event.score)
            case Interrupted():
                log.info("turn %s: interrupted by %s", event.turn, event.by)
            case Failed():
                log.warning("turn %s: %s failed: %s", event.turn, event.where, event.error)
            case TurnEnded():
                stages = " ".join(f"{stage}={ms:.0f}" for stage, ms in event.timings.items())
                log.info("turn %s: %s, ms from the end of speech: %s", event.turn, event.outcome, stages or "none")
                self._add({"turn": event.turn, "at": datetime.now().astimezone().isoformat(timespec="seconds"),
                           "outcome": event.outcome, "timings": dict(event.timings)})  # fmt: skip

    def _add(self, row: Mapping[str, Any]) -> None:
        line = json.dumps(row)
        self._lines.append(line)
        self._since_rewrite += 1
        try:
            if self._since_rewrite > self._keep:
                half = self._path.with_name(self._path.name + ".part")
                half.write_text("\n".join(self._lines) + "\n", encoding="utf-8")
                half.replace(self._path)
                self._since_rewrite = 0
            else:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")
        except OSError as error:  # a full disk must not end the conversation that is being timed
            log.warning("the timings of turn %s were not kept: %s", row["turn"], os.strerror(error.errno or 0))


def read(path: Path) -> list[dict[str, Any]]:
    """The turns of a trace file, oldest first; a line cut by a power failure is passed over."""
    if not path.exists():
        return []
    rows = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return rows
