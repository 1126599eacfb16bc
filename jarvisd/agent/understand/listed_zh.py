"""Chinese orders to a list of the house, by its name: what is put on it, ticked off, taken away."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jarvisd.agent.understand import Command
from jarvisd.agent.understand.spoken import plain
from jarvisd.tools.home import House

_BOUGHT = re.compile("购物|买|采购")
_IN = r"(?:里头|里面|里边|里|上面|上头|上|中)?"
_PUT = r"(?:添加|加|添|写|记|放|列|补|记录|存|塞)"
_MANNERS = r"(?:[啊哦嗯呃喂诶哎]|[帮替给为][^,把将我你]{1,4}(?=把|将)|给(?=记|加|写|添|放|列|补)|那个|麻烦|请|帮我|帮忙|给我|你|替我|顺便|再|先|去|对了|,)*"
_MORE = r"(?:上|入|进|个|下|点儿?|些|一下|一[条个项笔样]|进去|上去|进来|到里面)?"
_ITEM = r"(?P<item>[^,]{1,20}?)"
_END = r"(?:吧|谢谢|啊|哦|呗|哈|一下|好吗|,|里?去)*$"
_TICKED = r"(?:划掉|划了|勾掉|勾上|勾了|勾一下|勾|划一下|打勾|打个勾|打个?钩|完成|买好了|买到了|买了|做完了?|搞定了?|弄完了?|干完了?)了?"
_GONE = r"(?:不要了?,)?(?:删掉|删了|删除|去掉|拿掉|移除|划去|划掉|不要了|删)"
_TAKEN = r"(?:删掉|删了|删除|删|去掉|拿掉|移除|划去)"
_WRONG = r"(?:,?[啊哦呃额嗯哎诶]*(?:不对不对|不对|不是|不不+|说错了?|错了|算了),?|,?[啊哦呃额嗯哎诶]+不,?|,不,)"
_FIXED = re.compile(rf"{_WRONG}(?:是|应该是|我是说)?(?:(?:还是)?(?:要|加|来|写|记|添|买|换成|改成)(?:上|个|点)?(?=.))?")
_ROW = r"(?:,(?:还有|再加上?|以及|外加)?(?![把将])[^,了没要我你他她快就都不太很会能来去给好吃喝用做再还有也关开放吗呢]{1,6}(?=,|$)){0,5}"  # 牛奶，鸡蛋，面包
_RUN_OUT = re.compile(
    r"(?<=.)(?:都|也|快|已经|就|要)*(?:没了|没有了|没货了|用完了?|用光了?|吃完了?|吃光了?|喝完了?|喝光了?|快完了|不够了?|不多了|见底了?|该买了|断货了)$"
)
_EACH_GONE = re.compile(r"(?:也|都|快)?(?:没了|没有了|用完了|吃完了|喝完了),?(?=.|$)")
_GOT = re.compile(
    r"(?<=.)(?:我|都|也|已经|就|今天|刚刚?)*(?:完成|做完|弄完|干完|忙完|办完|办好|弄好|搞定|搞完|买好|买到|买回来|买回|买齐|买|拿到|有|交|缴|拖完|洗完|收完|[取拎提带搬扛拿]回来|取到|修好)了?$"
)
_TOLD = re.compile(r"什么|吗$|哪|几[个样]|说过|[他她]")
_NEVER = re.compile(
    r"^(?:[吧呗啊哦呀嘛给它都也再]+|打个?|给我|好|完|上|满|里[头面边]?|上面|一下|[那这][个条项])了?$|什么|吗$|没有$|哪|几[个样]|多少|说过|刚|已经|了没"
)


def listed(text: str, house: House) -> Command | None:
    """None where it speaks to no list by name."""
    lists = _lists(house)
    if not lists:
        return None
    named = "|".join(map(re.escape, sorted(lists, key=len, reverse=True)))
    said = plain(text, "zh")
    for intent, pattern in _orders(rf"(?P<list>{named})"):
        found = re.match(pattern, said)
        if found and not _NEVER.search(found["item"]) and not _TOLD.search(found.groupdict().get("before") or ""):
            if re.fullmatch(_MANNERS, found["item"]):
                continue
            item = _FIXED.split(found["item"])[-1]
            item = re.sub(r"^[个](?=.)", "", item.strip("的,")) if intent == "HassListAddItem" else item.strip("的,")
            item = re.sub(r"(?<=.{2})(?:也|都)(?:加上|加|记上|来点|要)$", "", item)
            item = re.sub(r"^(?:那个|这个)(?=.{2})|(?<=.{2})(?:那|这)一?[条个项件]$", "", item)
            item = re.sub(r"^(?:[一两几二三四五]样(?:东西)?|点东西|些东西|东西),", "", item)
            item = _EACH_GONE.sub("、", item) if len(_EACH_GONE.findall(item)) > 1 else item
            item = (_RUN_OUT if intent == "HassListAddItem" else _GOT).sub("", item)
            return (
                Command(intent, {"name": lists[found["list"]], "item": item.strip("、")}, 1.0, "exact", "to a list by its name")
                if item
                else None
            )
    return None


def to_a_list(text: str, house: House) -> bool:
    """One is named in it."""
    said = plain(text, "zh")
    return any(name in said for name in _lists(house))


def _orders(named: str) -> tuple[tuple[str, str], ...]:
    fixed = rf"(?P<item>[^,]{{1,20}}?(?:{_WRONG}[^,]{{1,15}})?{_ROW}(?:,(?:然后)?(?:再|还有|还|也)(?:要)?(?:加|来|写|记|添)[^,]{{1,12}}){{0,3}})"
    put = rf"{_MANNERS}(?:把它)?{_PUT}(?:(?:到|进|在|上|入)去?)?{named}{_IN}{_END}"
    gone = r"(?:也|都|快)?(?:没了|没有了|用完了|吃完了|喝完了)"
    why = r"(?P<before>(?:[^,]{1,15},){0,2})"
    return (
        ("HassListAddItem", rf"^(?:家里|冰箱里)?(?P<item>(?:[^,没]{{1,6}}?{gone},?){{2,3}})(?:都|也|一起|,)*{put}"),
        ("HassListAddItem", rf"^(?:家里|冰箱里)?快?(?:没有?|缺)(?P<item>[^,没]{{1,10}}?)了?,?{put}"),
        ("HassListAddItem", rf"^{why}{_MANNERS}(?:往|在|给|到)?{named}{_IN}{_MANNERS}{_PUT}{_MORE},?{fixed}{_END}"),
        ("HassListAddItem", rf"^{why}{_MANNERS}(?:把|将){_ITEM}(?:也|都|再)?{_PUT}(?:(?:到|进|在|入|上)去?)?{named}{_IN}{_END}"),
        ("HassListAddItem", rf"^{why}{_MANNERS}{_PUT}{_MORE}{_ITEM}(?:到|进|在){named}{_IN}{_END}"),
        ("HassListAddItem", rf"^{why}{_MANNERS}{_ITEM}(?:也|都|再)?{_PUT}(?:(?:到|进|在|入)去?)?{named}{_IN}{_END}"),
        (
            "HassListAddItem",
            rf"^(?:家里|冰箱里)?(?P<item>[^,没]{{1,10}}?)都?(?:快没了|没了|没有了|用完了|吃完了|喝完了|快完了|不够了|见底了|快见底了|该买了|断货了|不多了),?{put}",
        ),
        ("HassListCompleteItem", rf"^{why}{_MANNERS}(?:把|将)?{named}{_IN}(?:的|把|将)?{_ITEM}{_TICKED}(?:,[^,]{{1,6}}(?:了|过))?{_END}"),
        ("HassListCompleteItem", rf"^{why}{_MANNERS}(?:从|在|把)?{named}{_IN}(?:的|把)?{_TICKED},?{_ITEM}{_END}"),
        (
            "HassListCompleteItem",
            rf"^{why}{_MANNERS}{named}{_IN}(?:的)?{_ITEM}(?:已经)?(?:弄完|做完|买好|买到|买齐|买|喝完|吃完|用完|搞定|完成)了?,(?:帮我|给我)?{_TICKED}(?:(?P=item)|它)?{_END}",
        ),
        (
            "HassListCompleteItem",
            rf"^(?P<item>[^,]{{1,10}}?)(?:已经|都)?(?:买了|买好了|买到了|到了|有了|做完了|弄完了|搞定了),{_MANNERS}(?:从|在|把)?{named}{_IN}(?:把?它|的)?{_TICKED}{_END}",
        ),
        (
            "HassListCompleteItem",
            rf"^(?P<item>[^,]{{1,10}}?(?:完|好|到|回来|齐|定|过|买|成|交)了?),?{_MANNERS}(?:从|在|把)?{named}{_IN}(?:把?它|的|给|[那这][个条项])*{_TICKED}{_END}",
        ),
        ("HassListRemoveItem", rf"^{why}{_MANNERS}(?:把|将)?{named}{_IN}(?:的|把|将)?{_ITEM}{_GONE}(?:,[^,]{{1,6}}(?:了|过))?{_END}"),
        ("HassListRemoveItem", rf"^{why}{_MANNERS}(?:从|在|把)?{named}{_IN}(?:的|把|给我)?{_TAKEN}(?:一下|个)?,?{_ITEM}{_END}"),
        ("HassListRemoveItem", rf"^{why}{_MANNERS}(?:把|将){_ITEM}从{named}{_IN}{_GONE}{_END}"),
        ("HassListCompleteItem", rf"^{why}{_MANNERS}(?:把|将){_ITEM}从{named}{_IN}{_TICKED}{_END}"),
    )


def _lists(house: House) -> Mapping[str, str]:
    lists = {plain(said, "zh"): one.name for one in house.entities if one.domain == "todo" for said in (one.name, *one.aliases)}
    bought = {own for said, own in lists.items() if _BOUGHT.search(said)}
    return {**({said: next(iter(bought)) for said in ("清单", "单子")} if len(bought) == 1 else {}), **lists}
