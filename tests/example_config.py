"""Writes config/jarvis.toml from the comments and defaults of jarvisd/sections.py: python -m tests.example_config."""

from __future__ import annotations

import ast
import inspect
import json
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from jarvisd import config

FILE = Path(__file__).parent.parent / "config/jarvis.toml"
_HEAD = """\
# jarvisd's configuration: every key with its default.
# Copy it to ~/.config/jarvisd/jarvis.toml or, for the service, /etc/jarvisd/jarvis.toml, and keep only what you change.
# Any key can also come from the environment: JARVISD_STT__MODEL=whisper-tiny.en sets [stt] model.
# jarvisd config check says what is wrong with it, jarvisd config show what holds in the end.
"""


def sentences(section: type) -> dict[str, str]:
    """The comment behind each field of a section's dataclass, "" where there is none."""
    lines = inspect.getsource(section).splitlines()
    body = next(node for node in ast.parse("\n".join(lines)).body if isinstance(node, ast.ClassDef)).body
    said: dict[str, str] = {}
    for node in body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            line = lines[(node.end_lineno or node.lineno) - 1]
            said[node.target.id] = line.encode()[node.end_col_offset :].decode().strip().removeprefix("#").strip()
    return said


def text() -> str:
    parts = [_HEAD.rstrip("\n")]
    for name, section in get_type_hints(config.Config).items():
        said = sentences(section)
        parts.append(f"\n[{name}]")
        parts += [f"# {said[field.name]}\n{field.name} = {_toml(getattr(section(), field.name))}" for field in fields(section)]
    return "\n".join(parts) + "\n"


def _toml(value: Any) -> str:
    match value:
        case bool() | str() | int() | float():
            return json.dumps(value, ensure_ascii=False)
        case dict() if not value:
            return "{}"
        case tuple():
            return f"[{', '.join(_toml(item) for item in value)}]"
    raise TypeError(f"no TOML for {value!r}")


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
