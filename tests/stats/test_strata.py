"""Differences within strata add up to the one among like and like, with the error that it truly has."""

from __future__ import annotations

import numpy as np
import pytest

from headway.stats.strata import stratified_difference


def test_by_hand():
    # Weights 50 * 50 / 100 = 25 and 50 * 10 / 60 = 8.33; differences .2 and .1.
    found = stratified_difference([30, 5], [50, 50], [20, 0], [50, 10])
    assert found.difference == pytest.approx((25 * 0.2 + 8.3333 * 0.1) / 33.3333, abs=1e-5)
    assert found.first - found.second == pytest.approx(found.difference)


def test_what_the_strata_owe_to_themselves_is_no_difference():
    """The better seller hears more problems: pooled it looks like an effect, within sellers there is none."""
    found = stratified_difference([54, 2], [60, 20], [18, 8], [20, 80])
    assert found.difference == pytest.approx(0.0)
    assert (56 / 80) - (26 / 100) > 0.4


def test_sides_may_be_swapped():
    one = stratified_difference([3, 5, 9], [9, 11, 20], [2, 6, 1], [12, 9, 8])
    other = stratified_difference([2, 6, 1], [12, 9, 8], [3, 5, 9], [9, 11, 20])
    assert one.difference == pytest.approx(-other.difference)
    assert one.sd == pytest.approx(other.sd)


def test_strata_of_one_side_tell_nothing():
    assert np.isnan(stratified_difference([3], [9], [0], [0]).difference)
    with_more = stratified_difference([3, 9], [9, 9], [2, 0], [9, 0])
    assert with_more.used == 18
    assert stratified_difference([0], [30], [0], [30]).sd > 0


@pytest.mark.parametrize("cell", [2, 12, 60])
def test_the_standard_error_is_the_spread_of_the_difference_in_small_and_large_cells(cell):
    chance = np.random.default_rng(cell)
    strata = 240 // cell
    p = chance.uniform(0.1, 0.6, strata)
    found = [
        stratified_difference(
            chance.binomial(cell, np.minimum(p + 0.1, 1)),
            np.full(strata, cell),
            chance.binomial(cell, p),
            np.full(strata, cell),
        )
        for _ in range(600)
    ]
    told = np.mean([one.sd for one in found])
    assert np.std([one.difference for one in found]) == pytest.approx(told, rel=0.1)
    assert np.mean([one.difference for one in found]) == pytest.approx(0.1, abs=0.01)
