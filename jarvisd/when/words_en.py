"""The English words for numbers, days, months, units, parts of the day and days with names."""

from __future__ import annotations

from jarvisd.when.pieces import Amount

_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_TEENTHS = "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ONES = {word: n for n, word in enumerate(f"zero one two three four five six seven eight nine {_TEENS}".split())}
TENS = {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
ORDINALS = {word: n for n, word in enumerate(f"{_ORDINALS} {_TEENTHS}".split(), 1)} | {"thirtieth": 30}
TENTHS = [name for name, n in ORDINALS.items() if n > 4]  # seldom the fifth of a row: the fifth of a month

WEEKDAYS = {
    name: n for n, names in enumerate((
        "monday mon", "tuesday tues tue", "wednesday weds wed", "thursday thurs thur thu", "friday fri", "saturday sat", "sunday sun"
    )) for name in names.split()
}  # fmt: skip
ALONE = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")  # understood without on, every, next
MONTHS = {
    name: n for n, names in enumerate((
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep",
        "october oct", "november nov", "december dec"
    ), 1) for name in names.split()
}  # fmt: skip

UNITS = {
    "second": Amount(seconds=1),
    "sec": Amount(seconds=1),
    "minute": Amount(seconds=60),
    "min": Amount(seconds=60),
    "hour": Amount(seconds=3600),
    "hr": Amount(seconds=3600),
    "day": Amount(days=1),
    "night": Amount(days=1),
    "week": Amount(days=7),
    "fortnight": Amount(days=14),
    "month": Amount(months=1),
    "year": Amount(months=12),
}

PARTS = {
    "first thing in the morning": "morning",
    "early morning": "dawn",
    "morning": "morning",
    "lunchtime": "lunch",
    "lunch time": "lunch",
    "lunch": "lunch",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "night",
    "late at night": "late",
    "nighttime": "night",
    "small hours": "small_hours",
    "early hours": "small_hours",
    "wee hours": "small_hours",
    "breakfast": "breakfast",
    "breakfast time": "breakfast",
    "dinner": "dinner",
    "dinnertime": "dinner",
    "dinner time": "dinner",
    "supper": "dinner",
    "supper time": "dinner",
    "suppertime": "dinner",
    "teatime": "dinner",
    "bedtime": "bedtime",
}
# Whole, with the preposition that makes them speak of time.
MOMENTS = {
    "after work": "after_work",
    "before work": "before_work",
    "after breakfast": "after_breakfast",
    "after lunch": "after_lunch",
    "after dinner": "after_dinner",
    "after supper": "after_dinner",
    "before bed": "bedtime",
    "before bedtime": "bedtime",
    "before i go to bed": "bedtime",
    "before going to bed": "bedtime",
    "end of the day": "end_of_day",
    "end of day": "end_of_day",
}

FEASTS = {
    "new year's day": "new_year",
    "new year": "new_year",
    "new year's": "new_year",
    "martin luther king day": "mlk",
    "burns night": "burns",
    "australia day": "australia",
    "groundhog day": "groundhog",
    "valentine's day": "valentine",
    "valentine's": "valentine",
    "presidents' day": "presidents",
    "st david's day": "david",
    "saint david's day": "david",
    "women's day": "women",
    "international women's day": "women",
    "st patrick's day": "patrick",
    "saint patrick's day": "patrick",
    "april fools' day": "april_fools",
    "april fool's day": "april_fools",
    "earth day": "earth",
    "st george's day": "george",
    "saint george's day": "george",
    "anzac day": "anzac",
    "shrove tuesday": "shrove",
    "pancake day": "shrove",
    "mardi gras": "shrove",
    "ash wednesday": "ash",
    "mothering sunday": "mothering",
    "palm sunday": "palm",
    "maundy thursday": "maundy",
    "good friday": "good_friday",
    "easter": "easter",
    "easter sunday": "easter",
    "easter monday": "easter_monday",
    "cinco de mayo": "cinco",
    "whit sunday": "pentecost",
    "whitsun": "pentecost",
    "pentecost": "pentecost",
    "may day": "labour_may",
    "mother's day": "mothers",
    "memorial day": "memorial",
    "children's day": "children",
    "juneteenth": "juneteenth",
    "father's day": "fathers",
    "canada day": "canada",
    "independence day": "independence",
    "bastille day": "bastille",
    "labor day": "labor",
    "columbus day": "columbus",
    "halloween": "halloween",
    "all saints' day": "all_saints",
    "guy fawkes night": "guy_fawkes",
    "guy fawkes": "guy_fawkes",
    "bonfire night": "guy_fawkes",
    "veterans day": "veterans",
    "armistice day": "veterans",
    "remembrance sunday": "remembrance",
    "thanksgiving": "thanksgiving",
    "thanksgiving day": "thanksgiving",
    "st andrew's day": "andrew",
    "saint andrew's day": "andrew",
    "saint nicholas day": "saint_nicholas",
    "christmas eve": "christmas_eve",
    "christmas": "christmas",
    "christmas day": "christmas",
    "xmas": "christmas",
    "xmas day": "christmas",
    "xmas eve": "christmas_eve",
    "boxing day": "boxing",
    "new year's eve": "new_year_eve",
    "nye": "new_year_eve",
    "chinese new year": "spring",
    "lunar new year": "spring",
    "spring festival": "spring",
    "chinese new year's eve": "spring_eve",
    "lunar new year's eve": "spring_eve",
    "lantern festival": "lantern",
    "dragon boat festival": "dragon_boat",
    "mid-autumn festival": "mid_autumn",
    "mid autumn festival": "mid_autumn",
    "moon festival": "mid_autumn",
    "double ninth festival": "double_ninth",
    "tomb sweeping day": "qingming",
    "qingming": "qingming",
    "qingming festival": "qingming",
    "winter solstice": "winter_solstice",
}


def number(text: str) -> float:
    """7, 1.5, seven, twenty-one, a hundred and twenty, a couple of. ValueError where it is none."""
    text = text.strip().lower().replace("five and twenty", "twenty five")
    if text[0].isdigit() or text[0] == ".":
        return float(text)
    whole, point, after = text.partition("point")
    if point:
        return (number(whole) if whole.strip() else 0) + number(after) / 10
    total = 0
    for word in text.replace("-", " ").split():
        match word:
            case "and" | "of":
                continue
            case "a" | "an":
                total += 1
            case "couple":
                total += 1  # "a" was counted
            case "dozen":
                total = 12 * max(total, 1)
            case "hundred":
                total = 100 * max(total, 1)
            case "thousand":
                total = 1000 * max(total, 1)
            case _:
                total += ONES[word] if word in ONES else TENS[word]
    return total


def ordinal(text: str) -> int:
    """15th, fifteenth, twenty-first, twenty first. 99, which no month has, for the 0th."""
    if text[0].isdigit():
        return int(text.rstrip("stndrhSTNDRH ")) or 99
    *tens, last = text.lower().replace("-", " ").split()
    return sum(TENS[word] for word in tens) + ORDINALS[last]
