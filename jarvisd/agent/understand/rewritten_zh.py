"""A Chinese order in the words in which it is understood: whose room is meant, what is taken back, what would stay as it is anyhow."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.agent.understand import Command, Heard, denied, described, each_room_zh, excepting_zh, wrong_amount_zh
from jarvisd.agent.understand.corrected_zh import corrected, dropped, unsettled
from jarvisd.agent.understand.excepting import apart
from jarvisd.agent.understand.judged import READS
from jarvisd.agent.understand.names import Names, names_of
from jarvisd.agent.understand.own_room_zh import of_somebody, placed
from jarvisd.agent.understand.spoken import plain
from jarvisd.agent.understand.things import kinds

_A_BIT = re.compile(r"拉上(?=(?:一点点?|一些|点儿?)(?:吧|就行|就好|了)?$)")  # 上一点 alone is further up


def rewritten(heard: Heard) -> str:
    """As it came where there is nothing of the kind."""
    names = names_of(heard.house)
    text, _ = of_somebody(placed(heard.text, heard.room, heard.house), heard.house)
    text = described.named(_A_BIT.sub("合上", text), "zh", heard.house, heard.room)
    text = denied.without(each_room_zh.each(text, names), "zh", names)
    return _unspared(corrected(wrong_amount_zh.plainly(text), names), names)


def taken_back(heard: Heard) -> bool:
    """An order is taken back at its end."""
    return dropped(heard.text, names_of(heard.house))


def unread(heard: Heard, commands: Sequence[Command]) -> str:
    """Why it is asked about first: something in it is taken back or left alone, and it is not understood what. "" where nothing is."""
    if all(command.intent in READS for command in commands):
        return ""
    if not of_somebody(heard.text, heard.house)[1]:
        return "it is not known whose room is meant"
    if unsettled(rewritten(heard), names_of(heard.house)):
        return "something is taken back, and it is not understood what is meant instead"
    return "something is left alone, and it is not understood what" if excepting_zh.unread(heard.text, commands) else ""


def _unspared(text: str, names: Names) -> str:
    """音响电视都关，落地灯留着: where things were ordered one by one, nothing else is touched."""
    order = apart(text, "zh")
    if not order.but:
        return text
    said = plain(order.order, "zh").replace("的", "")
    mentions = names.find(said, "zh")
    spans = [(one.start, one.end) for one in mentions]
    others = [kind for kind in kinds(said, "zh") if not any(start <= kind.start and kind.end <= end for start, end in spans)]
    one_by_one = bool(mentions) and not others and all(one.kinds == {"name"} for one in mentions)
    return order.order if one_by_one and not any(but in order.order for but in order.but) else text
