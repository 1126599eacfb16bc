"""What the words for times say before it is known when they are said: the same for every language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Half = Literal["", "am", "pm"]
Freq = Literal["HOURLY", "MINUTELY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A length: months and days are counted on the calendar, seconds on the clock."""

    months: int = 0
    days: int = 0
    seconds: float = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.months + other.months, self.days + other.days, self.seconds + other.seconds)

    def times(self, factor: int) -> Amount:
        return Amount(self.months * factor, self.days * factor, self.seconds * factor)


@dataclass(frozen=True, slots=True)
class Clock:
    hour: int  # -1: the hour that it is now; -2: the next full one
    minute: int = 0
    second: int = 0
    half: Half = ""
    exact: bool = False  # in 24-hour form: nothing to ask


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, by its name in PARTS."""

    name: str


@dataclass(frozen=True, slots=True)
class Shift:
    """Today and so many days."""

    days: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """Monday is 0. week: None the coming one, 0 of this week, 1 of the next."""

    day: int
    week: int | None = None
    weekend: bool = False  # the day that a weekend begins with


@dataclass(frozen=True, slots=True)
class Near:
    """The last such weekday before (-1), or the first after (1), the day that is said with it."""

    weekday: int
    side: Literal[-1, 1]


@dataclass(frozen=True, slots=True)
class Period:
    """This week, next month, the year after next."""

    unit: Literal["week", "month", "year"]
    shift: int


@dataclass(frozen=True, slots=True)
class Date:
    """day 0: the month's first day, said without a day; -1: its last."""

    day: int
    month: int | None = None
    year: int | None = None
    unsure: bool = False  # 5/6 is two dates
    others: tuple[int, ...] = ()  # further days of the same month, of a rule: on the 1st and 15th


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth (from 1, or -1) weekday of a month; weekday None: a working day Monday to Friday."""

    n: int
    weekday: int | None
    month: int | None = None
    others: tuple[int, ...] = ()  # further n of a rule: the first and third Monday


@dataclass(frozen=True, slots=True)
class Lunar:
    month: int
    day: int
    leap: bool = False


@dataclass(frozen=True, slots=True)
class Feast:
    """A day with a name, by its name in FEASTS."""

    name: str


@dataclass(frozen=True, slots=True)
class Workday:
    """The next working day: by the dated table of China, else from Monday to Friday."""

    table: bool = False


@dataclass(frozen=True, slots=True)
class Lapse:
    """In so long."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Offset:
    """So long after (or, negative, before) what is said next to it."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Bare:
    """A number alone, where something said before is put right or moved: "ten minutes, no, fifteen"."""

    n: int


@dataclass(frozen=True, slots=True)
class Length:
    amount: Amount


@dataclass(frozen=True, slots=True)
class Every:
    """freq "" takes its frequency from the date it stands with: every 5 March."""

    freq: Freq | Literal[""] = ""
    interval: int = 1
    days: tuple[int, ...] = ()
    workdays: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """So many times."""

    n: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What the following words are: the end (of a rule or a span of hours), the beginning, or days left out."""

    word: Literal["until", "from", "except"]


@dataclass(frozen=True, slots=True)
class Bad:
    why: Literal["past", "impossible", "never", "unclear"]


Piece: TypeAlias = (
    Clock
    | Part
    | Shift
    | Weekday
    | Period
    | Date
    | Nth
    | Lunar
    | Feast
    | Workday
    | Lapse
    | Offset
    | Near
    | Bare
    | Length
    | Every
    | Times
    | Mark
    | Bad
)


@dataclass(frozen=True, slots=True)
class Found:
    """A piece, and where in the text it stands. weak: a word that speaks of time only beside others that do."""

    pieces: tuple[Piece, ...]
    start: int
    end: int
    weak: bool = False
