"""What was said and what is known, for a model: looked up, added to, corrected, deleted."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Any

from jarvisd.errors import MemoryRefused, ToolError
from jarvisd.memory import Archive, Finder, Found, Passage, Turn, Within
from jarvisd.memory.clean import clean
from jarvisd.memory.known import KNOWN
from jarvisd.messages import Language, in_language
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.blocks import untainted

_PIECE = 300  # characters of a result that are shown: it is read by a small model
_LONGEST = 4000  # characters of one passage; more is a document
_MOST = 20  # results
_REMEMBERED = 64  # passages whose words a question before a deletion can name
_DOCUMENTS = "document_search"

# Behind a search that found nothing: without it a small model says that it does not know who wrote Faust, or looks again and again.
_NOTHING: Mapping[Language, str] = {
    "en": "Nothing about that is in memory. If everybody knows it, answer it now; about this family or home say that you do not know.",
    "zh": "记忆里没有。如果是常识，现在就直接回答；如果是家里的事，就说不知道。",
}
# The same where something is a little like it: whatever is looked for, a search by meaning finds what is nearest.
_UNSURE: Mapping[Language, str] = {
    "en": "Nothing in memory is surely about that; what stands under perhaps may be about something else. If everybody knows it, answer it "
    "now; about this family or home say that you are not sure.",
    "zh": "记忆里没有确定相关的；perhaps 里的可能说的是别的事。如果是常识，现在就直接回答；如果是家里的事，就说不确定。",
}
_PERHAPS = 0.1  # similarity below which it is about something else
_QUERY = {"type": "string", "description": "words to look for"}
_DAY = {"type": "string", "description": "day, YYYY-MM-DD, inclusive"}
_TAGS = {"type": "array", "items": {"type": "string"}}
_ID = {"type": "integer"}
_COUNT = {"type": "integer", "minimum": 1, "maximum": _MOST}


class MemoryTools:
    """A toolset over recall and archive. zone: the household's, in which days begin and end.

    strangers: tools whose results were written by others. Of a turn that used one, or that was answered after one was used, only what the
    person said is shown; documents, too, have a tool of their own, whose results are known to be others' words.
    """

    def __init__(self, recall: Finder, archive: Archive, zone: tzinfo, strangers: frozenset[str] = frozenset()) -> None:
        self._recall = recall
        self._archive = archive
        self._zone = zone
        self._strangers = strangers | {_DOCUMENTS}
        self._shown: OrderedDict[int, str] = OrderedDict()

    def tools(self) -> Sequence[Tool]:
        dates = {"start_date": _DAY, "end_date": _DAY}
        roles = {"type": "array", "items": {"enum": ["user", "assistant"]}}
        searched = {"query": _QUERY, "tags": _TAGS, "tag_match": {"enum": ["any", "all"]}, "top_k": _COUNT, "start": _DAY, "end": _DAY}
        said = {"query": _QUERY, "roles": roles, "limit": _COUNT, **dates, "person": {"type": "string"}}
        return (
            Tool(
                "conversation_search",
                "Finds what was said in earlier talks.",
                _schema(said),
                self._said,
                Risk.READ,
                examples=(("What did I say about the garden?", {"query": "garden"}), ("上次说到花园，我是怎么讲的", {"query": "花园"})),
            ),
            Tool(
                "archival_memory_search",
                "Finds facts that were remembered.",
                _schema(searched, ("query",)),
                self._search,
                Risk.READ,
                examples=(
                    ("What is Tom's favourite colour?", {"query": "Tom's favourite colour"}),
                    ("When did we buy the car?", {"query": "bought the car"}),
                    ("What size are Ben's gloves?", {"query": "Ben's glove size"}),
                    ("汤姆最喜欢什么颜色", {"query": "汤姆 最喜欢的颜色"}),
                    ("车是哪年买的", {"query": "车 哪年买的"}),
                    ("小红的手套是几号的", {"query": "小红 手套 几号"}),
                ),
            ),
            Tool(
                _DOCUMENTS,
                "Finds passages in the household's documents.",
                _schema({"query": _QUERY, "top_k": _COUNT}, ("query",)),
                self._documents,
                Risk.READ,
                untrusted=True,
            ),
            Tool(
                "archival_memory_insert",
                "Remembers a fact for good.",
                _schema({"content": {"type": "string"}, "tags": _TAGS}, ("content",)),
                self._insert,
                Risk.REVERSIBLE,
            ),
            Tool(
                "archival_memory_update",
                "Corrects a remembered fact.",
                _schema({"id": _ID, "content": {"type": "string"}}, ("id", "content")),
                self._update,
                Risk.REVERSIBLE,
            ),
            Tool(
                "archival_memory_delete",
                "Deletes a remembered fact for good.",
                _schema({"id": _ID}, ("id",)),
                self._delete,
                Risk.DANGEROUS,
                question=self._question,
            ),
        )

    async def _said(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        within = replace(
            self._days(given, "start_date", "end_date", asked.at),
            person=clean(given.get("person", "")),
            roles=frozenset(given.get("roles", ())),
        )
        found = await self._recall.search(clean(given.get("query", "")), within, given.get("limit", 5))
        return _results(((each, self._turn(each.item, within.roles)) for each in found if isinstance(each.item, Turn)), asked)

    async def _search(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        within = replace(
            self._days(given, "start", "end", asked.at),
            tags=frozenset(_tags(given)),
            every_tag=given.get("tag_match") == "all",
        )
        return await self._passages(given, within, asked, documents=False)

    async def _documents(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        return await self._passages(given, Within(), asked, documents=True)

    async def _passages(self, given: Arguments, within: Within, asked: Asked, documents: bool) -> Mapping[str, Any]:
        most = given.get("top_k", 5)
        found = await self._archive.search(clean(given["query"]), within, 4 * most)
        mine = [each for each in found if isinstance(each.item, Passage) and (each.item.source == "document") is documents]
        return _results(((each, self._passage(each.item)) for each in mine[:most] if isinstance(each.item, Passage)), asked)

    async def _insert(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        untainted(asked)
        source: Any = "user" if asked.by == "person" else "agent"
        passage = Passage(_content(given), asked.at, source, asked.caller.user, frozenset(_tags(given)))
        kept = await self._archive.insert(passage)
        return {**self._passage(kept.passage), "how": kept.how}

    async def _update(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        untainted(asked)
        try:
            return self._passage(await self._archive.update(given["id"], _content(given), asked.at))
        except MemoryRefused as error:
            raise ToolError(str(error)) from error

    async def _delete(self, given: Arguments, asked: Asked) -> Mapping[str, Any]:
        untainted(asked)
        passage = await self._archive.get(given["id"])
        if passage is None:
            raise ToolError(f"There is no memory with the id {given['id']}; search for it first.")
        await self._archive.delete(given["id"])
        self._shown.pop(given["id"], None)
        return {"deleted": given["id"]}

    def _question(self, given: Arguments, language: Language) -> str:
        text = self._shown.get(given["id"], "")
        if language == "zh":
            return f"要永远忘掉“{text}”吗？" if text else f"要永远删除第{given['id']}条记忆吗？"
        return f'Shall I forget "{text}" for good?' if text else f"Shall I delete memory number {given['id']} for good?"

    def _days(self, given: Arguments, first: str, last: str, today: datetime) -> Within:
        since, until = (self._day(name, given.get(name, ""), today) for name in (first, last))
        if since and until and since > until:
            raise ToolError(f"{first} {since} is after {last} {until}; exchange them.")
        return Within.days(since, until, self._zone)

    def _day(self, name: str, text: str, today: datetime) -> date | None:
        """A time behind the day is passed over: days are searched whole."""
        if not text.strip():
            return None
        try:
            return datetime.fromisoformat(text.strip()).date()
        except ValueError:
            now = today.astimezone(self._zone).date()
            raise ToolError(f"{name} {text[:40]!r}: there is no such day; write it like {now}, which is today.") from None

    def _turn(self, turn: Turn, roles: frozenset[str]) -> Mapping[str, Any]:
        row: dict[str, Any] = {"id": turn.id, "at": self._at(turn.at)}
        if turn.person:
            row["person"] = turn.person
        if not roles or "user" in roles:
            row["asked"] = _short(turn.asked)
        foreign = turn.foreign or any(use.name in self._strangers for use in turn.uses)
        if (not roles or "assistant" in roles) and not foreign:
            row["answered"] = _short(turn.answered)
        return row

    def _passage(self, passage: Passage) -> Mapping[str, Any]:
        self._shown[passage.id] = _short(passage.text)
        self._shown.move_to_end(passage.id)
        while len(self._shown) > _REMEMBERED:
            self._shown.popitem(last=False)
        row: dict[str, Any] = {"id": passage.id, "at": self._at(passage.at), "text": _short(passage.text)}
        if passage.person:
            row["person"] = passage.person
        if passage.tags:
            row["tags"] = sorted(passage.tags)
        if passage.document:
            row["document"] = passage.document
        return row

    def _at(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%Y-%m-%d %H:%M}"


def _results(rows: Iterable[tuple[Found, Mapping[str, Any]]], asked: Asked) -> Mapping[str, Any]:
    """What is surely about it, and apart from that what may be."""
    found: list[Mapping[str, Any]] = []
    perhaps: list[Mapping[str, Any]] = []
    for each, row in rows:
        if each.similarity >= _PERHAPS:
            (found if each.similarity >= KNOWN else perhaps).append(row)
    content: dict[str, Any] = {"found": found, **({"perhaps": perhaps} if perhaps else {})}
    return content if found else {**content, "note": in_language(_UNSURE if perhaps else _NOTHING, asked.language)}


def _content(given: Arguments) -> str:
    text = clean(given["content"])
    if not text:
        raise ToolError("Nothing was remembered: the text is empty.")
    if len(text) > _LONGEST:
        raise ToolError(
            f"Nothing was remembered: {len(text)} characters are too many, the limit is {_LONGEST}. Split it into single facts."
        )
    return text


def _tags(given: Arguments) -> list[str]:
    return [tag for tag in (clean(tag).casefold()[:40] for tag in given.get("tags", ())) if tag]


def _short(text: str) -> str:
    return text if len(text) <= _PIECE else f"{text[:_PIECE]}..."


def _schema(properties: Mapping[str, Any], required: Sequence[str] = ()) -> Mapping[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
