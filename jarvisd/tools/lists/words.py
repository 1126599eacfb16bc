"""What is said of lists, in English and Chinese, from what the tools returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.messages import Language, in_language
from jarvisd.tools import Arguments
from jarvisd.tools.lists.names import key, spoken

_SPOKEN = 12  # things that are read out; of more nobody remembers the first

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "add": "I put {items} on {list}.", "there": "{items} {is_} on {list} already.",
        "there_too": "{items} {was} on it already.",
        "remove": "I took {items} off {list}.",
        "tick": "I ticked {items} off on {list}.", "clear": "I cleared {list}.",
        "clear_done": "I took what is ticked off from {list}: {items}.",
        "none_done": "Nothing on {list} is ticked off.",
        "empty": "{List} is empty.", "show": "On {list}: {items}.", "more": "{items} and {count} more",
        "all_done": "Everything on {list} is ticked off.",
        "yes": "Yes, {items} {is_} on {list}.", "no": "No, {items} {is_} not on {list}.",
        "done": "{items} {is_} ticked off on {list}.",
        "lists": "There are {count} lists: {lists}.", "one_list": "There is one list: {lists}.",
        "no_lists": "There is nothing on any list.",
        "of_list": "{list} with {count}",
        "undo_add": "I took {items} off {list} again.", "undo": "I put {items} back on {list}.",
        "undo_tick": "{items} {is_} no longer ticked off on {list}.",
        "nothing": "There is nothing to take back.", "what": "What shall I put on {list}?",
        "not_on": "{items} {is_} not on {list}.", "not_anywhere": "{items} {is_} on no list.",
        "which": "There are several on {list}: {items}. Which one?",
        "long": "That is too long for a list: at most {most} characters.", "full": "{List} is full: it has {count} things.",
        "changed": "The list was changed just now; please say it again.",
        "unsure": "I cannot say whether {list} took that; please look.",
        "ask_clear": "Shall I really take everything off {list}?", "ask_ticked": "Shall I take what is ticked off from {list}?",
        "ask_remove": "Shall I really take {items} off {list}?",
        "and": " and ", "comma": ", ",
    },
    "zh": {
        "add": "已把{items}加到{list}。", "there": "{list}上已经有{items}了。", "there_too": "{items}本来就有。",
        "remove": "已从{list}删掉{items}。", "tick": "{list}上的{items}已勾掉。", "clear": "{list}已清空。",
        "clear_done": "已从{list}删掉勾掉的：{items}。", "none_done": "{list}上没有勾掉的东西。",
        "empty": "{list}是空的。", "show": "{list}上有：{items}。", "more": "{items}，还有{count}样",
        "all_done": "{list}上的都勾掉了。",
        "yes": "有，{list}上有{items}。", "no": "没有，{list}上没有{items}。", "done": "{list}上的{items}已经勾掉了。",
        "lists": "有{count}个清单：{lists}。", "one_list": "有一个清单：{lists}。", "no_lists": "清单上什么都没有。",
        "of_list": "{list}有{count}样",
        "undo_add": "已把{items}从{list}撤掉。", "undo": "已把{items}放回{list}。",
        "undo_tick": "{list}上的{items}不再是勾掉的了。",
        "nothing": "没有可以撤销的。", "what": "要把什么加到{list}？",
        "not_on": "{list}上没有{items}。", "not_anywhere": "哪个清单上都没有{items}。",
        "which": "{list}上有好几样：{items}。要哪一个？",
        "long": "这太长了，清单上一项最多{most}个字。", "full": "{list}满了，已经有{count}样。",
        "changed": "清单刚刚被改过，请再说一次。",
        "unsure": "不知道{list}有没有记下，请看一下。",
        "ask_clear": "真的要清空{list}吗？", "ask_ticked": "要从{list}删掉勾掉的吗？", "ask_remove": "真的要从{list}删掉{items}吗？",
        "and": "和", "comma": "、",
    },
}  # fmt: skip


def sentence(which: str, language: Language, list: str = "", items: Sequence[str] = (), **more: object) -> str:
    """list: a list's key."""
    says = in_language(_SAYS, language)
    name, named = spoken(list, language), _joined(items, says)
    many = len(items) > 1 or (len(items) == 1 and items[0].endswith("s") and not items[0].endswith("ss"))
    be = {"is_": "are" if many else "is", "was": "were" if many else "was"}
    said = says[which].format(list=name, List=_upper(name), items=named, **be, **more)
    return _upper(said)


def listed(names: Sequence[tuple[str, int]], language: Language) -> str:
    says = in_language(_SAYS, language)
    if not names:
        return says["no_lists"]
    parts = [says["of_list"].format(list=spoken(name, language), count=count) for name, count in names]
    return says["one_list" if len(names) == 1 else "lists"].format(count=len(names), lists=says["comma"].join(parts))


def told(content: Mapping[str, Any], language: Language) -> str:
    """From what a tool of lists returned."""
    did, list, items = str(content["did"]), str(content.get("list", "")), [str(text) for text in content.get("items", ())]
    match did:
        case "add":
            there = [str(text) for text in content.get("there", ())]
            if not items:
                return sentence("there", language, list, there)
            said = [sentence("add", language, list, items), *([sentence("there_too", language, list, there)] if there else [])]
            return ("" if language == "zh" else " ").join(said)
        case "clear_done" if not items:
            return sentence("none_done", language, list)
        case "show" if not items:
            return sentence("all_done" if content.get("ticked") else "empty", language, list)
        case "show":
            return sentence("show", language, list, items)
        case "lists":
            return listed([(str(row["list"]), int(row["count"])) for row in content["lists"]], language)
    return sentence(did, language, list, items)


def clear_question(arguments: Arguments, language: Language) -> str:
    return sentence("ask_clear", language, key(str(arguments.get("list") or "")) or "shopping")


def ticked_question(arguments: Arguments, language: Language) -> str:
    return sentence("ask_ticked", language, key(str(arguments.get("list") or "")) or "shopping")


def remove_question(arguments: Arguments, language: Language) -> str:
    return sentence("ask_remove", language, key(str(arguments.get("list") or "")) or "shopping", [str(text) for text in arguments["items"]])


def _joined(items: Sequence[str], says: Mapping[str, str]) -> str:
    if len(items) > _SPOKEN:
        return says["more"].format(items=says["comma"].join(items[:_SPOKEN]), count=len(items) - _SPOKEN)
    *most, last = items or ("",)
    return says["and"].join((says["comma"].join(most), last)) if most else last


def _upper(text: str) -> str:
    """A sentence begins; "iPhone charger" as a first word does too."""
    return text[:1].upper() + text[1:]
