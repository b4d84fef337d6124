"""Work weeks become dates and times in order, within working hours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from headway.demo.weeks import LAST_DAY, WEEKS, at, moment, on

MOMENTS = st.floats(0, WEEKS - 1e-6, allow_nan=False)


@given(MOMENTS, MOMENTS)
def test_later_moments_are_never_earlier_times(one: float, other: float) -> None:
    first, second = sorted((one, other))
    assert at(first) <= at(second)


@given(MOMENTS)
def test_people_work_by_day_on_weekdays_and_never_after_the_last_day(now: float) -> None:
    assert at(now).weekday() < 5
    assert 8 <= at(now).hour < 18
    assert on(now) <= LAST_DAY


@given(MOMENTS)
def test_a_day_begins_at_its_moment(now: float) -> None:
    assert on(moment(on(now))) == on(now)
