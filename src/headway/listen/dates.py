"""Reads the day that a sentence names, counted from the day on which it was said."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from headway.listen.rules.times import MONTH, MONTHS, WEEKDAYS

_BACK_DAYS = 45  # a day and month without a year lies ahead, unless it has just passed
_WORDS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}


def due_on(sentence: str, said_on: date) -> date | None:
    """The first day that the sentence names, or None when it names none.

    Example:
        >>> due_on("We meet again on 14 March at 10:00.", date(2026, 3, 2))
        datetime.date(2026, 3, 14)
        >>> due_on("Call on Friday?", date(2026, 3, 2)), due_on("Talk soon", date(2026, 3, 2))
        (datetime.date(2026, 3, 6), None)
    """
    text = sentence.lower()
    found = [
        (match.start(), at, read(match, said_on))
        for at, (pattern, read) in enumerate(_READERS)
        for match in pattern.finditer(text)
    ]
    days = [(start, at, day) for start, at, day in found if day is not None]
    return min(days)[2] if days else None


def _iso(match: re.Match[str], _: date) -> date | None:
    return _date(int(match[1]), int(match[2]), int(match[3]))


def _day_month(match: re.Match[str], said_on: date) -> date | None:
    return _near(said_on, match["month"], int(match["day"]), match["year"])


def _weekday(match: re.Match[str], said_on: date) -> date:
    ahead = (WEEKDAYS.index(match[2]) - said_on.weekday()) % 7 or 7
    skips = 7 if match[1] and "week" in match[1] and ahead + said_on.weekday() < 7 else 0
    return said_on + timedelta(days=ahead + skips)


def _tomorrow(_: re.Match[str], said_on: date) -> date:
    return said_on + timedelta(days=1)


def _next_week(_: re.Match[str], said_on: date) -> date:
    return said_on + timedelta(days=11 - said_on.weekday())


def _in_a_while(match: re.Match[str], said_on: date) -> date:
    count = int(match[1]) if match[1].isdigit() else _WORDS[match[1]]
    return said_on + timedelta(days=min(count, 400) * (7 if match[2] == "week" else 1))


def _end_of(match: re.Match[str], said_on: date) -> date | None:
    month = _month(match["month"])
    year = said_on.year + (month < said_on.month)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _near(said_on: date, month_name: str, day: int, year: str | None) -> date | None:
    month = _month(month_name)
    if year:
        return _date(int(year), month, day)
    this = _date(said_on.year, month, day)
    if this is not None and this >= said_on - timedelta(days=_BACK_DAYS):
        before = _date(said_on.year - 1, month, day)
        just_passed = before is not None and before >= said_on - timedelta(days=_BACK_DAYS)
        return before if just_passed else this
    return _date(said_on.year + 1, month, day)


def _month(name: str) -> int:
    return next(at for at, full in enumerate(MONTHS, 1) if full.startswith(name.rstrip(".")[:3]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_YEAR = r"(?:,? (?P<year>20\d{2}))?"
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b"), _iso),
    (re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH}){_YEAR}(?!\w)"), _day_month),
    (re.compile(rf"\b(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}(?![\w:])"), _day_month),
    (re.compile(rf"\b(next week |next |this |coming )?({'|'.join(WEEKDAYS)})\b"), _weekday),
    (re.compile(r"\btomorrow\b"), _tomorrow),
    (re.compile(r"\bnext week\b"), _next_week),
    (re.compile(r"\bin (\d+|a|one|two|three|four|six) (day|week)s?\b"), _in_a_while),
    (re.compile(rf"\bend of (?P<month>{MONTH})(?!\w)"), _end_of),
)
