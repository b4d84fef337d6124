"""Crossed effects: found where they are, and nought where they are not."""

from __future__ import annotations

import numpy as np

from headway.stats.laplace import crossed_logit
from headway.stats.streams import Streams


def crossed(random, sd_first: float, sd_second: float, trials: int):
    first, second = (side.ravel() for side in np.indices((8, 6)))
    effects = random.normal(0, sd_first, 8)[first] + random.normal(0, sd_second, 6)[second]
    share = 1 / (1 + np.exp(0.5 - effects))
    return [first, second], share, random.binomial(trials, share)


def test_it_tells_which_factor_matters():
    levels, share, won = crossed(np.random.default_rng(1), 1.0, 0.0, 300)
    fitted = crossed_logit(won, np.full(48, 300), levels, [8, 6])
    assert fitted.variances[0] > 0.3
    assert fitted.variances[1] < 0.02
    assert np.abs(fitted.expected(levels) - share).max() < 0.05


def test_nothing_to_tell_gives_everybody_the_same_share():
    levels, _, won = crossed(np.random.default_rng(2), 0.0, 0.0, 200)
    found = crossed_logit(won, np.full(48, 200), levels, [8, 6]).expected(levels)
    assert np.ptp(found) < 0.05


def test_draws_cover():
    random = np.random.default_rng(3)
    held = []
    for world in range(60):
        levels, share, won = crossed(random, 0.6, 0.3, 40)
        fitted = crossed_logit(won, np.full(48, 40), levels, [8, 6])
        drawn = fitted.drawn(levels, Streams.of("q", ["x"], world), "share", 400)
        low, high = np.quantile(drawn, [0.1, 0.9], axis=1)
        held.append((low <= share) & (share <= high))
    assert 0.75 <= np.mean(held) <= 0.85


def test_a_level_without_rows_lies_at_the_mean_and_is_known_less():
    levels, _, won = crossed(np.random.default_rng(4), 0.8, 0.0, 200)
    fitted = crossed_logit(won, np.full(48, 200), levels, [9, 6])
    drawn = fitted.drawn([[0, 8], [0, 0]], Streams.of("q", ["x"], "d"), "share", 500)
    assert drawn[1].std() > 2 * drawn[0].std()


def test_an_offset_is_taken_as_known():
    first = np.arange(4)
    offset = np.log([1.0, 2.0, 4.0, 8.0])
    share = 1 / (1 + np.exp(2.0 - offset))
    fitted = crossed_logit(1e4 * share, np.full(4, 1e4), [first], [4], offset=offset)
    np.testing.assert_allclose(fitted.expected([first], offset=offset), share, atol=0.005)
    assert fitted.variances[0] < 0.01
