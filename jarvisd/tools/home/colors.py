"""Colours by their names in English and Chinese, as red, green and blue from 0 to 255."""

from __future__ import annotations

from jarvisd.messages import LANGUAGES, Language

Rgb = tuple[int, int, int]

# English name, Chinese names, colour (of CSS, where it has one).
_COLORS: tuple[tuple[str, tuple[str, ...], Rgb], ...] = (
    ("red", ("红", "红色", "大红"), (255, 0, 0)),
    ("green", ("绿", "绿色"), (0, 255, 0)),  # as lights know it; CSS has half of it
    ("blue", ("蓝", "蓝色"), (0, 0, 255)),
    ("yellow", ("黄", "黄色"), (255, 255, 0)),
    ("orange", ("橙", "橙色", "橘色", "橘黄色"), (255, 165, 0)),
    ("purple", ("紫", "紫色"), (128, 0, 128)),
    ("pink", ("粉", "粉色", "粉红色", "粉红"), (255, 192, 203)),
    ("white", ("白", "白色"), (255, 255, 255)),
    ("cyan", ("青", "青色"), (0, 255, 255)),
    ("turquoise", ("青绿色", "绿松石色"), (64, 224, 208)),
    ("teal", ("蓝绿色",), (0, 128, 128)),
    ("lime", ("酸橙色", "黄绿色"), (191, 255, 0)),
    ("magenta", ("品红", "品红色", "洋红色"), (255, 0, 255)),
    ("violet", ("紫罗兰", "紫罗兰色"), (238, 130, 238)),
    ("indigo", ("靛蓝", "靛蓝色"), (75, 0, 130)),
    ("lavender", ("淡紫色", "薰衣草色"), (230, 230, 250)),
    ("gold", ("金", "金色"), (255, 215, 0)),
    ("silver", ("银色",), (192, 192, 192)),
    ("brown", ("棕", "棕色", "褐色", "咖啡色"), (165, 42, 42)),
    ("beige", ("米色", "米黄色"), (245, 245, 220)),
    ("ivory", ("象牙色", "象牙白"), (255, 255, 240)),
    ("coral", ("珊瑚色",), (255, 127, 80)),
    ("salmon", ("鲑鱼色",), (250, 128, 114)),
    ("crimson", ("深红", "深红色"), (220, 20, 60)),
    ("maroon", ("栗色", "暗红色"), (128, 0, 0)),
    ("navy", ("海军蓝", "深蓝", "深蓝色", "藏青色"), (0, 0, 128)),
    ("sky blue", ("天蓝", "天蓝色"), (135, 206, 235)),
    ("light blue", ("浅蓝", "浅蓝色", "淡蓝色"), (173, 216, 230)),
    ("light green", ("浅绿", "浅绿色", "淡绿色"), (144, 238, 144)),
    ("dark green", ("深绿", "深绿色", "墨绿色"), (0, 100, 0)),
    ("olive", ("橄榄色", "橄榄绿"), (128, 128, 0)),
    ("mint", ("薄荷色", "薄荷绿"), (152, 255, 152)),
    ("peach", ("桃色", "桃红色"), (255, 218, 185)),
    ("amber", ("琥珀色",), (255, 191, 0)),
    ("rose", ("玫瑰色", "玫红色", "玫瑰红"), (255, 0, 127)),
)
_KNOWN: dict[str, tuple[str, str, Rgb]] = {
    name: (english, next(one for one in chinese if len(one) > 1), rgb)
    for english, chinese, rgb in _COLORS
    for name in (english, english.replace(" ", ""), *chinese)
}


def color(name: str) -> Rgb | None:
    """None: no colour that is known by that name."""
    known = _KNOWN.get(" ".join(name.casefold().replace("_", " ").replace("-", " ").split()))
    return known[2] if known else None


def color_words(name: str) -> dict[Language, str]:
    """How it is called in each language."""
    known = _KNOWN.get(" ".join(name.casefold().replace("_", " ").replace("-", " ").split()))
    return {"en": known[0], "zh": known[1]} if known else dict.fromkeys(LANGUAGES, name)
