"""The web as tools: search by the household's own SearXNG, read a page; both off until they are configured."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from jarvisd.errors import ConfigError, DocumentUnreadable, ToolError
from jarvisd.messages import Language, in_language
from jarvisd.tools import Arguments, Asked, Risk, Tool, clean
from jarvisd.tools.files.text import text_of
from jarvisd.tools.web.page import Allowed, Page, Unfetched, fetch, public

_FOUND = 6  # results of a search
_SNIPPET = 300  # characters
_PIECE = 6_000  # characters of a page
_KNOWN = 60  # addresses of a conversation that its last searches brought
_TALKS = 256  # conversations of which it is known what their searches brought
_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf"}

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "address": "That is no address of the web.", "private": "{about} is an address within the house, which I do not read.",
        "unknown": "There is no {about} on the web, or the house is offline.", "unreachable": "{about} cannot be reached.",
        "status": "The page is not to be had: the server says {about}.", "kind": "What lies there is no text ({about}).",
        "hops": "That address leads from one to another without end.", "broken": "The page broke off.",
        "text": "There is no text on that page that can be read.",
        "tainted": "Words of others stand in this talk: I only read pages that a search brought, or that you name in a new one.",
        "search": "The search does not answer.", "end": "The page ends before that.",
    },
    "zh": {
        "address": "这不是网址。", "private": "{about}是家里的地址，我不读。", "unknown": "网上没有{about}，或者现在没有联网。",
        "unreachable": "连不上{about}。", "status": "拿不到这个网页，服务器返回{about}。", "kind": "那里不是文字（{about}）。",
        "hops": "这个网址转来转去没有尽头。", "broken": "网页没有收完。", "text": "这个网页上没有能读的文字。",
        "tainted": "这次对话里有别人写的话：我只读搜索找到的网页，别的请重新开始对话再说。",
        "search": "搜索没有回应。", "end": "网页没有那么长。",
    },
}  # fmt: skip


class WebTools:
    """search: address of a SearXNG, "" for none. read: pages may be read. allowed: to which addresses; the tests' servers are none of the
    internet's."""

    def __init__(self, search: str, read: bool, allowed: Allowed = public) -> None:
        parts = urlsplit(search)
        if search and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ConfigError(f'[web] search = "{search}" is no address; write it like http://localhost:8888')
        self._search_at = search.rstrip("/").removesuffix("/search")
        self._read_too = read
        self._allowed = allowed
        self._brought: OrderedDict[str, Sequence[str]] = OrderedDict()  # addresses that searches brought, by conversation

    def tools(self) -> Sequence[Tool]:
        words = {"type": "string", "minLength": 1, "maxLength": 400}
        start = {"type": "integer", "minimum": 0, "description": "the character to go on from"}
        search = Tool(
            "web_search", "Searches the web: titles, addresses and the beginning of what stands there.",
            _object({"words": words}, "words"), self._search, Risk.READ, deadline=15.0, untrusted=True,
        )  # fmt: skip
        read = Tool(
            "web_read", "Reads the text of a page of the web.", _object({"url": {**words, "maxLength": 2000}, "from": start}, "url"),
            self._read, Risk.READ, deadline=15.0, untrusted=True,
        )  # fmt: skip
        return (*((search,) if self._search_at else ()), *((read,) if self._read_too else ()))

    async def _search(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        query = urlencode({"q": str(given["words"]), "format": "json", "language": asked.language, "safesearch": 1})
        try:  # whoever keeps the house named this server: it may stand within
            page = await _fetched(f"{self._search_at}/search?{query}", lambda address: True)
            found = json.loads(page.content)["results"]
            rows = [_row(row) for row in found[:_FOUND] if isinstance(row, Mapping)]
        except (Unfetched, ValueError, KeyError, TypeError, RecursionError) as error:
            raise ToolError(_say("search", asked.language)) from error
        before = self._brought.pop(asked.conversation, ())
        self._brought[asked.conversation] = tuple(dict.fromkeys((*before, *(row["url"] for row in rows))))[-_KNOWN:]
        while len(self._brought) > _TALKS:
            self._brought.popitem(last=False)
        return {"results": [row for row in rows if row["title"]]}

    async def _read(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        start, url = int(given.get("from", 0)), str(given["url"]).strip()
        if asked.tainted and asked.by == "model" and url not in self._brought.get(asked.conversation, ()):
            raise ToolError(_say("tainted", asked.language))  # an address can carry away what stands in the talk
        try:
            page = await _fetched(url, self._allowed)
            title, text = await asyncio.to_thread(text_of, page.content, _ENDINGS.get(page.kind, ".txt"))
        except Unfetched as error:
            raise ToolError(_say(error.why, asked.language, about=clean.line(error.about, 100))) from error
        except DocumentUnreadable as error:
            raise ToolError(_say("text", asked.language)) from error
        if start and start >= len(text):
            raise ToolError(_say("end", asked.language))
        piece = text[start : start + _PIECE]
        more = {"goes_on_at": start + len(piece)} if len(text) > start + len(piece) else {}
        return {"url": page.url, "title": title, "text": piece, **more}


async def _fetched(url: str, allowed: Allowed) -> Page:
    return await asyncio.to_thread(partial(fetch, url, allowed))


def _row(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "title": clean.line(str(row.get("title") or ""), 200),
        "url": clean.line(str(row.get("url") or ""), 500),
        "text": clean.line(str(row.get("content") or ""), _SNIPPET),
    }


def _say(which: str, language: Language, **about: str) -> str:
    return in_language(_SAYS, language)[which].format(**about)


def _object(properties: Mapping[str, Any], *required: str) -> Mapping[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(required), "additionalProperties": False}
