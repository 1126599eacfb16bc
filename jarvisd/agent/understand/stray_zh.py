"""Chinese that stands before a kind of thing as its name would, and is nobody's here: 太通窗帘 may be 卡通窗帘 misheard."""

from __future__ import annotations

import re
from dataclasses import replace

from jarvisd.agent import sounds
from jarvisd.agent.understand.masked import masked
from jarvisd.agent.understand.names import Mention, Names
from jarvisd.agent.understand.rooms import ROOMS
from jarvisd.agent.understand.slots import color_spans
from jarvisd.agent.understand.things import Kind, is_thing, kinds

_NEAR = 0.4  # how unlike it the word of a name may sound that it is taken for
_NEARER = 0.15  # by how much any other must be more so
# The last signs before a kind that may be its name: none of these is.
_RUN = re.compile(
    r"[^\ue000-\uf8ffa-z\d\s,，。!！?？、的了过把将给我你您他她它咱们帮请让叫都全里外边这那哪屋间房厅个盏台只扇道盆些点下上开关打灭熄拉调设放弄换停启锁亮暗去来到在和跟与再就先快也还又不没别好要想能可吧呀啊呢吗嘛哦喂嗯家所有每各主大小新旧老两二三四五六七八九十]{2,3}$"
)
_COUNTED = re.compile(r"[亮两让]?一$")  # 亮一灯: nobody says so
_FREE = re.compile(
    r"^(?:现在|马上|赶紧|麻烦|全部|所有|其他|其它|剩下|另外|房间|客厅|楼[上下]|屋子|家里|晚上|早上|今天|明天|顺便|然后|首先|最后|同时|一会)"
)
_ROOMS = frozenset(room for words in ROOMS for room in words if not room.isascii())


def strays(text: str, names: Names) -> list[tuple[int, int, Kind]]:
    """Where they begin and end, and the kinds that they stand before. text: as `spoken.plain` gives it, without 的."""
    said = masked(text, "zh", names)
    found = []
    lone = [kind for one in said.mentions if is_thing(one.said) for kind in _at(one)]  # 台灯 names what is the one 台灯 here
    for kind in (*said.kinds, *lone):
        ahead = said.rest[: kind.start]
        run = _RUN.search(ahead) or _COUNTED.search(ahead)
        if run and not (_FREE.match(run[0]) or any(room in run[0] for room in _ROOMS) or color_spans(run[0], "zh")):
            found.append((run.start(), run.end(), kind))
    return found


def _at(one: Mention) -> list[Kind]:
    return [replace(kind, start=one.start, end=one.end) for kind in kinds(one.said, "zh")]


def put_right(text: str, names: Names) -> str:
    """With the name that sounds like it, and like no other of that kind, in its place."""
    for _, end, kind in reversed(strays(text, names)):
        called = {form[: -len(tail)]: form for form in names.forms for tail in _tails(kind.said) if form.endswith(tail) and form != tail}
        ranked = sorted((sounds.unlike(text[max(0, end - len(word)) : end], word), form) for word, form in called.items())
        if ranked and ranked[0][0] <= _NEAR and all(far >= ranked[0][0] + _NEARER for far, _ in ranked[1:]):
            form = ranked[0][1]
            text = text[: kind.end - len(form)] + form + text[kind.end :]
    return text


def _tails(kind: str) -> tuple[str, ...]:
    """台灯 may be the end of the name, or only its 灯."""
    return (kind, kind[-1]) if len(kind) == 2 and kind[-1] in "灯扇" else (kind,)
