"""What a Chinese speaker takes back in the same breath is left out: 关掉射灯 呃不 关水晶灯 orders 关水晶灯."""

from __future__ import annotations

import itertools
import re

from jarvisd.agent.understand.amounts import amounts
from jarvisd.agent.understand.clauses import signs, written
from jarvisd.agent.understand.clauses_zh import found, more
from jarvisd.agent.understand.names import Names
from jarvisd.agent.understand.signs import COLOR, NUMBER, PLACE, SCENE, THING, Span

_PAUSE = re.compile(r"(?<=[㐀-鿿\w])[\s,，、。;；…]+(?=[㐀-鿿\w])")
_OH = r"(?:[嗯呃额啊哦喔噢哎诶唉欸呀嘿]|那个|等等|等下|等一下)"
_WRONG = r"(?:不对不对|不对|不是不是|不是|不不+|(?:我)?(?:说|搞|弄|讲)错了?|口误|错了)"
# What takes back what was said before it: between pauses, as the first words of what is said instead, or in the middle.
_ALONE = re.compile(rf"{_OH}*(?:{_WRONG}|不|算了(?:算了)?|改主意了|换一下)(?:[啊哈呀哦了]|{_OH})*")
_COMPLAINS = re.compile(
    r"(?:还是|好像|也|又|有点|[^,]{0,2})?(?:太[^,]{1,3}?了?|不够[^,]{0,2}|有点[^,]{1,2}|不好看|难看|不合适|不行)(?:[啊呀吧]*)|再?[大小亮暗高低快慢热凉]一?[点些]"
)
_FIRST = re.compile(
    rf"(?:{_OH}*{_WRONG}(?:[啊哈呀哦]|{_OH})*(?:应该|我说的|我要的|就)?(?:是说|是|改成)?|{_OH}+不(?![用要想会能知行好错必管关开])|不(?=把|将|百分|[零一二两三四五六七八九十百\d]{{2}})|算了(?!不|一算|还是不))+(?=.)"
)
_MEANT = re.compile(r"(?:我是说|我说的是|我要的是|应该是)(?=.)")
_HESITATES = re.compile(rf"{_OH}+(?:还是)?")
_HESITATING = re.compile(rf"(?<=[\s,，、])({_OH}+)[\s,，、]+")
_N = r"[零一二两三四五六七八九十百\d]"
_WITHIN = re.compile(
    rf"(?<={_N})(?:不不+|不)(?=(?:百分之)?{_N})|(?<=.{{2}}){_OH}+(?:不对|不是|不(?=把|将|打开|关掉|[开关]))(?=.)|(?<=.{{2}})(?:不对不对|不对(?!劲)|(?:说|搞|弄)错了|算了)(?=(?:把|将|打开|关掉|是|[零一二两三四五六七八九十百\d]))"
)
_OF = r"(?:亮度|音量|声音|温度|湿度|风速|转速|速度|色温)"
_BIT = r"(?:就够了?|就行了?|就好了?|就可以了?|就成|得了|行了|好了|可以了|差不多|左右|吧|了|呗|哈|啊|嘛|呀)*"
_AMOUNT = rf"(?P<amount>(?:{NUMBER}+|一半|最[大小高低亮暗]|{COLOR}+)(?:[度档]半?|色|光|的|开尔?文?|k)*)"
_BARE = re.compile(rf"(?:就|是|还是|要|大概|用)*{_AMOUNT}{_BIT}")  # 二十六度吧
_SET = re.compile(  # 改成十
    rf"(?:给我|帮我|你|还是|就|再|先|也|把它|{_OF})*(?:[调开设打弄关拉升降拨拧放转定换改变搞降来][^,{THING}{PLACE}{SCENE}{NUMBER}{COLOR}]{{0,3}}){_AMOUNT}{_BIT}"
)
_DONE = re.compile(  # 关掉, 暂停就行
    rf"(?:给我|帮我|你|还是|就|再|先|都|把它)*(?:打开|关掉|关上|关了|关闭|开开|开一?下|关一?下|开|关|拉上|拉开|锁上|解锁|暂停一?下?|停了|停一?下|静音|继续|升起来|放下来|收起来){_BIT}"
)
_NAMED = re.compile(rf"(?:是|那个|这个|就)*(?P<thing>(?:{PLACE}+(?:里|那边|这边)?)?{THING}+|{PLACE}+)(?:的|那个|这个|那边)*{_BIT}")
_A_THING = re.compile(rf"(?:{PLACE}+(?:里|那边|这边)?)?{THING}+")
_MUCH = re.compile(r"[零一二两三四五六七八九十百\d半最红橙黄绿青蓝紫白粉金橘]")
_KIND = re.compile(r"(?:灯|空调|窗帘|帘子?|风扇|电视|音箱|门)$")
_VALUE = re.compile(_AMOUNT.replace("?P<amount>", "?:"))
_TOO = re.compile(r"(?:有点|有些|太|也太|好像|实在)+[^,]{1,5}$")  # 二十太大


