"""Cumulative incidence: what must hold for any counts."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from headway.stats.incidence import Incidence, incidence, incidence_curve

ROWS = st.integers(1, 40)


@st.composite
def journeys(draw):
    n = draw(ROWS)
    counts = hnp.arrays(np.int64, n, elements=st.integers(0, 6))
    ages = draw(hnp.arrays(np.int64, n, elements=st.integers(0, 25)))
    return ages, draw(counts), draw(counts), draw(counts), draw(hnp.arrays(np.int64, n, elements=st.integers(0, 3)))


def columns(answer: Incidence) -> dict[str, np.ndarray]:
    flat = {name: getattr(answer, name) for name in ("p_open", "n", "at_risk", "horizon_days")}
    for kind in (answer.won, answer.lost):
        flat |= {f"{len(flat)}{name}": getattr(kind, name) for name in kind.__slots__}
    return flat


def assert_same(one: Incidence, other: Incidence, **tolerance: float) -> None:
    for (name, left), right in zip(columns(one).items(), columns(other).values(), strict=True):
        np.testing.assert_allclose(left, right, err_msg=name, **{"rtol": 1e-12, "atol": 1e-12} | tolerance)


@settings(max_examples=60, deadline=None)
@given(journeys())
def test_won_lost_and_open_add_up_to_one(rows):
    answer = incidence(*rows)
    there = answer.n > 0
    total = (answer.won.p + answer.lost.p + answer.p_open)[there]
    np.testing.assert_allclose(total, 1.0, rtol=1e-12)
    assert np.all(answer.won.p[there] >= 0)


@settings(max_examples=60, deadline=None)
@given(journeys())
def test_without_open_journeys_it_is_the_plain_share_and_its_binomial_variance(rows):
    ages, won, lost, _, group = rows
    answer = incidence(ages, won, lost, np.zeros_like(won), group, groups=4)
    n_won, n_lost = np.bincount(group, won, minlength=4), np.bincount(group, lost, minlength=4)
    n = n_won + n_lost
    share = np.divide(n_won, n, out=np.full(4, np.nan), where=n > 0)
    seen = n > 0
    np.testing.assert_allclose(answer.won.p[seen], share[seen], rtol=1e-12)
    np.testing.assert_allclose(answer.won.variance[seen], (share * (1 - share) / np.maximum(n, 1))[seen], atol=1e-14)
    np.testing.assert_allclose(answer.won.effective_n[seen], n[seen], rtol=1e-9)
    sums = np.bincount(group, won * ages, minlength=4)
    np.testing.assert_allclose(answer.won.days_mean[n_won > 0], (sums / np.maximum(n_won, 1))[n_won > 0], rtol=1e-12)


@settings(max_examples=60, deadline=None)
@given(journeys(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, random):
    order = list(range(len(rows[0])))
    random.shuffle(order)
    assert_same(incidence(*rows), incidence(*(column[order] for column in rows)), rtol=0.0, atol=0.0)


@settings(max_examples=60, deadline=None)
@given(journeys())
def test_a_group_does_not_depend_on_the_others(rows):
    together = incidence(*rows, groups=4, horizon_days=20)
    for code in range(4):
        mine = rows[4] == code
        alone = incidence(*(column[mine] for column in rows[:4]), np.zeros(mine.sum(), int), groups=1, horizon_days=20)
        for left, right in zip(columns(together).values(), columns(alone).values(), strict=True):
            np.testing.assert_allclose(left[code], right[0], rtol=1e-11, atol=1e-13)


@settings(max_examples=60, deadline=None)
@given(journeys(), st.integers(0, 30))
def test_the_horizon_reads_the_same_curve(rows, horizon):
    ages, won, lost, still_open, _ = rows
    curve = incidence_curve(ages, won, lost, still_open)
    answer = incidence(ages, won, lost, still_open, np.zeros_like(ages), horizon_days=horizon)
    upto = curve.p_won[curve.age_days <= horizon]
    np.testing.assert_allclose(answer.won.p[0], upto[-1] if upto.size else 0.0, atol=1e-12)
    total = won + lost + still_open
    assert answer.at_risk[0] == total[ages >= horizon].sum()
    assert answer.won.count[0] == won[ages <= horizon].sum()


@settings(max_examples=60, deadline=None)
@given(journeys())
def test_the_median_lies_between_its_bounds_and_halves_the_won(rows):
    won = incidence(*rows).won
    known = ~np.isnan(won.days_median)
    assert np.array_equal(known, np.nan_to_num(won.p) > 0)
    assert np.all(won.days_low[known] <= won.days_median[known])
    assert np.all(won.days_median[known] <= won.days_high[known])


def test_a_group_without_rows_is_not_known_rather_than_zero():
    answer = incidence([3], [1], [0], [0], [1], groups=3)
    assert np.isnan(answer.won.p[[0, 2]]).all()
    assert answer.n.tolist() == [0, 1, 0]


def test_nobody_at_all():
    nothing = np.zeros(0, dtype=np.int64)
    assert np.isnan(incidence(nothing, nothing, nothing, nothing, nothing, groups=2).won.p).all()
    assert incidence_curve(nothing, nothing, nothing, nothing).p_won.size == 0


def test_open_deals_do_not_pull_the_rate_down():
    # 10 closed at day 10 half and half; 90 opened yesterday: the naive created cohort says 5%.
    answer = incidence([10, 1], [5, 0], [5, 0], [0, 90], [0, 0])
    assert answer.won.p[0] == pytest.approx(0.5)


@pytest.mark.parametrize("bad", [([-1], [1]), ([1], [-1]), ([1.5], [1])])
def test_negative_or_fractional_input_is_refused(bad):
    with pytest.raises(ValueError, match=r"negative|whole"):
        incidence(bad[0], bad[1], [0], [0], [0])


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_variance_is_the_one_of_repeated_samples(seed):
    random = np.random.default_rng(seed)
    worlds, deals = 1500, 150
    end = random.geometric(0.05, (worlds, deals))
    seen = random.integers(5, 60, (worlds, deals))
    wins = (random.random((worlds, deals)) < 0.3) & (end <= seen)
    lost = (end <= seen) & ~wins
    group = np.repeat(np.arange(worlds), deals)
    flat = [part.ravel() for part in (np.minimum(end, seen), wins, lost, end > seen)]
    won = incidence(*flat, group, horizon_days=40).won
    assert won.p.mean() == pytest.approx(0.3 * (1 - 0.95**40), abs=0.005)
    assert won.variance.mean() == pytest.approx(won.p.var(), rel=0.15)
    assert won.days_mean_variance.mean() == pytest.approx(won.days_mean.var(), rel=0.15)


def test_a_thousand_groups_of_150_ages_take_some_hundredths_of_a_second():
    random = np.random.default_rng(0)
    group, ages = np.repeat(np.arange(1000), 150), np.tile(np.arange(150), 1000)
    counts = [random.poisson(1, group.size) for _ in range(3)]
    took = []
    for _ in range(3):
        start = time.perf_counter()
        incidence(ages, *counts, group)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.3  # about 0.03 s on an idle core; the bound leaves room for a busy machine


@settings(max_examples=60, deadline=None)
@given(journeys(), st.floats(0, 1, exclude_max=True))
def test_a_part_of_a_day_that_all_won_have_is_added_to_their_mean_and_to_nothing_else(rows, part):
    whole, exact = incidence(*rows), incidence(*rows, won_parts=np.asarray(rows[1]) * part)
    np.testing.assert_allclose(exact.won.days_mean, whole.won.days_mean + part, rtol=1e-9)
    for name in ("p", "variance", "effective_n", "count", "days_median"):
        np.testing.assert_array_equal(getattr(exact.won, name), getattr(whole.won, name))
    np.testing.assert_array_equal(exact.lost.days_mean, whole.lost.days_mean)
