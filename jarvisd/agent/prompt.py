"""Who it is, in every language: the words that every prompt begins with."""

from __future__ import annotations

from pathlib import Path

from jarvisd.errors import ConfigError
from jarvisd.messages import LANGUAGES, Language


def personas(folder: Path) -> dict[Language, str]:
    """Byte for byte the same at every turn, so that a server may keep what it read. ConfigError where one cannot be read."""
    try:
        return {language: (folder / f"{language}.md").read_text(encoding="utf-8").strip() for language in LANGUAGES}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{folder}: the prompts cannot be read ({error})") from error