def takes_back(part: str) -> bool:
    """Nothing but that what was said before is wrong."""
    return bool(_ALONE.fullmatch(part))


def corrected(text: str, names: Names) -> str:
    """text as it came, where nothing in it takes anything back."""
    parts: list[str] = []
    wrong = changed = False
    complaint = ""
    for said in _PAUSE.split(_HESITATING.sub(r"\1", _WITHIN.sub(r"，\g<0>，", text))):
        if parts and (_ALONE.fullmatch(said) or _denied(parts[-1], said)):
            wrong = True
            continue
        if parts and _COMPLAINS.fullmatch(said):
            complaint = f" {said}"
            continue
        rest, back = said, wrong
        if parts and (begins := _FIRST.match(said) or _MEANT.match(said)):
            rest, back = said[begins.end() :].lstrip("，, "), True
            if begins.group() == "不是" and (verb := _OPENS.match(parts[-1])) and rest.startswith(verb.group()):
                return text  # 打开落地灯 不是打开主灯: nobody knows which of them is meant
        meant = _instead(parts, rest, back, names) if parts and rest else None
        if meant is None and back:
            return text
        if meant is None and complaint:
            parts, complaint = [*parts, complaint.strip()], ""
        parts, wrong, changed = (meant, False, True) if meant is not None else ([*parts, said], False, changed)
        complaint = ""
    return " ".join(parts) + complaint if changed and not wrong else text


def dropped(text: str, names: Names) -> bool:
    """At its end the order is taken back, and nothing is ordered instead: 把窗帘拉上 算了."""
    *before, last = _PAUSE.split(text)
    verbs = _ORDERED.findall("".join(before))
    taken = _DROPPED.fullmatch(last)
    return bool(taken and before and (not taken["verb"] or taken["verb"] in verbs) and _is_order("，".join(before), names))


def unsettled(text: str, names: Names) -> bool:
    """Something in it was wrong, and it is not understood what is meant instead. text: as `corrected` leaves it."""
    pairs = itertools.pairwise(_PAUSE.split(text))
    return any((_ALONE.fullmatch(said) or _WAS_WRONG.match(said)) and _is_order(before, names) for before, said in pairs)


_OPENS = re.compile("打开|关掉|关上|拉上|拉开|[开关](?!着)")
_WAS_WRONG = re.compile(rf"{_OH}*(?:不对|不是(?!很|太|那么|特别)|(?:说|搞|弄|讲)错)")
_ORDERED = re.compile(r"[关开拉放调锁停]")
_DROPPED = re.compile(
    rf"{_OH}*(?:算了(?:算了)?[吧啊哈呀]*(?:[,，]?不[^,]{{1,4}}了?)?|当我没说|取消吧?|还是算了吧?|(?:还是)?(?:别|不要|先别|先不要|不|先不)(?P<verb>[关开拉放调锁停])(?:[了上掉开]|吧)*)"
)


