"""Intervals hold the truth as often as they say, and hold their own value always."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.stats.incidence import incidence
from headway.stats.intervals import (
    Interval,
    interval,
    product_interval,
    rate,
    rate_draws,
    share,
    share_draws,
    share_draws_from,
)
from headway.stats.sizes import SizeSums, size_draws, size_mean
from headway.stats.streams import Streams

WORLDS = 1500


def covered(found: Interval, truth: float) -> float:
    return float(np.mean((found.low <= truth) & (truth <= found.high)))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_share_lies_in_its_interval_inside_zero_to_one(won, more):
    found = share([won], [won + more])
    if won + more == 0:
        assert np.isnan(found.value[0])
    else:
        assert 0 <= found.low[0] <= found.value[0] <= found.high[0] <= 1
        assert found.low[0] < found.high[0]


def test_nothing_counted_is_not_known():
    assert np.isnan(share([0], [0]).value[0])
    assert np.isnan(rate([3], [0]).high[0])
    assert np.isnan(size_mean(SizeSums.of([]), Streams.of("q", [1], "d")).value[0])


def test_no_arrivals_is_zero_with_an_upper_bound():
    found = rate([0], [30])
    assert found.low[0] == found.value[0] == 0 < found.high[0]


@pytest.mark.parametrize(("p", "n"), [(0.15, 100), (0.5, 30), (0.02, 400)])
def test_share_covers(p, n):
    won = np.random.default_rng(3).binomial(n, p, WORLDS)
    assert 0.76 <= covered(share(won, np.full(WORLDS, n)), p) <= 0.84


def test_rate_covers():
    count = np.random.default_rng(4).poisson(3.1 * 20, WORLDS)
    assert 0.76 <= covered(rate(count, np.full(WORLDS, 20.0)), 3.1) <= 0.84


def test_draws_agree_with_the_exact_quantiles():
    streams = Streams.of("q", range(3), "d")
    won, n = np.array([0, 3, 62]), np.array([5, 10, 550])
    found = interval(won / n, share_draws(won, n, streams, draws=20_000))
    exact = share(won, n)
    np.testing.assert_allclose([found.low, found.high], [exact.low, exact.high], rtol=0.03, atol=2e-3)
    found = interval(won / 1.0, rate_draws(won, np.ones(3), streams, draws=20_000))
    exact = rate(won, np.ones(3))
    np.testing.assert_allclose([found.low, found.high], [exact.low, exact.high], rtol=0.03, atol=2e-3)


def test_share_from_a_censored_curve_covers():
    random = np.random.default_rng(5)
    worlds, deals = 800, 120
    end, seen = random.geometric(0.03, (worlds, deals)), random.integers(1, 120, (worlds, deals))
    wins = (random.random((worlds, deals)) < 0.25) & (end <= seen)
    lost, still_open = (end <= seen) & ~wins, end > seen
    group = np.repeat(np.arange(worlds), deals)
    flat = [part.ravel() for part in (np.minimum(end, seen), wins, lost, still_open)]
    won = incidence(*flat, group, horizon_days=60).won
    draws = share_draws_from(won.p, won.effective_n, Streams.of("q", range(worlds), "d"), draws=500)
    assert 0.76 <= covered(interval(won.p, draws), 0.25 * (1 - 0.97**60)) <= 0.84


@pytest.mark.parametrize(
    ("name", "n", "lowest", "highest"),
    [
        ("lognormal", 30, 0.74, 0.86),
        ("lognormal", 300, 0.76, 0.85),
        ("exponential", 60, 0.76, 0.85),
        ("gamma", 60, 0.76, 0.86),
        ("price list", 100, 0.72, 0.86),
    ],
)
def test_size_covers_whatever_the_amounts_are_like(name, n, lowest, highest):
    random = np.random.default_rng(6)
    worlds = 600
    amounts, truth = {
        "lognormal": lambda: (np.exp(random.normal(8, 1, (worlds, n))), np.exp(8.5)),
        "exponential": lambda: (random.exponential(5000, (worlds, n)), 5000),
        "gamma": lambda: (random.gamma(2, 1000, (worlds, n)), 2000),
        "price list": lambda: (random.choice([55.0, 550.0, 1096.0, 3393.0, 5482.0], (worlds, n)), 2115.2),
    }[name]()
    sums = SizeSums.of(amounts.ravel(), np.repeat(np.arange(worlds), n))
    found = size_mean(sums, Streams.of("q", range(worlds), "d"), draws=500)
    assert lowest <= covered(found, truth) <= highest


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e9, 1e9, allow_nan=False), max_size=6))
def test_any_amounts_give_an_ordered_interval_or_not_known(amounts):
    sums = SizeSums.of(amounts)
    found = size_mean(sums, Streams.of("q", ["x"], "d"), draws=50)
    assert np.isnan(found.value[0]) == (len(amounts) == 0)
    assert np.isnan(found.low[0]) or found.low[0] <= found.value[0] <= found.high[0]


def test_equal_amounts_are_known_well_and_one_amount_badly():
    streams = Streams.of("q", ["x"], "d")
    equal, alone = size_mean(SizeSums.of([500.0] * 200), streams), size_mean(SizeSums.of([500.0]), streams)
    assert equal.high[0] - equal.low[0] < 20
    assert alone.low[0] < 350
    assert alone.high[0] > 1000
    assert np.isnan(size_mean(SizeSums.of([0.0]), streams).low[0])


def test_sums_add_up_over_a_split():
    amounts = np.random.default_rng(8).normal(100, 80, 50)
    parts = SizeSums.of(amounts, np.arange(50) % 2)
    np.testing.assert_allclose(parts.log_squares.sum(), SizeSums.of(amounts).log_squares)
    assert parts.positive.sum() == (amounts > 0).sum()


@pytest.mark.parametrize("deals", [40, 550])
def test_velocity_covers_where_the_bootstrap_does_not(deals):
    """Arrivals x win rate x size, pushed through by draws."""
    random = np.random.default_rng(9)
    worlds, days, p = 600, 90, 0.3
    count = random.poisson(deals, worlds)
    won = np.maximum(random.binomial(count, p), 1)
    sums = SizeSums.of(np.exp(random.normal(8, 1, won.sum())), np.repeat(np.arange(worlds), won))
    streams = Streams.of("velocity", range(worlds), "d")
    found = product_interval(
        count / days * won / count * sums.total / sums.n,
        rate_draws(count, np.full(worlds, days), streams, draws=500),
        share_draws(won, count, streams, draws=500),
        size_draws(sums, streams, draws=500),
    )
    assert 0.76 <= covered(found, deals / days * p * np.exp(8.5)) <= 0.85


def test_amounts_that_are_no_lognormal_are_not_taken_for_one() -> None:
    """A price list, and many small deals beside a few large ones: the mean of a lognormal would miss theirs."""
    random = np.random.default_rng(8)
    n, groups = 1000, 150
    small_and_large = np.where(random.random((groups, n)) < 0.9, random.lognormal(8, 0.3, (groups, n)), 40_000.0)
    truth = 0.9 * np.exp(8 + 0.3**2 / 2) + 0.1 * 40_000
    for amounts, mean in (
        (random.choice([100.0, 500.0, 1000.0, 5000.0], (groups, n)), 1650.0),
        (small_and_large, truth),
    ):
        sums = SizeSums.of(amounts.ravel(), np.repeat(np.arange(groups), n), groups)
        found = size_mean(sums, Streams.of("size", range(groups), mean))
        assert 0.7 <= np.mean((found.low <= mean) & (mean <= found.high)) <= 0.9


def test_a_few_large_deals_among_many_small_ones_are_no_lognormal_from_sixty_on() -> None:
    """The range of a lognormal's mean held this one in six of ten."""
    random, groups, n = np.random.default_rng(9), 400, 60
    large = random.random((groups, n)) < 0.15
    amounts = np.where(large, random.lognormal(10.5, 0.3, (groups, n)), random.lognormal(8, 0.4, (groups, n)))
    truth = 0.85 * np.exp(8.08) + 0.15 * np.exp(10.545)
    sums = SizeSums.of(amounts.ravel(), np.repeat(np.arange(groups), n), groups)
    assert 0.75 <= covered(size_mean(sums, Streams.of("size", range(groups), n), draws=400), truth) <= 0.92
