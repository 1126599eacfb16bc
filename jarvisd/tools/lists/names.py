"""What lists and the things on them are called: names made keys, keys made words, things found by what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.messages import Language
from jarvisd.tools.lists import SHOPPING, TODO, Item

_HAN = re.compile(r"[㐀-鿿]")
_GAPS = re.compile(r"[\W_]+")
_EN = re.compile(r"^(?:(?:the|my|our|your|a|an|that|this|new)\s+)+|\s*\blists?$", re.IGNORECASE)
# What sounds like 清单 is written in other characters by those who only hear it.
_ZH = re.compile(
    r"^(?:我们的?|我的?|家里的?|咱们的?|这个|那个|这张|那张|的)+|(?:的)?(?:清单|列表|单子|清淡|青单|轻单|请单|清丹|清蛋)(?:上|里|中)?$"
)
_SAME: dict[str, frozenset[str]] = {
    SHOPPING: frozenset({"shopping", "grocery", "groceries", "food", "购物", "购物车", "购物单", "采购", "采购单", "买菜", "买菜单"}),
    TODO: frozenset({"todo", "todos", "to do", "to dos", "to-do", "to-dos", "task", "tasks", "chores", "待办", "待办事项", "任务", "事项"}),
}
_WORDS: dict[str, dict[Language, str]] = {
    SHOPPING: {"en": "the shopping list", "zh": "购物清单"},
    TODO: {"en": "the to-do list", "zh": "待办清单"},
}
LONGEST = 120  # characters of one thing


def plain(text: str) -> str:
    """In which two things are the same: letters and digits, without the plural."""
    words = _GAPS.sub(" ", text.casefold()).split()
    return " ".join(_single(word) for word in words)


def key(name: str) -> str:
    """Of a list, as somebody calls it; "" where only "the list" was said."""
    bare = " ".join(_ZH.sub("", _EN.sub("", _EN.sub("", " ".join(name.split())))).split()).casefold()
    return next((known for known, words in _SAME.items() if bare in words), bare)


def spoken(key: str, language: Language) -> str:
    """With its article, where the language has one."""
    if key in _WORDS:
        return _WORDS[key].get(language, _WORDS[key]["en"])
    if language == "zh":
        return key if key.endswith(("单", "列表")) else f"{key}清单"
    return key if _HAN.search(key) else f"the {key} list"


def found(said: str, items: Sequence[Item]) -> Sequence[Item]:
    """Those that may be meant: of just that name; else those with all of its words, such as "oat milk" for "milk"."""
    wanted = plain(said)
    if not wanted:
        return ()
    named = [item for item in items if plain(item.text) == wanted]
    if named:
        return named[:1]
    if _HAN.search(wanted):
        return [item for item in items if wanted.replace(" ", "") in plain(item.text).replace(" ", "")]
    words = set(wanted.split())
    return [item for item in items if words <= set(plain(item.text).split())]


def _single(word: str) -> str:
    """eggs: egg. Both sides are made so: it need be no word."""
    if len(word) < 4 or word.endswith("ss"):
        return word
    for ending, instead in (("ies", "y"), ("oes", "o"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word
