"""Whom a reminder is for and where it rings, where a sentence says so: "wake me in the guest room", 在厨房提醒我, 提醒小明.

Only what can be nothing else is taken: a room has a room's name, a person stands where nothing but somebody can. Whether the house knows
them is the tools' to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jarvisd.agent.appointments import Said
from jarvisd.agent.understand.rooms import ROOMS
from jarvisd.messages import Language

_IN = {
    "en": (
        re.compile(
            r"\b(?:remind\s+(?:me|us|\w+)|wake\s+(?:me|us)(?:\s+up)?|alarm|timer|reminder)\b(?:(?!\b(?:to|that|about)\b).)*?"
            r"(?P<place>\s+in\s+(?:the|my|our)\s+(?P<room>(?:\w+\s+)?\w+?))(?=\s+(?:to|that|about|for|at|on|in|tomorrow|today|tonight|every|please)\b|$)",
            re.IGNORECASE,
        ),
        re.compile(
            r"^(?P<place>in\s+(?:the|my|our)\s+(?P<room>(?:\w+\s+)?\w+?),?\s+)(?=(?:please\s+)?(?:remind|wake|set)\b)", re.IGNORECASE
        ),
    ),
    "zh": (
        re.compile(r"(?P<place>在(?P<room>[一-鿿]{1,6}?)(?:里面?|那边)?)(?=(?:提醒|叫|喊)(?:我|我们|大家)|叫醒|响|[设定开][一个])"),
        re.compile(r"(?P<place>[设定开](?:一个|个)(?P<room>[一-鿿]{2,6}?)的)(?=[^的]*(?:闹钟|计时器|定时器|提醒)$)"),
    ),
}
_ROOM = re.compile(r"(?:[a-z]{3,}room|.+\s(?:room|hall)|[一-鿿]+(?:房|房间|室|厅|屋|阁|院))", re.IGNORECASE)
_CALLED = frozenset(word.casefold() for words in ROOMS for word in words)
# Somebody by name behind 提醒, before what is to be done.
_SURNAME = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_GIVEN = (
    "小大志明伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超霞平刚桂红玉兰建国华文辉鹏飞鑫波斌宇浩凯俊帆雪婷欣怡晨阳"
    "子轩涵梓诺思琪佳雨桐萱嘉晓梅春花海燕云亮"
)
_FOREIGN = (
    "阿埃艾安奥巴贝比彼波布查达戴德迪蒂多尔法费弗戈格哈海赫霍基吉加杰卡凯科克拉莱兰勒雷里利琳路卢伦罗洛马"
    "麦曼梅米蒙莫姆纳娜内尼诺帕佩皮普奇乔琼萨塞桑莎史斯司丝苏塔泰坦特提廷图托瓦维威韦温沃伍西希谢休雅亚伊"
    "英尤约扎佐珍朱兹"
)
_TODAY = r"(?:今|明|后|周|星期|礼拜|下|每|早|晚|上午|中午|\d|[一二三四五六七八九十两])"
_DOES = (
    r"(?:去|来|要|该|记得|别|不要|把|给|吃|喝|带|交|买|打|拿|喂|关|开|写|做|上|下|起床|睡|洗|回|接|送|倒|取|收|看|练|参加|出|换|浇|锁|还|寄|付|缴|扔|遛|复习|准备|"
    + _TODAY
    + ")"
)
_SOMEBODY = re.compile(
    rf"提醒(?:一下)?(?P<person>小(?![时心区朋孩狗猫票吃睡组学费便])[一-鿿]|老(?=[{_SURNAME}])[一-鿿]|[{_SURNAME}][一-鿿]{{0,2}}(?:先生|女士|老师|医生|阿姨|叔叔|同学|经理)"
    rf"|[A-Z][a-z]+|[{_FOREIGN}]{{2,8}}|[{_SURNAME}][{_GIVEN}]{{1,2}})(?={_DOES})"
)


def placed(said: Said, rooms: Sequence[str], language: Language) -> Said:
    """With its room and without the words for it. rooms: those of the house, by any name that such rooms have."""
    for pattern in _IN[language]:
        for found in pattern.finditer(said.text):
            if room := _room(found["room"], rooms):
                start, end = found.span("place")
                return replace(said, text=(said.text[:start] + said.text[end:]).strip(), room=room)
    return said


def _room(name: str, rooms: Sequence[str]) -> str:
    """As the house calls it; as it was said where no room of the house is meant; "" where it is none."""
    plain = " ".join(name.casefold().split())
    if known := next((room for room in rooms if room.casefold() == plain), None):
        return known
    alike = next((words for words in ROOMS if plain in words), ())
    if known := next((room for room in rooms if room.casefold() in alike), None):
        return known
    return name if plain in _CALLED or _ROOM.fullmatch(plain) else ""


def named(said: Said) -> Said:
    """With the person whom it is for, in Chinese, and without the name."""
    found = _SOMEBODY.search(said.text)
    if found is None or said.person:
        return said
    start, end = found.span("person")
    return replace(said, text=said.text[:start] + "我" + said.text[end:], person=found["person"])
