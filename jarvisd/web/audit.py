"""What the command line can have of the audit: its newest rows."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from jarvisd.errors import ControlError
from jarvisd.tools.audit import Journal
from jarvisd.web.control import Command, Row

_MOST = 10_000  # rows


class AuditCommands:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @property
    def table(self) -> Mapping[str, Command]:
        return {"audit": self.audit}

    async def audit(self, wanted: Mapping[str, Any]) -> AsyncGenerator[Row, None]:
        """{"limit"} -> {"at", "kind", "tool", "detail"} a row, oldest first."""
        limit = wanted.get("limit", 20)
        if not isinstance(limit, int) or not 1 <= limit <= _MOST:
            raise ControlError(f"limit = {limit!r}: a whole number from 1 to {_MOST} is wanted")
        for entry in await self._journal.newest(limit):
            yield {"at": entry.at.isoformat(), "kind": entry.kind, "tool": entry.subject, "detail": dict(entry.detail)}
