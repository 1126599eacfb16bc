"""Who holds a sound card: PortAudio does not even list one that another program has opened, Linux knows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

_CARDS = Path("/proc/asound")  # of ALSA: card0/pcm0c/sub0/status, c for what hears and p for what speaks
_OWNER = re.compile(r"^owner_pid\s*:\s*(\d+)", re.MULTILINE)


def holder(way: Literal["input", "output"], cards: Path = _CARDS, processes: Path = Path("/proc")) -> str:
    """ "PCH is in use by arecord (process 4711)", the first that is found; "" where none is in use, or nobody can know."""
    for status in sorted(cards.glob(f"card*/pcm*{'c' if way == 'input' else 'p'}/sub*/status")):
        card = status.parts[-4]
        if owner := _OWNER.search(_read(status)):
            program = _read(processes / owner[1] / "comm") or "another program"
            return f"{_read(cards / card / 'id') or card} is in use by {program} (process {owner[1]})"
    return ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:  # the card or the program went meanwhile
        return ""
