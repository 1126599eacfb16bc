"""How a text is edited: what an edit comes to, or the sentence that says why it is none."""

from __future__ import annotations

import re

from jarvisd.errors import MemoryRefused

_SHOWN = 200  # characters of an argument that a refusal repeats
_NUMBERED = re.compile(r"^[ \t]*(?:Line \d+: |\d+[ \t]*→|\d+\t|\d+[ \t]*\| )", re.MULTILINE)
_MAYBE_NUMBERED = re.compile(r"^[ \t]*\d+[:.)] ?", re.MULTILINE)  # also how a list or a time begins

_INSTRUCTION = re.compile(
    r"""(?:^|[.!?;:,\n]\s*|\b(?:please|and|wants\s+you\s+to)\s+)
        (?:always|never|make\s+sure|be\s+sure|remember\s+to|do\s+not|don'?t|act\s+as|pretend|obey)\b
      | \bfrom\s+now\s+on\b
      | \b(?:whenever|every\s+time)\s+(?:i|we|you|anyone|anybody|someone|somebody)\s+(?:say|ask|tell|call|mention)s?\b
      | \b(?:ignore|disregard|forget)\b.{0,30}\b(?:previous|prior|above|earlier|instructions?|rules)\b
      | \b(?:you|jarvis|the\s+(?:assistant|agent|model|system))\s+
        (?:must|should|shall|may\s+not|are\s+(?:now|not|to)|is\s+to|has\s+to|have\s+to)\b
      | \bsystem\s+prompt\b
      | 从现在起|从现在开始|从今以后|从今往后
      | (?:^|[。！？；，、：\n]|请你?|你)\s*(?:今后|以后|总是|永远|始终|务必|一定要|必须|绝不|千万|不要|不许|别(?!名|墅|人|的|处))
      | (?:你|贾维斯|助手|系统|模型)(?:必须|应该|应当|要|只能|不能|不得|现在是)
      | (?:忽略|无视|忘记|忘掉).{0,12}(?:之前|以上|前面|先前|指令|规则|提示)|系统提示""",
    re.VERBOSE | re.IGNORECASE,
)


def instructs(text: str) -> bool:
    """It tells the house what to do from now on, rather than how something is: such lines are a person's to give."""
    return _INSTRUCTION.search(text) is not None


def appended(text: str, more: str) -> str:
    return f"{text}\n{more}" if text else more


def replaced(label: str, text: str, old: str, new: str) -> str:
    """MemoryRefused unless `old` stands there exactly once."""
    if not old:
        raise MemoryRefused(
            "No replacement was performed, old_string is empty. Quote the words that are to be replaced, or append instead."
        )
    found = [start for start in range(len(text) - len(old) + 1) if text.startswith(old, start)]
    if len(found) > 1:
        lines = [text.count("\n", 0, start) + 1 for start in found]
        raise MemoryRefused(
            f"No replacement was performed. Multiple occurrences of old_string `{_short(old)}` in lines {lines}. "
            "Please ensure it is unique."
        )
    if not found:
        bare = _MAYBE_NUMBERED.sub("", old)
        hint = " Leave out the line number at its beginning." if bare != old and bare and bare in text else ""
        raise MemoryRefused(
            f"No replacement was performed, old_string `{_short(old)}` did not appear verbatim in memory block with label `{label}`.{hint}"
        )
    return text[: found[0]] + new + text[found[0] + len(old) :]


def inserted(text: str, more: str, line: int) -> str:
    """After so many lines; -1 is the end."""
    lines = text.split("\n") if text else []
    if not -1 <= line <= len(lines):
        raise MemoryRefused(
            f"Invalid `insert_line` parameter: {line}. It should be within the range of lines of the memory block: [0, {len(lines)}], "
            "or -1 to append to the end of the memory block."
        )
    at = len(lines) if line == -1 else line
    return "\n".join([*lines[:at], *more.split("\n"), *lines[at:]])


def unnumbered(name: str, text: str) -> None:
    """Refuses what was copied together with line numbers: they are for the eye only."""
    if _NUMBERED.search(text):
        raise MemoryRefused(
            f"{name} contains a line number prefix, which is not allowed. "
            "Do not include line numbers when calling memory tools (line numbers are for display purposes only)."
        )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
