"""Writes the wake words into the configuration file, leaving every other line as it is."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

from jarvisd import config
from jarvisd.config import Paths
from jarvisd.errors import ConfigError

_SECTION = re.compile(r"^\[wake\][ \t]*(#.*)?$", re.MULTILINE)
_NEXT = re.compile(r"^\[", re.MULTILINE)
_WORDS = re.compile(r"^words[ \t]*=[ \t]*\[[^\]]*\]", re.MULTILINE)


def write_words(where: Paths, words: Sequence[str]) -> Path:
    """The file. ConfigError where it cannot be written, or is none after the change; then it is as it was."""
    path = where.config or Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "jarvisd/jarvis.toml"
    part = path.with_name(path.name + ".part")
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(changed(text, words), encoding="utf-8")
        if path.exists():
            part.chmod(path.stat().st_mode & 0o777)
        config.load(part)
        part.replace(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written ({error.strerror}); write yourself: [wake] words = {_list(words)}") from error
    finally:
        part.unlink(missing_ok=True)
    return path


def changed(text: str, words: Sequence[str]) -> str:
    """The text with these words under [wake]."""
    line = f"words = {_list(words)}"
    section = _SECTION.search(text)
    if section is None:
        return f"{text.rstrip()}\n\n[wake]\n{line}\n".lstrip()
    after = _NEXT.search(text, section.end())
    end = after.start() if after else len(text)
    body = text[section.end() : end]
    body = _WORDS.sub(lambda _: line, body, count=1) if _WORDS.search(body) else f"\n{line}{body}"
    return text[: section.end()] + body + text[end:]


def _list(words: Sequence[str]) -> str:
    return json.dumps([*words], ensure_ascii=False)
