"""jarvisd when: what a phrase about time means."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jarvisd import when
from jarvisd.cli.common import command, settings
from jarvisd.messages import LANGUAGES, Language
from jarvisd.text.language import language_of
from jarvisd.when import Meaning

_EXAMPLES = """\
examples:
  jarvisd when "every other Tuesday at half past seven in the evening"
  jarvisd when "明天下午三点" --now 2026-11-23T10:00 --zone Asia/Shanghai --json
  jarvisd when - < phrase.txt

An hour that may be one of the morning or the evening is ambiguous; its start is then the next such time.
"""


def add(commands: Any) -> None:
    made = command(commands, "when", "what a phrase about time means: when, how often, how long", _EXAMPLES)
    made.add_argument("phrase", help="words with a time in them; - reads them from standard input")
    made.add_argument("--language", choices=LANGUAGES, help="default: by its letters")
    made.add_argument("--now", type=_moment, metavar="ISO", help="as if it were said then (default: now)")
    made.add_argument("--zone", type=_zone, metavar="AREA/CITY", help="the speaker's time zone (default: the household's)")
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    zone: tzinfo = args.zone or settings(args)[0].house.zone
    now: datetime = args.now or datetime.now(zone)
    now = now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)
    phrase = sys.stdin.buffer.read().decode("utf-8", "replace") if args.phrase == "-" else args.phrase
    language = args.language or language_of(phrase[: when.LONGEST], "en")
    meaning = when.read(phrase, language, now, asked=True)
    print(json.dumps(shown(meaning)) if args.json else _said(meaning, language))
    return 0


def shown(meaning: Meaning) -> dict[str, Any]:
    """What programs read: start with its offset, a rule without DTSTART, whole seconds."""
    return {
        "start": meaning.start.isoformat(timespec="seconds") if meaning.start else None,
        "rule": meaning.rule,
        "duration": round(meaning.duration.total_seconds()) if meaning.duration is not None else None,
        "ambiguous": meaning.ambiguous,
        "refused": meaning.refused,
    }


def _said(meaning: Meaning, language: Language) -> str:
    lines = []
    if meaning.start:
        lines.append(f"{when.day(meaning.start.date(), language)}, {when.clock(meaning.start.time(), language)}")
    if meaning.rule:
        lines.append(meaning.rule)
    if meaning.duration is not None:
        lines.append(str(meaning.duration))
    if meaning.ambiguous:
        lines.append("上午还是下午？" if language == "zh" else "morning or evening?")
    if why := when.reason(meaning.why, language):
        lines.append(why)
    if meaning.rest:
        lines.append(f"“{meaning.rest}”")
    return "\n".join(lines)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time like 2026-11-23T10:00 or 2026-11-23T10:00+01:00") from error


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time zone like Europe/Vienna or Asia/Shanghai") from error
