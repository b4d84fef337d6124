"""Work weeks: the one time axis of a generated company, and how it becomes dates and times.

A moment is a number of work weeks since the company's first Monday; a week is five days of ten hours. The map is
monotone, so events drawn in order stay in order and nobody works at night or on a Sunday.
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

FIRST_MONDAY = date(2024, 4, 29)
WEEKS = 131
LAST_DAY = FIRST_MONDAY + timedelta(days=7 * (WEEKS - 1) + 4)

_DAYS_A_WEEK = 5
_FIRST_HOUR = 8
_SECONDS_A_DAY = 10 * 3600


def at(moment_weeks: float) -> datetime:
    """UTC time of a moment, to the second.

    >>> at(0.0), at(1.5)
    (datetime.datetime(2024, 4, 29, 8, 0), datetime.datetime(2024, 5, 8, 13, 0))
    """
    week = math.floor(moment_weeks)
    second = math.floor((moment_weeks - week) * _DAYS_A_WEEK * _SECONDS_A_DAY)
    weekday, second = divmod(second, _SECONDS_A_DAY)
    # No zone: every time in the files is UTC and written without one.
    monday = datetime(FIRST_MONDAY.year, FIRST_MONDAY.month, FIRST_MONDAY.day, _FIRST_HOUR)  # noqa: DTZ001
    return monday + timedelta(days=7 * week + weekday, seconds=second)


def on(moment_weeks: float) -> date:
    """Day of a moment.

    >>> on(130.99) == LAST_DAY
    True
    """
    return at(moment_weeks).date()


def moment(day: date) -> float:
    """First moment of a day; a weekend counts as the Monday after it.

    >>> on(moment(date(2025, 11, 17)))
    datetime.date(2025, 11, 17)
    """
    week, weekday = divmod((day - FIRST_MONDAY).days, 7)
    return week + min(weekday / _DAYS_A_WEEK, 1.0) + 1e-9
