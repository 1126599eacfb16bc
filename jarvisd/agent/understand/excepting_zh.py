"""Chinese exceptions that are said behind an order, without a word for "except": 全屋灯关闭，厨房的不关."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.agent.understand import Command

_GAP = re.compile(r"(?<=[㐀-鿿])[\s,，、。；;…]+(?=[㐀-鿿])")
_OF = r"(?:灯光|灯|窗帘|帘子|帘|空调|风扇|插座)"
# All of a kind, and what is done with it: 楼下的灯关了, 楼上关灯.
_ALL = re.compile(
    rf"(?P<kind>{_OF})(?:[都全给我统通部先一起]|帮我|麻烦)*(?:关|灭|熄|开|打开|拉|停)[了掉上闭灭开合下严好起一来]*[吧啊哦哈呗咯喽啦]*$"
    rf"|(?:关|灭|熄|开|打开|拉|停)[了掉上闭灭开合下严好起一个]*(?:[^,]{{0,8}}?)(?P<what>{_OF})[吧啊哦哈呗咯喽啦了]*$"
    r"|^(?:都|全部|全|所有的)[关开]?[了掉上]?$"
)
_BUT = r"(?P<but>[^,]{1,12}?)"
_FIRST = r"^(?:但是?|不过|可是?|就是?|只有?|唯独|单单|要|得|把|给我|还有|嗯|啊|那|,)*"
_END = r"(?:的话)?[了吧啊哦哈呗嘛哟着掉呢上]*(?:就好|就行|就可以|行了|好了)?$"
_NOT = r"(?:别|不要|不用|不必|不许|不准|不|甭|莫)(?:给我)?(?:关|灭|熄|动|碰|管|打开|开|拉|停|算|包括)"
_STAYS = rf"(?:(?:的|那[个盏边]|这[个盏边])*(?:也|都|先|就|得|要|可|给我|还是|暂时|千万|继续|让[它她他])*(?:{_NOT}|除外|例外|(?<![别不没])(?:[留亮开](?:着|下|一下)|留(?:一?[盏个]|$)|[要得]亮|保留|保持)|算了)(?:[给等陪][^,]{1, 6}|睡|看书|用|照[明亮])?)"
_KEPT = (
    re.compile(rf"{_FIRST}{_BUT}{_STAYS}{_END}"),
    re.compile(rf"{_FIRST}{_BUT}(?:我|他|她|爷爷|奶奶|爸爸?|妈妈?|孩子)*还[在要得][用看]{_END}"),
    re.compile(
        rf"{_FIRST}{_BUT}(?:里[头面边]?|那[边儿屋]|屋)?(?:还有|里有|有)(?:人|客人|孩子)(?<![^还里]有人)(?:在|呢|没走|没睡|在用)*{_END}"
    ),
    re.compile(
        rf"{_FIRST}(?:[给为][^,留]{{1,4}})?(?:留|剩|保留)(?:着|下|个|[一两]?[盏个]|一下|那[个盏])*{_BUT}(?:的|那[个盏])*(?:(?:[给等陪照]|亮着|开着|不关|别关|别动|不动)[^,]*)?{_END}"
    ),
    re.compile(rf"^(?:但是?|就|,)*(?:[就只光](?:要|开)){_BUT}{_END}"),
    re.compile(rf"{_FIRST}(?:别|不要|不许)把{_BUT}(?:也|都|给)*(?:关|灭|熄|开|拉){_END}"),
    re.compile(rf"{_FIRST}(?:除了|除去|除开|排除|不(?:包括|含|算)|{_NOT})(?:了|掉)?{_BUT}(?:的|以外|之外|外)*{_END}"),
)
_NOBODY = re.compile(
    r"^(?:[我你您他她它]们?|[^,]*(?:其他|其它|其余|剩下|别的|另外)[^,]*|[^,]*[不得]|.|都|现在|今天|先|千万|这个|那个|一会儿?)$"
)
_DOES = re.compile(r"[关开调拉停放锁灭熄再等如]|别|不要|算了|玩笑|时候|[吗呢]$")
_SPARES = re.compile(
    r"(?<![别不没])(?:留(?!神|意|心)|剩(?!饭|菜))|保持|唯独|例外|除外|不算|除[了去开]|(?<=.)(?:[开亮]着|不[关灭熄动碰])|(?:别|不要|不用)(?:关|灭|熄|动|碰)(?!我)|不(?:包括|含)"
)
_GROUPS = frozenset({"HassTurnOn", "HassTurnOff"})


def pauses(text: str) -> str:
    """Every gap between Chinese words as a comma."""
    return _GAP.sub(",", text)


def behind(text: str) -> tuple[str, str] | None:
    """The order, and what it leaves alone as it was said; None where nothing of the kind follows on an order to all of a kind."""
    parts = [part for part in pauses(text).split(",") if part]
    for at, part in enumerate(parts[:-1]):
        group = _ALL.search(part)
        for behind_it in range(at + 1, len(parts)) if group else ():
            if any(_DOES.search(other) for other in (*parts[at + 1 : behind_it], *parts[behind_it + 1 :])):
                continue
            for pattern in _KEPT:
                kept = pattern.match(parts[behind_it])
                if group and kept and not _NOBODY.match(kept["but"]) and _alike(group["kind"] or group["what"] or "", kept["but"]):
                    return ",".join(parts[: at + 1]), kept["but"]
    return None


def _alike(kind: str, but: str) -> bool:
    """A lamp is no exception from the curtains."""
    other = re.search(rf"{_OF}$|电视|音乐|音响|暖$|扇$|门$|锁$", but)
    return not other or not kind or other.group()[0] == kind[0] or (other.group()[-1] == "帘" and "帘" in kind)


def unread(text: str, commands: Sequence[Command]) -> bool:
    """Behind an order to all of a kind something is spared, and no command knows of it: it is asked about first."""
    if any("except" in one.slots or one.intent not in _GROUPS for one in commands):
        return False
    parts = [part for part in pauses(text).split(",") if part]
    return any("name" not in one.slots for one in commands) and any(_SPARES.search(part) for part in parts[1:])
