"""Curves are read as far as enough deals were followed, and to their end where every deal has closed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from headway.measure.curves import followed_days
from headway.measure.metric import Cells
from headway.measure.scans import LOST, OPEN, UNCLEAR, WON
from headway.stats.streams import Streams


def _cells(ages: list[int], ended: list[int], n: list[int] | None = None) -> Cells:
    columns = {"age_days": np.array(ages), "ended": np.array(ended), "n": np.array(n or [1] * len(ages), dtype=float)}
    return Cells(np.zeros(len(ages), dtype=int), columns, 1, 90.0, Streams.of("q", [1], 0), "USD")


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from([WON, LOST])), min_size=1, max_size=60))
def test_where_every_deal_has_closed_the_curve_is_read_to_its_end(deals):
    assert followed_days(_cells(*map(list, zip(*deals, strict=True)))) == max(age for age, _ in deals)


def test_the_oldest_few_of_many_deals_are_not_waited_for():
    # 100 open deals seen to day 50, 20 to day 80, two to day 300, of which one was won then.
    assert followed_days(_cells([50, 80, 300, 300], [OPEN, OPEN, OPEN, WON], [100, 20, 1, 1])) == 80


def test_of_few_deals_a_quarter_are_enough():
    assert followed_days(_cells([10, 10, 10, 10, 10, 10, 40, 40, 60], [OPEN] * 6 + [WON, OPEN, OPEN])) == 40


def test_without_deals_it_is_read_at_their_birth():
    assert followed_days(_cells([], [])) == 0
    assert followed_days(_cells([7], [UNCLEAR])) == 0
