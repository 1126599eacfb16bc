"""How far the house goes for whom: the most risky act that somebody may have done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jarvisd.errors import ConfigError
from jarvisd.messages import Caller, Language, in_language
from jarvisd.tools import Risk

ANYBODY = "anybody"  # whose name is not known: whoever speaks in a room
_RANKS = tuple(Risk)
_SAYS: dict[Language, str] = {"en": "You may not have that done here.", "zh": "这个你没有权限。"}


class Allowed:
    """table: by names of people {"most": a risk}; for all others everything is done. ConfigError where one is no risk."""

    def __init__(self, table: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._most: dict[str, Risk] = {}
        for name, row in (table or {}).items():
            if set(row) != {"most"} or row["most"] not in [risk.value for risk in Risk]:
                raise ConfigError(f'[tools.people.{name}] needs most = "...", one of: {", ".join(risk.value for risk in Risk)}')
            self._most[name.casefold()] = Risk(row["most"])

    def refusal(self, caller: Caller, risk: Risk, language: Language) -> str:
        """A sentence for people; "" where it may be done."""
        most = self._most.get(caller.user.casefold() or ANYBODY)
        return in_language(_SAYS, language) if most is not None and _RANKS.index(risk) > _RANKS.index(most) else ""
