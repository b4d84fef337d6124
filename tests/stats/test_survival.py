"""Time stayed: what must hold for any spells."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.stats.survival import kaplan_meier

SPELLS = st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.integers(0, 2)), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(SPELLS)
def test_quartiles_and_bounds_are_ordered(rows):
    ages, ended, group = (np.array(column) for column in zip(*rows, strict=True))
    stay = kaplan_meier(ages, ended, ~ended, group)
    ordered = np.stack(
        [stay.lower_quartile_days, stay.median_days, stay.upper_quartile_days, stay.low_days, stay.high_days]
    )
    lower, median, upper, low, high = np.nan_to_num(ordered, nan=np.inf)
    assert np.all((lower <= median) & (median <= upper) & (low <= median) & (median <= high))


@settings(max_examples=60, deadline=None)
@given(SPELLS)
def test_when_every_spell_ended_the_median_is_the_plain_one(rows):
    ages = np.array([row[0] for row in rows])
    stay = kaplan_meier(ages, np.ones_like(ages), np.zeros_like(ages), np.zeros_like(ages))
    assert stay.median_days[0] == np.sort(ages)[(ages.size - 1) // 2]


def test_spells_still_going_lengthen_the_stay():
    stay = kaplan_meier([10, 30, 60], [5, 0, 1], [0, 10, 0], [0, 0, 0])
    assert stay.median_days[0] == 60


def test_a_group_that_nobody_left_is_not_known():
    stay = kaplan_meier([10], [0], [3], [0], groups=2)
    assert np.isnan(stay.median_days).all()
    assert stay.n.tolist() == [3, 0]
