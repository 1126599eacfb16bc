"""Why a time was not taken, in words."""

from __future__ import annotations

from jarvisd.messages import Language
from jarvisd.when.meaning import Why

_REASONS: dict[Language, dict[Why, str]] = {
    "en": {
        "nothing": "I heard no time in that.",
        "long": "That is too long to find a time in.",
        "unclear": "I am not sure when you mean. Please say it with a day and an hour.",
        "past": "That time is over already.",
        "impossible": "There is no such time.",
        "never": "That would never come.",
        "back": "You took that back.",
        "old": "My table of Chinese working days does not reach that far: I take Monday to Friday.",
    },
    "zh": {
        "nothing": "我没有听到时间。",
        "long": "这句话太长了，我找不到时间。",
        "unclear": "我不确定您说的是什么时候，请说出日期和时间。",
        "past": "这个时间已经过去了。",
        "impossible": "没有这个时间。",
        "never": "这样的日子永远不会到来。",
        "back": "您又说不用了。",
        "old": "我的工作日表还没有这个日期，先按周一到周五算。",
    },
}


def reason(why: Why, language: Language) -> str:
    """One sentence for Meaning.why; empty where there is nothing to say."""
    return _REASONS["zh" if language == "zh" else "en"].get(why, "")
