"""The day in a file's name: ``deals_2026-01-31.csv`` says of which day it is."""

from __future__ import annotations

import re
from datetime import date
from glob import escape

_TIME = r"(?:[T_ -]?(?:[01]\d|2[0-3])[-:.h_]?[0-5]\d(?:[-:._]?[0-5]\d)?Z?)?"
_DAY = re.compile(r"(?<!\d)((?:19|20|21)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])" + _TIME + r"(?!\d)")


def day_in(name: str) -> tuple[str, date] | None:
    """The pattern of a file's name and the day in it; None where there is none, or no such day.

    Example:
        >>> day_in("crm/deals_2026-01-31.csv")
        ('crm/deals_????-??-??.csv', datetime.date(2026, 1, 31))
        >>> day_in("deals [eu] 20260131T0512.csv")
        ('deals [[]eu] ????????T????.csv', datetime.date(2026, 1, 31))
        >>> day_in("20260231/deals.csv"), day_in("deals.csv")
        (None, None)
    """
    found = list(_DAY.finditer(name))
    if not found:
        return None
    last = found[-1]
    try:
        day = date(int(last[1]), int(last[3]), int(last[4]))
    except ValueError:
        return None
    return escape(name[: last.start()]) + re.sub(r"\d", "?", last[0]) + escape(name[last.end() :]), day


def without_day(name: str) -> str:
    """A file's name without the days and times in it, for what it says of its rows.

    Example:
        >>> without_day("deals_2026-01-31T0512.csv")
        'deals_.csv'
    """
    return _DAY.sub("", name)
