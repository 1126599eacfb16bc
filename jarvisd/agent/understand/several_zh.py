"""Chinese commands in one sentence, taken apart."""

from __future__ import annotations

import re
from collections.abc import Set

_DO = r"(?:打开|开启|开开|关闭|关掉|关上|关了|关灯|开灯|启动|停止|停掉|拉上|拉开|拉下|拉起|合上|锁上|锁好|锁住|解锁|调亮|调暗|调高|调低|调大|调小|(?<!空)调|设置|设为|设成|设|播放|放|暂停|静音|升起|升|降下|降|换成|换|变成|变|弄|改成|改|运行|执行|激活|熄|灭|亮|锁|开|关|停|拉|闭)"
_VERB = re.compile(_DO + r"|下一[首曲个]|上一[首曲个]|继续|打扫|清扫|扫|拖|吸|回充|割草|大声|小声|音量")
_JOINT = re.compile(
    r"[,，;；]\s*(?:然后|接着|再|并且?|同时|还有|顺便|另外|也|最后|而且)?|然后再?|接着再?(?!放|播|唱|讲)|并且|同时(?!开|关)|顺便|最后再|之后再|(?<=.)再(?=把|将|打|开|关|调|拉|锁|放|播)|并(?=把|将|打|开|关|调|拉|锁|放)|(?<=[了掉上开闭亮暗度])(?:还有|和|以及)(?=把|将|打开|关|开|调|拉)"
)
_AND = re.compile(r"和|跟|与|以及|还有|、|及|,")
_TAIL = re.compile(rf"(?P<tail>(?:都|全部?都?|全都|一起|一块儿?|一并|也|同时|统统)?(?:给我|给)?{_DO}.*)$")
_FIRST = re.compile(
    r"^(?P<head>(?:把|将)|(?:都|全部)?(?:打开|开启|关闭|关掉|关上|启动|停止|拉上|拉开|锁上|解锁|调亮|调暗|调高|调低|暂停|开|关|锁|停)(?:一下|下|个)?)(?P<rest>.+)$"
)
_THING = re.compile(
    r"(灯光|灯带|吊灯|(?<![岛吧阳灶])台灯|主灯|灯|空调|风扇|窗帘|电视|音箱|音响|窗户|窗|插座|开关|门锁|暖气|地暖|净化器|加湿器|百叶窗|卷帘|门|音乐|亮度|温度|音量|热水器|阀门|机器人|扫地机)"
)
_REASON = re.compile(
    r"^(?:因为|我(?!要开|要关)|我们|太|好(?:冷|热|暗|亮|黑|吵|困)|有点|外面|屋里|天(?:黑|亮|冷|热)|这里|孩子|宝宝|电影|客人|该睡|睡觉了|晚安|出门了|回来了|拜拜|再见|有人|困了|要睡|准备睡)"
)


_AGAIN = re.compile(r"(?:^|(?<=[,，]))(?P<thing>[^,，]{1,12}?)再(?=调|开|关|放|拉)")


def _kept(found: re.Match[str]) -> str:
    """把台灯再调亮点 is one order: nothing is done with the lamp before 再."""
    bare_thing = re.sub("^[把将]", "", found["thing"])
    return found["thing"] if not _VERB.search(_THING.sub("", bare_thing)) and _THING.search(bare_thing) else found.group()


def separate(said: str, things: Set[str] = frozenset()) -> list[str]:
    parts = [part.strip(" ,，、") for part in _JOINT.split(_AGAIN.sub(_kept, said))]
    parts = [part for part in parts if part]
    if any(_VERB.search(part) and not _REASON.search(part) for part in parts):
        parts = [part for part in parts if not _REASON.search(part) or re.search(r"^我要(?:开|关)|把", part)]
    commands: list[str] = []
    for part in parts:
        if commands and not _VERB.search(part):
            commands += _said_of(part, commands[-1])
        else:
            commands += _shared(part)
    return commands


def _said_of(things: str, before: str) -> list[str]:
    """把灯关了, 还有空调: the second is closed too."""
    head, objects, tail = _parted(before)
    return [f"{head}{thing.strip('也的')}{tail}" for thing in _AND.split(things) if thing] if objects else [things]


def _shared(part: str) -> list[str]:
    head, objects, tail = _parted(part)
    things = [thing for thing in _AND.split(objects) if thing]
    if len(things) < 2 or re.search(r"[\d百十]$", things[0]):
        return [part]
    return [f"{head}{thing}{tail}" for thing in _whole(things)]


def _parted(part: str) -> tuple[str, str, str]:
    """What stands before the things, the things, what is done with them. Things are "" where it is not built so."""
    first = _FIRST.match(part)
    if first and first["head"] not in ("把", "将"):
        return first["head"], first["rest"], ""
    head, rest = (first["head"], first["rest"]) if first else ("", part)
    tail = next((match for match in _tails(rest) if match.start()), None)
    return (head, rest[: tail.start()], tail.group()) if tail else (head, "", "")


def _tails(rest: str) -> list[re.Match[str]]:
    """From the left; a thing may hold a character that elsewhere does something: 开关, 调光灯, 音响."""
    found = []
    for at in range(1, len(rest)):
        match = _TAIL.match(rest, at)
        if (
            match
            and not re.match(
                r"开关|开放|关门|调光|放映|变色|降噪|换气|排风|放送|亮度(?!调|设)|锁(?=和|跟|、)|停车|拉门|闭门|升降", rest[at:]
            )
            and not _AND.search(match.group())
        ):
            found.append(match)
    return found


def _whole(things: list[str]) -> list[str]:
    """客厅和卧室的灯 are lamps both; 客厅的灯和空调 are both in the living room."""
    last = things[-1]
    thing = _THING.search(last)
    if thing and not any(_THING.search(one) for one in things[:-1]):
        room, of, what = last.partition("的")
        behind = f"{of}{what}" if what and _THING.search(what) else last[thing.start() :]
        if behind and behind != last:
            return [*(one + behind for one in things[:-1]), last]
    room, of, what = things[0].partition("的")
    if of and _THING.search(what) and not _THING.search(room):
        return [things[0], *(one if "的" in one or not _THING.match(one) else f"{room}的{one}" for one in things[1:])]
    return things
