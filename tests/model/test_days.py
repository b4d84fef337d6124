"""Days are days of the workspace's zone, also where the clocks are changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.model.days import day_of, end_of, start_of

ZONES = st.sampled_from(
    ("UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "Europe/Berlin")
)


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)), zone=ZONES)
def test_days_follow_each_other_without_gap(day: date, zone: str) -> None:
    assert end_of(day, zone) == start_of(day + timedelta(days=1), zone)
    assert start_of(day, zone) <= end_of(day, zone)


@given(moment=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), zone=ZONES)
def test_a_moment_lies_within_its_day(moment: datetime, zone: str) -> None:
    day = day_of(moment, zone)
    assert start_of(day, zone) <= moment < end_of(day, zone)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 8), "America/New_York", 23),
        (date(2026, 11, 1), "America/New_York", 25),
        (date(2026, 4, 5), "Australia/Lord_Howe", 24.5),
        (date(2026, 3, 8), "UTC", 24),
    ],
)
def test_days_on_which_clocks_change_are_shorter_or_longer(day: date, zone: str, hours: float) -> None:
    """Transitions as in the IANA database (zdump -v ZONE)."""
    assert (end_of(day, zone) - start_of(day, zone)) == timedelta(hours=hours)
