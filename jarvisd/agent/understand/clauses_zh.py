"""Where Chinese orders stand in a sentence: 我要睡了 | 把灯关了吧 | 太晃眼."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from jarvisd.agent.understand.around_zh import forbidden as forbidden
from jarvisd.agent.understand.names import Names
from jarvisd.agent.understand.signs import COLOR, NUMBER, PLACE, SCENE, THING, Span
from jarvisd.agent.understand.spoken import bare
from jarvisd.agent.understand.things import OF_IT, kinds

_T, _P, _N, _C = (f"{sign}+" for sign in (THING, PLACE, NUMBER, COLOR))
_DET = r"(?:那个|这个|那边|这边|那些|这些|那[盏台扇]?|这[盏台扇]?|我们?|咱们?|所有|全部|每个|各个|上边|上面|里面|里边|里|个|一[个盏台])*"
_PLACE = rf"(?:{_P}(?:里[头面边]?|[这那][边儿]|上)?|家里|全屋|全家|屋里|整个(?:家|屋子|房子)里?|整屋|这屋|那屋|这里|这儿|房间里?)"
_OF = r"(?:亮度|温度|湿度|音量|声音|声儿|风速|风力|颜色|灯光)"
_THING = rf"(?:(?:{_PLACE}(?:和|跟|与|还有|、)){{0,3}}{_DET}(?:{_PLACE}{_DET})?{_T}(?:{_T})*{_OF}?)"
_THINGS = rf"(?:{_THING}(?:(?:和|跟|与|还有|以及|、|,){_THING}){{0,3}})"
_NP = rf"(?:{_THINGS}|{_DET}{_PLACE}(?:{_OF})?|它们?)"
_LINK = r"(?:给我|给他|给她|给|帮我|麻烦|先|也|再|都|全部|全|统统|快|赶紧|可以|就|一起|一块儿?|一并|要|现在|马上|,)*"
_ACT = (
    r"(?:[换切跳放播]?到?下一[首个曲集段章回篇期]|[换放切跳播]?回?上一[首个曲集段章回篇期]|打开|开启|开开|开起来|开上|开始(?:[扫煮蒸烧洗烘]|加热|工作|干活|(?=吧|$))|开一?下|开一?个|开(?![会车心玩学始关水着到])|(?<=我)开着|(?<=就)开着|开着(?=[\ue001\ue002])|启动|点亮|点起来|点上|点着|亮起来|亮一?下|亮一?亮|亮(?![着度])|[转烧煮蒸洗烘吹泡热]起来(?![真太很更最呼嗡吱咔哗嘎])|(?:[烧煮蒸][上着]|退(?:了|掉|出)|撤(?:了|掉))(?=$|[吧呗啊啦,，])|插上|运行"
    r"|关掉|关上|关闭|关好|关喽|关咯|关一?下|关一关|关(?![系于心注机东到没着小大])|熄掉|熄灭|熄|灭掉|灭|停掉|停一?下|停(?![车电])|断电|暂停|取消静音|解除静音|静音(?:给我|给)?(?:取消|解除|关掉|关了)|静音|接着[放播]歌?|继续[放播]歌?|继续"
    r"|拉上|拉开|拉起来|拉下来?|拉一?下(?:拉严实)?|拉严实?|卷(?:起来|上去|下来)|收上去|收起来|收下来|放下来|放下|放一半下来|降下来|降下|升上去|升起来|升起|合上|锁上|锁好|[锁拉](?=[\ue001\ue002])|锁一?下|锁了|解锁|上锁"
    r"|回去充电|回(?:去|窝|老窝|家|基座|充电[座桩])去?|扫一?扫|打扫|清扫|扫地|布防|撤防|调[亮暗高低大小](?:一?点儿?|一?些)|[弄搞整][亮暗](?:一?点儿?|一?些)?)"
)
_DONE = r"(?:了|掉|上|着|喽|咯|啦|一下|下|一?点儿?|来|去|它)*"
_BIT = r"(?:[亮暗高低大小]?声?(?:一?[点些]儿?))"
_VALUE = (
    rf"(?:{_OF})?(?:再?{_BIT})?(?:调高|调低|调亮|调暗|调大|调小|调节|调整|调|设置|设定|设|打开|打|开个缝|开|弄|变|换|改|升|降|关|放下来|放下|放|拉开|拉上|拉起来|拉下来|拉|亮|来|提高|降低|收)?{_BIT}?(?:个|了)?(?:到|成|为|至|在)?"
    rf"(?:(?:{_N}|[一二三四])分之(?:{_N}|[一二三四])|{_N}|{_C}|最[大小高低亮暗强弱]|满格?|一半|半)(?:度半?|色|档|风|亮度?|开|下来)?(?:和|,)?(?:{_N}|{_C})?"
)
_STEP = rf"(?:{_OF})?(?:再|调|弄|放|开|关|拧|吹|烧|扭|转|搞)?(?:大|小|高|低|亮|暗|轻|响|快|慢|暖和|凉快|热|冷)声?(?:一?点儿?|一?些)|(?:调|弄|放|开|关|拧)[大小]声"
_HOW = rf"(?:{_VALUE}|(?:{_STEP})|{_ACT}{_DONE})"
_ENDS = r"(?:就行|就好|就够了|就可以|得了|算了|吧|呗|啊|哈|嘛|呀|哦|喔|好吗|行吗|好不好|一下|谢谢)*"
_TAKEN = re.compile(rf"(?:把|将){_NP}{_LINK}{_HOW}{_ENDS}")
_NAMED = re.compile(
    rf"{_THINGS}{_LINK}{_HOW}{_ENDS}|{_PLACE}(?:给我|给|都|全)+{_HOW}{_ENDS}|{_PLACE}{_LINK}(?:弄|调|升|降|开|搞)(?:暖和|凉快|热|冷)?{_BIT}?(?:到|成)?{_N}{_ENDS}"
)
_ALONE = re.compile(
    r"(?:先)?(?:布防|撤防|停一下|暂停(?:一下)?|静音|取消静音|[换切跳放播]?到?下一[首个曲集段章回篇期]|[换放切跳播]?回?上一[首个曲集段章回篇期]|(?:声音|音量)?(?:再)?(?:大|小|轻|响)(?:一?点儿?声?|声(?:一?点儿?))|关一?下?灯|开一?下?灯|\ue003+)(?:吧|呗|啊)*$"
)
_THEN = re.compile(
    rf"(?:再|然后|并|,)?(?:{_OF})?(?:(?:调|设|开|升|降|变|换|改|定)[^{NUMBER}{COLOR}]{{0,2}}(?:到|成|为|在)(?:{_N}|{_C}|最[大小高低亮暗强弱]|一半)(?:色|度|档)?|(?:调|升|降|加|减|涨)[高低大小]?(?:了|个)?{_N}){_ENDS}"
)
_ALONE_FIRST = re.compile(r"先?(?:停一下|暂停一下)")
_SCENE = re.compile(
    rf"(?P<led>打开|开启|启动|运行|执行|切换到?|切到|进入|来个?|换成?|开)?(?P<scene>{SCENE}+)(?P<mode>模式|场景|走起|启动|开启|打开|开起来|来一[个下]|整一个|安排上?|搞起来?|开(?=$|[,吧啦]))*(?:吧|啦)*"
)
_LED = re.compile(
    rf"(?:{_DET}{_PLACE}{_LINK})?{_ACT}(?:了|掉|上|好|一下|下|个|一个)?{_THINGS}(?!{THING})(?!(?>{_HOW})(?![{THING}{PLACE}])){_ENDS}"
)
_DOES_FIRST = re.compile(r"[关开打拉调停锁]")  # 关掉沙发灯和射灯水晶灯调到四十: the third is another's
_ALL = re.compile(r"(?:给我|帮我)?(?:统统|通通|全|都|一块儿?|一起|一并|俩)")
_ALL_THERE = re.compile(r"(?:里|那边)?(?:灯光|灯|窗帘|空调|风扇)(?:给我|帮我)?(?:统统|通通|全|都)")
_PART_OF_ROOM = re.compile("卫|浴|厕|洗手|阳台|衣帽|储")  # 主卧卫生间 is one room
_NOWHERE = re.compile(r"(?:把|将)[㐀-鿿]{1,4}[这那](?:边|儿|头)")  # 把灶台那边灯关了, where nobody knows such a place
_SAID_OF_ROOM = re.compile(rf"{PLACE}[^{PLACE}]*[,了呢啊着太没黑暗亮]")  # 厨房没人了关掉; of 卫生间暖风 nobody knows what it is
_BACK = re.compile(
    r"(?:你|您|帮我|给我|给他|给她|给|都|全|快|再|帮忙|麻烦|就|先)*(?:关掉|关上|关了|关一下|关|打开|开一下|停了|[灭熄][了掉灭]|[调弄开关拧][亮暗高低大小](?:一?[点些]儿?)?)(?:它们?|了|吧|呗|啊)*$"
)  # the thing was named before
# What cannot stand right before an order: who did it, what it is done to, that it is not wanted.
_BEFORE = re.compile(
    r"(?:没有?|别|不|不要|未|甭|把|将|给[您你他她]|谁|谁来都|被|让|叫|说|是|怎么|如何|为什么|刚|又|得|想|会|能|忘记?了?|许|准|[打解拉离展推九第锁看听唱玩]|才|自己|人|她|他|它|[我你您](?!$)|才会|总|老|一|在|从|记得|应该|早|跟|像|用|着急|什么时候|几点)$|(?<![帮给])[我你您]们?(?:刚|又|再|就|会|要|得|先|也|正|已经|一会儿)*去?$"
)
_ASKED = re.compile(
    r"(?:我们?(?:想|要|需要|希望)(?:你|您)?|(?:能不能|可不可以|(?<!不)能|(?<!不)可以|请|麻烦|劳驾|拜托)(?:你|您)?|你|您|帮忙|帮我们?|给我|给(?:奶奶|爷爷|妈妈|爸爸|客人|孩子|宝宝))$"
)


def heard(said: str) -> str:
    return re.sub(r"的(?=.)|\s+", "", said)


def beside(said: str, names: Names) -> str:
    """电视音响都关了 names two things as 电视和音响都关了 does, and 厨房餐厅灯都关了 two rooms."""
    mentions = sorted(names.find(said, "zh"), key=lambda one: one.start)
    things = [(one.start, one.end) for one in mentions if one.kinds == {"name"}]
    known = {at for one in mentions for at in range(one.start, one.end)}
    of_kind = [(one.start, one.end) for one in kinds(said, "zh") if one.said not in OF_IT and not known & set(range(one.start, one.end))]
    things = sorted([*things, *of_kind])
    rooms = [(one.start, one.end) for one in mentions if one.kinds == {"area"} and not _PART_OF_ROOM.search(one.said)]
    for spans, every in ((things, _ALL), (rooms, _ALL_THERE)):
        joints = [end for (_, end), (start, _) in itertools.pairwise(spans) if end == start]
        if not joints:
            continue
        last = next(end for start, end in spans if start == joints[-1])
        named = not _DOES_FIRST.search(said[: spans[0][0]]) and all(
            not ref.implied for one in mentions if {one.start, one.end} & {*joints} for ref in one.refs
        )  # 岛台灯橱柜灯
        if (spans is things and (len(joints) > 1 or named) and not of_kind) or every.match(said, last):
            return "".join(said[start:end] + "和" for start, end in itertools.pairwise([0, *joints])) + said[joints[-1] :]
    return said


def found(signs: str, anywhere: bool = False) -> list[Span]:
    """From the left, none over another, each as long as it can be. anywhere: whatever stands before it."""
    free = _anything if anywhere else _starts
    spans: list[Span] = []
    at, after = 0, 0
    strange = {at for match in _NOWHERE.finditer(signs) for at in range(match.start() + 1, match.end() + 1)}
    while at < len(signs):
        if at in strange:
            at += 1
            continue
        if at and signs[at] == signs[at - 1] and signs[at] in (THING, PLACE, SCENE, NUMBER):
            at += 1  # in the middle of a name or a number
            continue
        before = signs[after:at]
        before = "" if spans and before in ("跟", "和", "并") else before
        ends = [match.end() for pattern in (_TAKEN, _NAMED, _LED) if (match := pattern.match(signs, at)) and free(pattern, before)]
        if (
            (scene := _SCENE.match(signs, at))
            and (scene["led"] or scene["mode"] or (scene.end() == len(signs) and not spans) or (not at and signs[scene.end()] in ",，"))
            and free(_LED, before)
        ):
            ends = [scene.end()]
        if (
            not ends
            and free(_LED, before)
            and (
                ((alone := _ALONE.match(signs, at)) and (signs[at] != NUMBER or before[-1:] in ("", ",")))
                or (not at and (alone := _ALONE_FIRST.match(signs)))
            )
        ):
            ends = [alone.end()]
        if (
            not ends
            and (match := _BACK.match(signs, at))
            and (THING in before or _SAID_OF_ROOM.search(before))
            and before[-1:] not in (THING, PLACE)
            and ("," not in before or _MANNERS.fullmatch(before.rpartition(",")[2]))
            and free(_LED, before)
        ):
            ends = [match.end()]
        if not ends and (THING in before or spans) and (match := _THEN.match(signs, at)) and free(_LED, before):
            ends = [match.end()]
        if ends and signs[max(ends) : max(ends) + 1] != "得":  # 电视开得再大 tells how
            spans.append((at, max(ends)))
            at = after = max(ends)
        else:
            at += 1
    return spans


def surely(signs: str) -> list[Span]:
    """Of a sentence that is known to order something: between pauses, and whatever its verb is."""
    parts = [match.span() for match in re.finditer(r"[^,]+", signs)]
    for anywhere in (False, True):
        spans = found(signs, anywhere)
        for start, end in parts:
            within = [(start + one, start + other) for one, other in _within(signs[start:end], anywhere)]
            loose = [span for span in within if span not in spans]
            spans = sorted([*(span for span in spans if not any(_over(span, other) for other in loose)), *loose])
        if spans:
            return spans
    soft = [(start, end) for start, end in parts if re.search(f"[{THING}{PLACE}]", signs[start:end]) and not _LEFT.search(signs[start:end])]
    return soft[-1:]


_LOOSE = re.compile(
    rf"(?:把|将)?{_THINGS}{_LINK}[^,{THING}{PLACE}{NUMBER}{COLOR}]{{0,6}}(?:{_N}|{_C})(?:[度档]半?|色|光|开尔?文?|k)*{_ENDS}"
    rf"|{_THINGS}{_LINK}(?:开|亮)着{_ENDS}(?=,|$)"
)
_LEFT = re.compile(r"不用|别|不要|留着|先不|没|不是|不能|我去|我来|[开关调放拉弄转吹亮]得")


def unknown(said: str, spans: Sequence[Span], signs: str) -> bool:
    """A name that the house has not stands before what is done with it: 低音炮声音调到四十, 煮茶壶打开，烧到一百度."""
    for start, end in spans:
        before = signs[max(signs.rfind(",", 0, start), max((other for _, other in spans if other <= start), default=0)) : start].strip(",")
        if before and _OF_NAMED.match(said[start:end]) and not _MANNERS.fullmatch(before):
            return True
    gaps = [signs[end:start].strip(",") for end, start in zip([0, *(end for _, end in spans)], [start for start, _ in spans], strict=False)]
    return any(_STRANGER.fullmatch(part) for gap in gaps for part in gap.split(","))


_OF_NAMED = re.compile(rf"{_OF}(?!光)")
_MANNERS = re.compile(
    rf"(?:[你您我把将给帮请先再也就都快要想能可以麻烦那这个里把的了吧啊嗯呃哎,{THING}{PLACE}]|太[吵响大小亮暗热冷]|听不[见清]|看不[见清]|有点|现在)*"
)
_STRANGER = re.compile(r"[\u4e00-\u9fff]{2,5}?(?<![全都灯把给我])(?:打开|关掉|关上|开开|关了)(?:吧|一下)?")


def _within(signs: str, anywhere: bool) -> list[Span]:
    spans = found(signs, anywhere)
    loose = [match.span() for match in _LOOSE.finditer(signs)]
    loose = [span for span in loose if not any(one <= span[0] and span[1] <= other for one, other in spans)]
    return sorted([*(span for span in spans if not any(_over(span, other) for other in loose)), *loose])


def _over(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _anything(pattern: re.Pattern[str], before: str) -> bool:
    return True


def _starts(pattern: re.Pattern[str], before: str) -> bool:
    before = before.rstrip(",")
    return bool(_ASKED.search(before)) or not _BEFORE.search(before)


def more(gap: str) -> bool:
    """More than manners and joints."""
    text = bare(gap, "zh").text if gap else ""
    return bool(
        re.sub(
            r"然后|接着|同时|不好意思|打扰一下|对不起|劳驾|拜托|那个?什么|你好|您好|早上好|晚上好|并且|顺便|还有|另外|再|和|也|把|,|、|请|麻烦|帮我|给我|谢谢|吧|啊|呢|呀|了|嘛|啦|哈|你|您|那个|嗯|呃|我想|我要|去|快|都|好",
            "",
            text,
        )
    )


_BESIDE = re.compile(
    r"^我们?(?=[^把将要想])|给我|帮我|(?:你|您)?给[他她](?=[关开打])|(?<=.)(?:麻烦(?:你|您)?|快(?=[开关])|赶紧|可以(?=[开关打]))|(?<=.)(?:你|您)(?=给|帮|[开关打])|给(?=[开关打调拉])|就行$|就好$|就够了$|就可以$"
)


def wished(gap: str) -> bool:
    return False


def stated(order: str) -> bool:
    return False  # 灯开着呢 is told by what the gate learned


def led(order: str) -> bool:
    return bool(order)  # what would make it a question stands around it


def ordering(gap: str) -> bool:
    """Another order, of something that nobody knows."""
    return bool(re.search(r"^(?:再|然后|并且?|还有)?[把将](?!我)|^(?:再|然后|并且?)?(?:打开|关掉|关上|开启|关闭|启动)", gap))


_SHORT = re.compile(f"[关开](?={THING})")  # 关空调 is 关掉空调
_PLAINLY = re.compile(r"静音(?:给我|给)?(?:取消|解除|关掉|关了)[掉了]*")


def whole(said: str, spans: Sequence[Span], signs: str) -> list[str]:
    """Each order with the thing that was named before it, where it names none."""
    orders: list[str] = []
    at, last = 0, ""
    room = _OF_ROOM.match(signs) or (_IN_ROOM.match(signs) if len(spans) > 1 and spans[0][0] == 0 else None)
    for start, end in spans:
        last = named(said, signs, at, start) or last
        if _SHORT.match(signs, start) and said[start + 1] != "灯":
            orders.append(("打开" if said[start] == "开" else "关掉") + said[start + 1 : end])
            last, at = named(said, signs, start, end) or last, end
            continue
        order = _PLAINLY.sub("取消静音", re.sub(r"开着$", "打开", _BESIDE.sub("", said[start:end])))
        if scene := _SCENE.fullmatch(signs, start, end):
            order = "运行" + said[scene.start("scene") : scene.end("scene")]
        elif last and (re.fullmatch(_THEN, signs[start:end]) or (orders and start == at and re.match(_OF, said[start:end]))):
            order = f"把{last}" + re.sub(r"^(?:再|然后|并|,)", "", order)
        elif last and not orders and (of := _OF_IT.match(said, start)) and _SAYS[of[0]].search(said[:start]):
            order = f"把{last}{order}"
        elif last and not orders and _QUIETER.fullmatch(order) and _LOUD.search(said[:start]):
            order = f"{last}{order}"
        elif _BACK.fullmatch(signs[start:end]) and last:
            order = f"把{last}" + re.sub(r"它们?", "", order)
        elif (
            room
            and start >= room.end()
            and PLACE not in signs[start:end]
            and (thing := re.search(f"{THING}+", signs[start:end]))
            and (room.re is _OF_ROOM or said[start + thing.start() : start + thing.end()] in _ANY)
        ):
            order = order.replace(
                said[start + thing.start() : start + thing.end()],
                said[room.start(1) : room.end(1)] + said[start + thing.start() : start + thing.end()],
                1,
            )
        last = named(said, signs, start, end) or last
        orders.append(order)
        at = end
    return orders


_QUIETER = re.compile(r"(?:声音|音量)?(?:再)?(?:[大小轻响]一?点儿?声?|[大小轻响]声一?点儿?)(?:吧|呗|啊|嘛)*")
_OF_IT = re.compile("音量|声音|亮度|温度|湿度|风速|风力")
# 电视太吵了，声音调到十五: what is wrong with the thing is what is set of it.
_LOUD, _WINDY = re.compile(r"吵|响|闹|[大小]声|听不"), re.compile(r"风|吹|闷|热|冷|猛")
_SAYS = {
    "音量": _LOUD, "声音": _LOUD, "亮度": re.compile(r"[亮暗刺晃黑]|看不"), "温度": re.compile(r"[冷热凉冻]"), "湿度": re.compile(r"[干潮湿]"),
    "风速": _WINDY, "风力": _WINDY,
}  # fmt: skip
_IN_ROOM = re.compile(f"({PLACE}+)")  # 朵朵房蘑菇灯关掉窗帘拉上: the curtain there
_ANY = frozenset(["窗帘", "帘子", "灯", "灯光", "空调", "风扇", "电视", "音箱", "音响", "暖气", "窗户"])
_OF_ROOM = re.compile(rf"({PLACE}+)[^,{THING}]{{1,8}},")  # 客厅没人，灯关了


def named(said: str, signs: str, start: int, end: int) -> str:
    spans = [
        match.span()
        for match in re.finditer(
            rf"(?:(?:{PLACE}+|[㐀-鿿]{{2,4}}?(?=[这那](?:边|儿|头)))(?:里[头面边]?|[这那](?:边|儿|头)|上|[这那]几?[个盏台扇些]?|所有|全部)*)?{THING}+|{PLACE}+",
            signs[start:end],
        )
    ]
    return said[start + spans[-1][0] : start + spans[-1][1]] if spans else ""
