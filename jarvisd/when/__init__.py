"""Times: said in words, and read from words, in English and Chinese."""

from __future__ import annotations

from jarvisd.when.meaning import Meaning
from jarvisd.when.reading import read
from jarvisd.when.recur import following
from jarvisd.when.speaking import clock, date_only, day, month, number, weekday

__all__ = ["Meaning", "clock", "date_only", "day", "following", "month", "number", "read", "weekday"]
