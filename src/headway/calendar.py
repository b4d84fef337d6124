"""The company's calendar: months, quarters and years as the company counts them, by months or by weeks.

A calendar of months begins its year on the first of a month. A calendar of weeks (4-4-5, 4-5-4, 5-4-4: the weeks of
the three months of a quarter) begins it on the week's first day nearest to that date, so that a year has 52 weeks, or
53, of which the last month takes the additional one (National Retail Federation, 4-5-4 calendar).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

PATTERNS: Final = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KINDS: Final = ("month", "quarter", "year")
# Days outside are of no period: nothing that a company counts lies there.
FIRST_YEAR, LAST_YEAR = 1980, 2079
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """One month, quarter or year with its first and last day.

    Attributes:
        label: as people write it: ``2026-03``, ``2026-Q1``, ``2026``; ``FY27-P02``, ``FY27-Q1``, ``FY27`` where the
            year is not the calendar's. A fiscal year bears the name of the year in which it ends.
    """

    label: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a company counts its year.

    Attributes:
        starts: the month (1 to 12) with which the year begins.
        pattern: ``""`` for months, else one of :data:`PATTERNS`.
        week_starts: the first day of a week, for a calendar of weeks.

    Example:
        >>> [str(p.start) for p in Calendar(2, "4-5-4", "sunday").periods("year", date(2023, 3, 1), date(2023, 3, 1))]
        ['2023-01-29']
    """

    starts: int = 1
    pattern: str = ""
    week_starts: str = "monday"

    def year_start(self, year: int) -> date:
        """The first day of the year that begins in or next to the first month of calendar year ``year``."""
        first = date(year, self.starts, 1)
        if not self.pattern:
            return first
        back = (first.weekday() - WEEKDAYS.index(self.week_starts)) % 7
        return first - timedelta(days=back) if back <= 3 else first + timedelta(days=7 - back)

    def periods(self, kind: str, first: date, last: date) -> list[Period]:
        """Every month, quarter or year of which a day lies between two days, both included, in order."""
        years = range(first.year - 1, last.year + 2)
        found = (period for year in years for period in self._of_year(kind, year))
        return [period for period in found if period.end >= first and period.start <= last]

    def last(self, kind: str, day: date, count: int) -> list[Period]:
        """The last complete months, quarters or years that end by a day, oldest first.

        Example:
            >>> [quarter.label for quarter in Calendar().last("quarter", date(2026, 3, 2), 2)]
            ['2025-Q3', '2025-Q4']
        """
        first = date(max(day.year - count - 1, 2), 1, 1)
        ended = [period for period in self.periods(kind, first, day) if period.end <= day]
        return ended[-count:] if count else []

    def beside(self, period: Period, step: int) -> Period:
        """The period before (-1) or after (1): of the same kind where it is one of the company's, else as many days.

        Example:
            >>> Calendar().beside(Period("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)), -1).label
            '2025-Q4'
        """
        day = period.start - timedelta(days=1) if step < 0 else period.end + timedelta(days=1)
        for kind in KINDS:
            if any(same == period for same in self.periods(kind, period.start, period.end)):
                return next(p for p in self.periods(kind, day, day) if p.start <= day <= p.end)
        length = period.end - period.start
        start, end = (day - length, day) if step < 0 else (day, day + length)
        return Period(f"{start}..{end}", start, end)

    def months_before(self, day: date, count: int) -> date:
        """The first day of the so many months that end with ``day``.

        A month back from a month's n-th day begins after the n-th day of the month before, or after its last; from a
        month's last day, with the month's first.

        Example:
            >>> [str(Calendar().months_before(date(2026, 5, n), 3)) for n in (30, 31)]
            ['2026-03-01', '2026-03-01']
        """
        back = date(max(day.year - count // _MONTHS - 2, 1), 1, 1)
        months = self.periods("month", back, day)
        here, before = months[-1], months[-1 - count] if count < len(months) else months[0]
        if day == here.end:
            return months[-count].start if count <= len(months) else months[0].start
        return min(before.start + (day - here.start), before.end) + timedelta(days=1)

    def _of_year(self, kind: str, year: int) -> Iterator[Period]:
        starts = [*self._months(year), self.year_start(year + 1)]
        length = {"month": 1, "quarter": 3, "year": _MONTHS}[kind]
        for place in range(0, _MONTHS, length):
            end = starts[place + length] - timedelta(days=1)
            yield Period(self._label(kind, year, place, starts[place]), starts[place], end)

    def _months(self, year: int) -> list[date]:
        """The first days of the twelve months."""
        if not self.pattern:
            return [
                date(year + (self.starts + month - 1) // _MONTHS, (self.starts + month - 1) % _MONTHS + 1, 1)
                for month in range(_MONTHS)
            ]
        weeks, day, found = PATTERNS[self.pattern] * 4, self.year_start(year), []
        for length in weeks:
            found.append(day)
            day += timedelta(weeks=length)
        return found

    def _label(self, kind: str, year: int, place: int, start: date) -> str:
        if self.starts == 1 and not self.pattern:
            return {"month": f"{start:%Y-%m}", "quarter": f"{year}-Q{place // 3 + 1}", "year": f"{year}"}[kind]
        named = f"FY{(year + (self.starts > 1)) % 100:02d}"
        if kind == "month":
            return f"{named}-P{place + 1:02d}"
        return f"{named}-Q{place // 3 + 1}" if kind == "quarter" else named

    def months(self) -> Iterator[tuple[date, date, str, str, str]]:
        """Each month's first and last day, with the names of itself, its quarter and its year: what a store keeps."""
        ends = (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
        quarters, years = (iter(self.periods(kind, *ends)) for kind in ("quarter", "year"))
        quarter, year = next(quarters), next(years)
        for month in self.periods("month", *ends):
            quarter = quarter if month.start <= quarter.end else next(quarters)
            year = year if month.start <= year.end else next(years)
            yield month.start, month.end, month.label, quarter.label, year.label