def _is_order(said: str, names: Names) -> bool:
    return bool(found(signs(written(said, "zh", names), "zh", names)))


def _denied(before: str, said: str) -> bool:
    """打开电视，不是电视: what was just said is not meant."""
    denies = re.fullmatch(rf"{_OH}*不是(?P<what>[^,]{{1,8}}?)[啊呀哦]*", said)
    return bool(denies and denies["what"] in before)


def _instead(parts: list[str], said: str, back: bool, names: Names) -> list[str] | None:
    """The parts with the last of them as it is meant; None where this is no correction of it. back: it says that it was wrong."""
    if not back and not _MUCH.search(said):
        return None
    before = written(parts[-1], "zh", names)
    instead = written(said, "zh", names)
    old, new = signs(before, "zh", names), signs(instead, "zh", names)
    hesitates = _HESITATES.match(new)
    if not back and hesitates:
        instead, new = instead[hesitates.end() :], new[hesitates.end() :]
    value = _last(_VALUE, old)
    amount = _BARE.fullmatch(new) or _SET.fullmatch(new)
    of = re.search(_OF, instead)
    if amount and value and (not of or of[0] in before) and (back or _unit(before, value) == _unit(instead, amount.span("amount"))):
        return [*parts[:-1], _set(before, old, value, instead, amount)]
    if not back:
        return None
    thing = _NAMED.fullmatch(new)
    if thing and (at := _last(_A_THING, old) or _last(re.compile(f"{PLACE}+"), old)):
        return [*parts[:-1], _swapped(before, old, at, instead[slice(*thing.span("thing"))], new[slice(*thing.span("thing"))])]
    if _DONE.fullmatch(new) and (at := _last(_A_THING, old)):
        return [*parts[:-1], f"把{before[slice(*at)]}{instead}"]
    if new.startswith("是"):
        said, new = re.sub(r"^\W*是", "", said), new[1:]
    orders = found(new)
    if orders and not more(new[: orders[0][0]]) and (dropped := _without(before, old)) is not None:
        return [*parts[:-1], *([dropped] if dropped else []), said]
    return None


def _unit(said: str, at: Span) -> str:
    """Of what it is so much: colours and amounts are no corrections of one another."""
    if (first := next(iter(amounts(said[at[0] :], "zh")), None)) is None:
        return "level"
    return "kelvin" if first.unit == "kelvin" else "amount"


def _set(before: str, old: str, value: Span, instead: str, amount: re.Match[str]) -> str:
    """The amount in the place of the other, with its own verb where it has one."""
    if (at := _last(_A_THING, old[: value[0]])) and amount.re is _SET:
        return f"{before[: at[1]]}{instead}"
    return before[: value[0]] + instead[slice(*amount.span("amount"))] + _TOO.sub("", before[value[1] :])


def _swapped(before: str, old: str, at: Span, thing: str, marks: str) -> str:
    """The lamp in the place of the other; a room in the place of the room of the same lamp, or before it."""
    if THING not in marks:
        room = re.match(f"{PLACE}+", old[slice(*at)])
        kind = None if room else _KIND.search(before[slice(*at)])  # 阁楼灯 is called so
        if kind:
            return before[: at[0]] + thing + kind[0] + before[at[1] :]
        return before[: at[0]] + thing + before[at[0] + (room.end() if room else 0) :]
    return before[: at[0]] + thing + before[at[1] :]


def _without(before: str, old: str) -> str | None:
    """What was said, without the last order in it; None where that is somebody else's, or none."""
    spans = found(old)
    if spans:
        return None if more(before[: spans[0][0]]) and len(spans) == 1 else before[: spans[-1][0]]
    return "" if re.fullmatch(rf"(?:把|将|打开|关掉|[开关])?(?:{PLACE}|{THING}|里|个|那|这)+", old) else None


def _last(pattern: re.Pattern[str], marks: str) -> Span | None:
    spans = [match.span() for match in pattern.finditer(marks)]
    return spans[-1] if spans else None
