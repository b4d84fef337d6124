"""The mean of times has a range that is skewed as it is, and wide where few are known."""

from __future__ import annotations

import numpy as np
import pytest

from headway.stats.intervals import interval
from headway.stats.positive_means import positive_mean_draws
from headway.stats.streams import Streams


@pytest.mark.parametrize("n", [8, 20, 100])
def test_it_holds_the_mean_of_skewed_times_and_misses_it_on_either_side(n):
    worlds, truth = 600, 40.0
    times = np.random.default_rng(n).gamma(2.0, truth / 2, (worlds, n))
    streams = Streams.of("q", range(worlds), "d")
    drawn = positive_mean_draws(times.mean(1), times.var(1, ddof=1) / n, np.full(worlds, n), streams, draws=400)
    found = interval(times.mean(1), drawn)
    assert 0.75 <= np.mean((found.low <= truth) & (truth <= found.high)) <= 0.85
    assert np.mean(truth > found.high) <= 0.16


def test_one_time_alone_is_known_badly_and_many_equal_ones_well():
    drawn = positive_mean_draws([10.0, 10.0], [0.0, 0.0], [1, 400], Streams.of("q", "ab", "d"))
    alone, many = np.quantile(drawn, [0.1, 0.9], axis=1).T
    assert alone[1] / alone[0] > 2
    assert many[1] - many[0] < 1


def test_what_took_no_time_took_none():
    assert (positive_mean_draws([0.0], [0.0], [5], Streams.of("q", "a", "d")) == 0).all()
