"""Times: said in words, and read from words, in English and Chinese."""

from __future__ import annotations

from jarvisd.when.coming import following
from jarvisd.when.meaning import Meaning
from jarvisd.when.reading import LONGEST, read
from jarvisd.when.reasons import reason
from jarvisd.when.speaking import clock, date_only, day, month, number, weekday

__all__ = ["LONGEST", "Meaning", "clock", "date_only", "day", "following", "month", "number", "read", "reason", "weekday"]
