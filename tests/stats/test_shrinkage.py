"""Shrinking: between the group's own share and the parent's, by as much as groups have proved alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.stats.shrinkage import STRENGTHS, group_shares, shrink, shrunk_draws, strength_weights
from headway.stats.streams import Streams


def test_a_seller_below_the_team_is_shrunk_towards_it():
    # 62 of 550 among a team at 15.8%: 12 to 14%, and below the team with probability .97 or more
    random = np.random.default_rng(4)
    others = random.binomial(550, np.clip(random.normal(0.158, 0.018, 19), 0.1, 0.22))
    team = group_shares([62, *others], [550] * 20, Streams.of("reps", range(20), "d"))
    assert 0.12 <= team.shrunk.value[0] <= 0.14
    assert team.p_below[0] >= 0.97
    assert team.raw[0] == pytest.approx(62 / 550)


def test_when_the_rows_are_meetings_of_the_same_deals_nothing_is_clear():
    random = np.random.default_rng(4)
    others = random.binomial(183, np.full(19, 0.158))
    team = group_shares([62 / 3, *others], [550 / 3] + [183] * 19, Streams.of("reps", range(20), "d"))
    assert team.p_below[0] < 0.95


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=8))
def test_shrunk_shares_are_ordered_and_inside(rows):
    won = np.array([min(row) for row in rows])
    n = np.array([max(row) for row in rows])
    team = group_shares(won, n, Streams.of("q", range(len(rows)), "d"), draws=200)
    assert np.all((team.shrunk.low >= 0) & (team.shrunk.low <= team.shrunk.value))
    assert np.all((team.shrunk.value <= team.shrunk.high) & (team.shrunk.high <= 1))
    assert np.array_equal(np.isnan(team.raw), n == 0)


def test_intervals_cover_where_plugging_in_the_best_values_does_not():
    random = np.random.default_rng(5)
    held, worlds = [], 120
    for world in range(worlds):
        truth = random.beta(0.16 * 120, 0.84 * 120, 12)
        won = random.binomial(80, truth)
        found = group_shares(won, np.full(12, 80), Streams.of("q", range(12), world), level=0.9, draws=1000).shrunk
        held.append((found.low <= truth) & (truth <= found.high))
    assert 0.87 <= np.mean(held) <= 0.93


def test_cells_that_do_not_differ_take_their_parents_share():
    random = np.random.default_rng(6)
    parents = np.tile([0.6, 0.3, 0.1], (40, 1))
    alike = random.multinomial(200, parents[0], size=40)
    weights = strength_weights(alike, parents)
    assert weights @ np.log(STRENGTHS) > np.log(1000)
    assert np.abs(shrink(alike, parents, weights) - parents).max() < 0.03


def test_cells_that_differ_keep_their_own():
    random = np.random.default_rng(7)
    own = random.dirichlet([3, 1.5, 0.5], size=40)
    counts = np.stack([random.multinomial(400, share) for share in own])
    weights = strength_weights(counts, np.tile([0.6, 0.3, 0.1], (40, 1)))
    assert np.exp(weights @ np.log(STRENGTHS)) == pytest.approx(5, rel=0.6)
    found = shrink(counts, np.tile([0.6, 0.3, 0.1], (40, 1)), weights)
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    assert np.abs(found - counts / 400).max() < 0.02


def test_draws_have_the_posterior_mean():
    counts, parents = np.array([[30.0, 10.0], [0.0, 0.0]]), np.tile([[0.5], [0.5]], (2, 1, 4000))
    weights = strength_weights(counts, parents[:, :, 0])
    drawn = shrunk_draws(counts, parents, weights, Streams.of("q", ["a", "b"], "d"), "x")
    np.testing.assert_allclose(drawn.mean(axis=2), shrink(counts, parents[:, :, 0], weights), atol=0.02)
