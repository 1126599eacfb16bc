"""What is said between pauses to say why, and the Chinese order beside it: 我在晾被子，帮我把灯关掉 orders 帮我把灯关掉."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Set
from dataclasses import dataclass, replace

from jarvisd.agent.understand import Command, Heard, Meaning, Understood, around_zh, questions
from jarvisd.agent.understand.clauses import built, signs, written
from jarvisd.agent.understand.clauses_zh import found, more, named
from jarvisd.agent.understand.excepting import apart
from jarvisd.agent.understand.explained import Note
from jarvisd.agent.understand.gate import Gate
from jarvisd.agent.understand.indirect import direct
from jarvisd.agent.understand.names import Names, names_of

_GAP = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")
_PAUSE = re.compile(r"[，,。！!？?；;]+")
_FLOOR = -1.6  # what the gate says at least of the whole sentence, where its words do not ask the house outright
_BEHIND = -0.9  # the same where the reason comes last
_DONE = re.compile(r"[了啦咯喽]$")
_OH = re.compile(r"^(?:哎呀?|哎哟|唉|诶|啊|哦|嗯|呃|哈|天哪?|妈呀)+(?=.{3})")
_LEAST = 3  # characters of a reason; fewer are a call
_ASKS = re.compile(
    r"(?:那|你|您|就|先|再|顺便|快|赶紧|现在)*(?:(?:能不能|可不可以|可以|能)?(?:请|麻烦)?(?:你|您)?(?:帮我|帮忙|帮个忙|给我|替我|帮咱们?)|麻烦(?:你|您)|劳驾|拜托|请(?!问|客|假))"
)
_MORE = re.compile(
    r"^(?:再|然后|顺便|还有|也|别|不|是(?!因为))|[把将]|打开|关掉|关上|拉上|拉开|暂停|调到|换成|不对|不是|错了|除了|^但|^可是|留|[开关亮]着(?:吧|就|$)"
)
# Before an order that asks outright these are no questions and no tales: they say what is wrong.
_ASKED = re.compile(
    r"(?:谁|怎么|咋|为什么|为啥|干嘛|干吗|什么|啥)[^,]{0,8}$|有人(?=[按敲找来喊])|刚才?|忘(?:记)?了?(?:关|开)?|又|老是?(?=[响闪亮跳卡])|时间|吗$|不想|不要|别"
)
# Behind an order these say what it is good for: 热水器打开，一会儿洗碗.
_SOON = re.compile(
    r"^(?:我|我们|咱们?)?(?:一会儿?|等下|等一下|等会儿?|待会儿?|过会儿|晚上|今晚|晚点|中午|下午|明天|明早)(?=[^\d]{2,8}$)(?!.*(?:[关开调拉放停锁再点]|[早晚中下]上?午|[早晚]上|时候|以后|之前))"
)
_OTHERS = re.compile(
    rf"^(?:{around_zh.KIN}|[他她]们?|[小老阿大][㐀-鿿]|[㐀-鿿]{{1,3}}(?:先生|小姐|老师|师傅|阿姨|叔叔|医生|经理))[㐀-鿿]{{0,2}}$|^(?:他|她|人家|别人|大家)"
)


@dataclass(frozen=True, slots=True)
class Kernel:
    """text: the order without its reason. floor: what the gate must at least say of the whole sentence for it to count."""

    text: str
    floor: float


async def alone(
    heard: Heard, gate: Gate | None, meant: Callable[[Heard, Note], Awaitable[Meaning]], looks: Set[str], note: Note
) -> Meaning:
    """What the order alone means, or the questions alone; None where they stand beside more than why. looks: the intents that do nothing."""
    names = names_of(heard.house)
    text = _GAP.sub("，", direct(heard.text, "zh"))
    if gate is None or apart(text, "zh").but:
        return None
    for kernel in kernels(text, names):
        if gate.sure(text, names) >= kernel.floor:
            note("reason", heard.text, kernel.text)
            meaning = await meant(replace(heard, text=kernel.text), note)
            if isinstance(meaning, Understood):
                return meaning
    found: list[Command] = []
    for asks in questions_in(text):
        meaning = await meant(replace(heard, text=asks), note)
        found += meaning.commands if isinstance(meaning, Understood) else ()
    return Understood(tuple(found)) if found and all(one.intent in looks for one in found) else None


def kernels(text: str, names: Names) -> Iterator[Kernel]:
    """text: as `paused` leaves it. The likeliest first; none where what stands beside it may make it no order."""
    parts = _parts(text)
    for at in range(1, len(parts)):
        outright = bool(_ASKS.match(parts[at]))
        if all(not more(part) or (_harmless(part, outright) and not _orders(part, names)) for part in parts[:at]):
            order = _with_thing(parts[:at], parts[at:], names)
            if outright or built(_with_thing(parts[:at], parts[at : at + 1], names), "zh", names):
                yield Kernel(order, -9.0 if outright else _FLOOR)
                break
    for at in range(1, len(parts)):
        order = "，".join(parts[:at])
        if _orders(order, names) and all(_only_why(part, names, not _DONE.search(order)) for part in parts[at:]):
            yield Kernel(order, _BEHIND)
            break


def questions_in(text: str) -> tuple[str, ...]:
    """What is asked between pauses, where nothing else is said but why: 热水器开着吗，我想洗澡."""
    parts = _parts(text)
    asked = tuple(part for part in parts if questions.kind(part, "zh") == "question")
    others = [part for part in parts if part not in asked]
    return asked if len(parts) > 1 and all(_harmless(part, True) for part in others) else ()


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _PAUSE.split(text) if part.strip()]


def _harmless(part: str, outright: bool) -> bool:
    part = _OH.sub("", part)
    said = _ASKED.sub("", part) if outright else part
    if any(pattern.search(said) for pattern in (*around_zh.BESIDE, *around_zh.AHEAD)):
        return False
    if around_zh.ASIDE.search(part) or _OTHERS.search(part) or len(part) < _LEAST:
        return False
    return outright or bool(around_zh.REASON.search(part))


def _only_why(part: str, names: Names, plain: bool) -> bool:
    """Behind an order: it orders nothing itself, and takes nothing back. plain: the order can be no tale of what was done."""
    if _MORE.search(part) or _orders(part, names):
        return False
    return bool(_SOON.search(part)) or _harmless(part, False) or (plain and _elses(part))


def _elses(part: str) -> bool:
    """Nothing in it speaks of other people, other times or other places."""
    beside = any(pattern.search(part) for pattern in (*around_zh.BESIDE, *around_zh.AHEAD))
    return not (beside or around_zh.ASIDE.search(part) or _OTHERS.search(part))


def _orders(part: str, names: Names) -> bool:
    said = written(part, "zh", names)
    return bool(found(signs(said, "zh", names)))


def _with_thing(before: list[str], order: list[str], names: Names) -> str:
    """The thing that was named before it, where the order names none: 厨房灯谁开的，帮忙关一下."""
    said = written("，".join(order), "zh", names)
    if named(said, marked := signs(said, "zh", names), 0, len(marked)):
        return "，".join(order)
    told = written("，".join(before), "zh", names)
    thing = named(told, marked := signs(told, "zh", names), 0, len(marked))
    return "，".join([thing + _ASKS.sub("", order[0], count=1), *order[1:]]) if thing else "，".join(order)
