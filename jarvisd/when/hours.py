"""The parts of the day and the days with names: tables that every language shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Hours:
    """half: how an hour from 1 to 12 is meant in this part of the day (see clock_in)."""

    half: Literal["am", "fore", "pm", "noon", "night", "dawn"]
    default: float  # hours after midnight, said without a clock
    end: int  # the part is over at this hour (24 is the next midnight)


PARTS = {
    "dawn": Hours("dawn", 5, 7),  # 凌晨
    "small_hours": Hours("dawn", 3, 6),
    "morning": Hours("am", 8, 12),
    "forenoon": Hours("fore", 10, 12),  # 上午
    "noon": Hours("noon", 12, 14),
    "afternoon": Hours("pm", 15, 18),
    "dusk": Hours("pm", 18, 20),  # 傍晚
    "evening": Hours("night", 19, 24),
    "night": Hours("night", 20, 24),
    "late": Hours("night", 23, 24),  # 深夜
    "midnight": Hours("night", 24, 24),
    "breakfast": Hours("am", 7.5, 10),
    "lunch": Hours("noon", 12, 14),
    "dinner": Hours("pm", 18.5, 22),
    "after_breakfast": Hours("am", 8.5, 11),
    "after_lunch": Hours("pm", 13, 15),
    "after_dinner": Hours("night", 19.5, 23),
    "after_work": Hours("pm", 18, 23),
    "before_work": Hours("am", 8, 10),
    "bedtime": Hours("night", 22, 24),
    "end_of_day": Hours("pm", 17, 24),
}
ALL_DAY = 9  # the hour of a day said without any
DEEP_NIGHT = 5  # before it "tonight" has not ended

# (month, day); ("nth", month, n, weekday); ("easter", days); ("lunar", month, day); ("eve", lunar new year); ("sun", ...): by longitude
Rule = tuple[int, int] | tuple[str, int, int, int] | tuple[str, int, int] | tuple[str, int]
FEASTS: dict[str, Rule] = {
    "new_year": (1, 1),
    "mlk": ("nth", 1, 3, 0),
    "burns": (1, 25),
    "australia": (1, 26),
    "groundhog": (2, 2),
    "valentine": (2, 14),
    "presidents": ("nth", 2, 3, 0),
    "david": (3, 1),
    "women": (3, 8),
    "arbor": (3, 12),
    "patrick": (3, 17),
    "april_fools": (4, 1),
    "earth": (4, 22),
    "george": (4, 23),
    "anzac": (4, 25),
    "shrove": ("easter", -47),
    "ash": ("easter", -46),
    "mothering": ("easter", -21),
    "palm": ("easter", -7),
    "maundy": ("easter", -3),
    "good_friday": ("easter", -2),
    "easter": ("easter", 0),
    "easter_monday": ("easter", 1),
    "pentecost": ("easter", 49),
    "labour_may": (5, 1),
    "youth": (5, 4),
    "cinco": (5, 5),
    "mothers": ("nth", 5, 2, 6),
    "memorial": ("nth", 5, -1, 0),
    "children": (6, 1),
    "juneteenth": (6, 19),
    "fathers": ("nth", 6, 3, 6),
    "party": (7, 1),
    "canada": (7, 1),
    "independence": (7, 4),
    "bastille": (7, 14),
    "army": (8, 1),
    "labor": ("nth", 9, 1, 0),
    "teachers": (9, 10),
    "national_cn": (10, 1),
    "columbus": ("nth", 10, 2, 0),
    "halloween": (10, 31),
    "all_saints": (11, 1),
    "guy_fawkes": (11, 5),
    "veterans": (11, 11),
    "remembrance": ("nth", 11, 2, 6),
    "singles": (11, 11),
    "thanksgiving": ("nth", 11, 4, 3),
    "andrew": (11, 30),
    "saint_nicholas": (12, 6),
    "double_twelve": (12, 12),
    "christmas_eve": (12, 24),
    "christmas": (12, 25),
    "boxing": (12, 26),
    "new_year_eve": (12, 31),
    "spring_eve": ("eve", 0),
    "spring": ("lunar", 1, 1),
    "lantern": ("lunar", 1, 15),
    "dragon_boat": ("lunar", 5, 5),
    "qixi": ("lunar", 7, 7),
    "ghost": ("lunar", 7, 15),
    "mid_autumn": ("lunar", 8, 15),
    "double_ninth": ("lunar", 9, 9),
    "laba": ("lunar", 12, 8),
    "little_year": ("lunar", 12, 23),
    "qingming": ("sun", 4),
    "winter_solstice": ("sun", 12),
}

# Days of the sun in China, 2001 to 2099: the day of the month is floor(years since 2000 * 0.2422 + C) - years // 4 (寿星公式).
SUN = {4: 4.81, 12: 21.94}
