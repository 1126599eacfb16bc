"""Text without what is only for the eye: markup, emoji, addresses."""

from __future__ import annotations

import re
import unicodedata

from jarvisd.messages import Language

_LINK_WORDS = {"en": "a link", "zh": "链接"}
_AT = {"en": (" at ", " dot "), "zh": ("艾特", "点")}

_CODE_BLOCK = re.compile(r"(```|~~~).*?(?:\1|\Z)", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>()\[\]，。；、！？“”]*[^\s<>()\[\]，。；、！？“”.,;:!?'\"*_`]", re.IGNORECASE)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")

# In this order.
_MARKUP = (
    (re.compile(r"<!--.*?-->", re.DOTALL), " "),
    (re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),  # links and images keep their label
    (re.compile(r"!?\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"\[\^?\d+\]"), ""),  # footnotes
    (re.compile(r"</?[a-zA-Z][^<>]*>"), " "),
    (re.compile(r"^\s*\|?[\s:|-]*-{3,}[\s:|-]*\|?\s*$", re.MULTILINE), " "),  # rules of tables and between parts
    (re.compile(r"^\s*(?:[*_=]\s*){3,}$", re.MULTILINE), " "),
    (re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*$", re.MULTILINE), r"\1"),
    (re.compile(r"^\s*>+\s?", re.MULTILINE), ""),
    (re.compile(r"^\s*[-*+•◦▪‣·]\s+(?:\[[ xX]\]\s*)?", re.MULTILINE), ""),
    (re.compile(r"^\s*(\d{1,3})[.)]\s+(?=\S)", re.MULTILINE), r"\1, "),
    (re.compile(r"`+([^`]*)`+"), r"\1"),
    (re.compile(r"~~(.+?)~~"), r"\1"),
    (re.compile(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\*{2,}|_{2,}|`+"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
    (re.compile(r"&nbsp;"), " "),
    (re.compile(r"&amp;"), "&"),
    (re.compile(r"&lt;"), "<"),
    (re.compile(r"&gt;"), ">"),
)
_CELLS = re.compile(r"\s*\|\s*")
_SPOKEN_SIGNS = "°℃℉%‰€£¥￥$+=<>×÷±≈≠≤≥→←↑↓~～½¼¾⅓⅔²³№μΩ"


def plain(text: str, language: Language) -> str:
    """One line of words, digits, punctuation and the signs that are read aloud."""
    text = _CODE_BLOCK.sub(" ", text.replace("\r", "\n"))
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    at, dot = _AT[language]
    text = _MAIL.sub(lambda found: found.group().replace("@", at).replace(".", dot), text)
    text = _ADDRESS.sub(_LINK_WORDS[language], text)
    text = ", ".join(cell for cell in _CELLS.split(text) if cell) if "|" in text else text
    lines = [line.strip() for line in text.split("\n")]
    text = _joined([line for line in lines if line], language)
    return " ".join("".join(map(_shown, text)).split())


def _joined(lines: list[str], language: Language) -> str:
    """A line without an end gets one, so that the voice pauses."""
    stop = "。" if language == "zh" else "."
    ended = [line if line[-1] in ".!?,;:。！？，；：…、" else line + stop for line in lines[:-1]]
    return " ".join([*ended, *lines[-1:]])


def _shown(sign: str) -> str:
    """The sign, a space for what separates, nothing for emoji and what cannot be seen."""
    if sign in _SPOKEN_SIGNS:
        return sign
    if sign in "\u200b\u200d\ufeff\ufe0f\u20e3":
        return ""
    kind = unicodedata.category(sign)
    if kind in ("Cf", "Co", "Cn", "Cs", "So", "Sk", "Me"):
        return " " if kind == "So" else ""
    return " " if kind in ("Cc", "Zs", "Zl", "Zp") else sign
