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
    """The same with the room's own name in its place; as it came where it is another's, or nobody's."""
    area = next((area for area in house.areas if room and room in (area.id, area.name, *area.aliases)), None)
    if area is None:
        return text
    names = [name for one in house.areas for name in (one.name, *one.aliases) if "我" in name or "咱" in name]
    if any(name in text for name in names):
        return text
    text = _put(_HERE, area.name, text)
    return text if _SHARED.search(area.name) else _put(_MINE, area.name, text)


def _put(pattern: re.Pattern[str], name: str, text: str) -> str:
    return pattern.sub(lambda found: found.group() if _WENT.search(text[: found.start()]) else name, text)
