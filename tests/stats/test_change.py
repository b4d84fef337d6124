"""The parts of a change add up to it, do not depend on the order of the sides, and agree with Shapley's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from headway.stats.change import lmdi, log_mean, shapley, split
from headway.stats.pooling import partly_pooled
from headway.stats.streams import Streams

positive = st.floats(1e-3, 1e3)
any_number = st.floats(-1e3, 1e3)


def pairs(elements):
    shape = st.tuples(st.integers(2, 5), st.integers(1, 4))
    return shape.flatmap(lambda size: st.tuples(*(arrays(np.float64, size, elements=elements) for _ in range(2))))


@given(pairs(positive))
def test_parts_by_logarithmic_means_add_up_and_turn_around(sides):
    before, after = sides
    parts, back = lmdi(before, after), lmdi(after, before)
    scale = np.abs(after.prod(axis=0)) + np.abs(before.prod(axis=0))
    assert (np.abs(parts.sum(axis=0) - (after.prod(axis=0) - before.prod(axis=0))) <= 1e-9 * scale).all()
    assert np.allclose(parts, -back, rtol=1e-9, atol=1e-9 * scale.max())


@given(pairs(any_number))
def test_parts_add_up_whatever_the_signs(sides):
    before, after = sides
    parts = split(before, after)
    scale = np.abs(before).max(initial=1.0) ** 5 + np.abs(after).max(initial=1.0) ** 5
    assert (np.abs(parts.sum(axis=0) - (after.prod(axis=0) - before.prod(axis=0))) <= 1e-9 * scale).all()


@given(st.tuples(*(arrays(np.float64, (4, 3), elements=st.floats(0.8, 1.25)) for _ in range(2))))
def test_parts_are_near_those_of_shapley_where_changes_are_small(sides):
    before, after = sides
    moved = np.abs(shapley(before, after)).max()
    assert np.allclose(lmdi(before, after), shapley(before, after), atol=0.05 * moved + 1e-12)


def test_a_factor_that_stays_adds_nothing_and_one_that_alone_moves_adds_all():
    parts = lmdi([2.0, 5.0, 7.0], [2.0, 5.0, 14.0])
    assert parts[:2] == pytest.approx([0.0, 0.0], abs=1e-12)
    assert parts[2] == pytest.approx(70.0)


@given(positive, st.floats(-1e-3, 1e-3))
def test_the_logarithmic_mean_of_near_numbers_keeps_its_digits(a, apart):
    b = a * (1 + apart)
    between = (min(a, b) * (1 - 1e-12), max(a, b) * (1 + 1e-12))
    assert between[0] <= log_mean(a, b) <= between[1]


def test_groups_that_say_little_are_drawn_towards_the_others_and_those_that_say_much_stay():
    rng = np.random.default_rng(3)
    values, widths = np.array([2.0, 2.1, 1.9, 2.0, 40.0, 3.0]), np.array([0.05, 0.05, 0.05, 0.05, 2.5, 0.01])
    own = values[:, None] * np.exp(widths[:, None] * rng.normal(size=(6, 2000)))
    parent = 2.0 * np.exp(0.02 * rng.normal(size=2000))
    middle = np.median(partly_pooled(values, own, parent, Streams.of("q", range(6), 0)), axis=1)
    assert middle[4] < 4
    assert middle[5] == pytest.approx(3.0, rel=0.01)


def test_a_group_that_tells_nothing_is_drawn_from_the_population():
    own = np.array([[0.2] * 500, [np.nan] * 500])
    drawn = partly_pooled(np.array([0.2, np.nan]), own, np.full(500, 0.2), Streams.of("q", "ab", 0))
    assert np.isfinite(drawn).all()
