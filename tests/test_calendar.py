"""The company's calendar against calendars that others publish, and against itself."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.calendar import KINDS, PATTERNS, WEEKDAYS, Calendar

CALENDARS = st.builds(Calendar, st.integers(1, 12), st.sampled_from(["", *PATTERNS]), st.sampled_from(WEEKDAYS))
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("year", "start", "weeks"),
    [
        (2022, date(2022, 1, 30), 52),
        (2023, date(2023, 1, 29), 53),
        (2024, date(2024, 2, 4), 52),
        (2025, date(2025, 2, 2), 52),
        (2017, date(2017, 1, 29), 53),
    ],
)
def test_retail_years_begin_as_published(year: int, start: date, weeks: int) -> None:
    """National Retail Federation, 4-5-4 calendar: 2017 and 2023 have 53 weeks."""
    retail = Calendar(2, "4-5-4", "sunday")
    assert retail.year_start(year) == start
    assert (retail.year_start(year + 1) - start).days == 7 * weeks


def test_the_quarters_of_four_four_five_weeks() -> None:
    counted = Calendar(1, "4-4-5", "monday")
    months = counted.periods("month", date(2024, 1, 1), date(2024, 3, 31))
    assert [(m.label, str(m.start), (m.end - m.start).days + 1) for m in months] == [
        ("FY24-P01", "2024-01-01", 28),
        ("FY24-P02", "2024-01-29", 28),
        ("FY24-P03", "2024-02-26", 35),
    ]
    assert [str(q.end) for q in counted.periods("quarter", date(2024, 1, 1), date(2024, 12, 1))] == [
        "2024-03-31",
        "2024-06-30",
        "2024-09-29",
        "2024-12-29",
    ]


def test_a_fiscal_year_bears_the_name_of_the_year_in_which_it_ends() -> None:
    counted = Calendar(7)
    assert [p.label for p in counted.periods("quarter", date(2025, 7, 1), date(2025, 12, 31))] == ["FY26-Q1", "FY26-Q2"]
    assert [p.label for p in counted.periods("year", date(2026, 6, 30), date(2026, 7, 1))] == ["FY26", "FY27"]


@given(CALENDARS, DAYS, st.sampled_from(KINDS))
def test_periods_follow_each_other_without_gap_and_hold_each_day_once(counted: Calendar, day: date, kind: str) -> None:
    found = counted.periods(kind, day, day + timedelta(days=800))
    assert found[0].start <= day <= found[0].end
    assert all(one.end + timedelta(days=1) == other.start for one, other in pairwise(found))
    assert len({period.label for period in found}) == len(found)


@given(CALENDARS, DAYS)
def test_quarters_are_three_months_and_years_four_quarters(counted: Calendar, day: date) -> None:
    (year,) = counted.periods("year", day, day)
    for kind, count in (("quarter", 4), ("month", 12)):
        parts = counted.periods(kind, year.start, year.end)
        assert (len(parts), parts[0].start, parts[-1].end) == (count, year.start, year.end)


def test_the_months_that_a_store_keeps_follow_each_other_and_say_what_the_periods_say() -> None:
    counted = Calendar(2, "4-5-4", "sunday")
    months = list(counted.months())
    assert all(one[1] + timedelta(days=1) == other[0] for one, other in pairwise(months))
    for day in (date(2024, 2, 3), date(2024, 2, 4), date(2024, 12, 31), date(2025, 5, 4)):
        (labels,) = (names for start, end, *names in months if start <= day <= end)
        assert labels == [counted.periods(kind, day, day)[0].label for kind in KINDS]
