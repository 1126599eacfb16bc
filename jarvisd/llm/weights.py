"""Which weights the embedded model has, and whether this machine has the memory for them."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jarvisd.config import LlmConfig
from jarvisd.errors import JarvisError, ModelError
from jarvisd.llm import EMBEDDED
from jarvisd.llm.embedded import Embedded
from jarvisd.model_store import room
from jarvisd.model_store.room import Room
from jarvisd.sections import EMBEDDED_MODEL

log = logging.getLogger(__name__)

FILE = "model.gguf"  # of every language model in the catalogue
_MOST = 8  # threads; more only wait for one another


@dataclass(frozen=True, slots=True)
class Weights:
    name: str
    path: Path
    room: Room  # at this moment


def weights(config: LlmConfig, find: Callable[[str], Path]) -> Weights:
    """ModelError where they are not there; find gives the folder of a model of the catalogue."""
    name = (config.model if config.provider == EMBEDDED else "") or EMBEDDED_MODEL
    if name.endswith(".gguf"):
        path = Path(name).expanduser()
        name = path.stem
        if not path.is_file():
            raise ModelError(f"[llm] model = {config.model!r}: no such file")
    else:
        path = find(name) / FILE
        if not path.is_file():
            raise ModelError(f"[llm] model = {name!r} is no language model; name one of kind llm (jarvisd models), or the path of a .gguf")
    return Weights(name, path, room.now(path.stat().st_size))


def load(config: LlmConfig, find: Callable[[str], Path]) -> Embedded | None:
    """None, with one line in the log, where it cannot be: the house works without. Nothing is started yet."""
    try:
        found = weights(config, find)
    except JarvisError as error:
        log.warning("no embedded language model: %s", error)
        return None
    if not found.room.enough:
        log.warning("no embedded language model: %s; a smaller one is qwen2.5-coder-0.5b", found.room)
        return None
    return Embedded(found.name, found.path, config.threads or cores(), config)


def cores() -> int:
    """Physical ones that this process may use, where the kernel tells; at least 2: one that waits for the other is still quicker."""
    allowed = os.sched_getaffinity(0)
    real = {_siblings(cpu) for cpu in allowed}
    return min(max(len(real), 2), _MOST)


def _siblings(cpu: int) -> str:
    try:
        return Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list").read_text(encoding="ascii")
    except OSError:
        return str(cpu)
