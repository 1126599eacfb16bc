"""Whose room is meant by 我屋里: the room in which it is said, where that is somebody's own."""

from __future__ import annotations

import re

from jarvisd.tools.home import House

_HERE = re.compile(r"(?:[我咱](?:们|俩)?)(?:自己)?(?:的)?这(?:间|个)?(?:屋子?|房间|卧室|边|儿|里)(?:里|的)*")
_MINE = re.compile(r"(?:[我咱](?:们|俩)?)(?:自己)?(?:的)?(?:屋子?|房间|卧室|房)(?![子东顶租贷价])(?:里|的)*")
_WENT = re.compile(r"[在到去回进出从给]$")  # who goes to their room orders nothing for it
# Rooms that are everybody's.
_SHARED = re.compile(
    r"厅|起居|厨|灶|餐|饭|卫|浴|厕|洗|走廊|过道|玄关|阳台|露台|院|花园|车库|楼|地下|储|茶|影音|健身|门口|living|kitchen|dining|bath|hall|balcony|garden|garage"
)


def placed(text: str, room: str, house: House) -> str:
    """The same with 这里 in its place; as it came where it is another's, or nobody's."""
    area = next((area for area in house.areas if room and room in (area.id, area.name, *area.aliases)), None)
    if area is None:
        return text
    names = [name for one in house.areas for name in (one.name, *one.aliases) if "我" in name or "咱" in name]
    if any(name in text for name in names):
        return text
    text = _put(_HERE, "这里", text)
    return text if _SHARED.search(area.name) else _put(_MINE, "这里", text)


def of_somebody(text: str, house: House) -> tuple[str, bool]:
    """豆豆睡了，他屋灯关了: the room of who was named before, and whether that is known."""
    found = _THEIRS.search(text)
    if found is None:
        return text, True
    whose = {
        area.name
        for area in house.areas
        for name in (area.name, *area.aliases)
        if (owner := _owner(name)) and owner in text[: found.start()]
    }
    if len(whose) != 1:
        return text, False
    return text[: found.start()] + whose.pop() + text[found.end() :], True


_THEIRS = re.compile(r"[他她]们?(?:自己)?(?:的|那)?(?:屋子?|房间|卧室)(?:里|的)*(?=[㐀-鿿]*[关开调打拉])")


def _owner(name: str) -> str:
    """豆豆 of 豆豆的房间; "" of a room that is nobody's."""
    found = re.fullmatch(r"(?P<who>[㐀-鿿]{2,3}?)的?(?:房间|屋|卧室)", name)
    return found["who"] if found and found["who"] not in ("客人", "主人") else ""


def _put(pattern: re.Pattern[str], name: str, text: str) -> str:
    return pattern.sub(lambda found: found.group() if _WENT.search(text[: found.start()]) else name, text)
