"""Draws depend on what is asked, and on nothing else."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.stats.seeds import rng
from headway.stats.streams import Streams


def test_another_process_draws_the_same():
    code = "from headway.stats.seeds import rng; print(rng('deals', 'D1', '2024-01-01').integers(10**12))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(other.stdout) == rng("deals", "D1", "2024-01-01").integers(10**12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=5), min_size=1, max_size=4), st.lists(st.text(max_size=5), min_size=1, max_size=4))
def test_other_parts_draw_otherwise(one, other):
    same = rng(*one).integers(2**62) == rng(*other).integers(2**62)
    assert same == (one == other)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(), min_size=2, max_size=6, unique=True))
def test_a_stream_does_not_depend_on_the_others(ids):
    together = Streams.of("q", ids, "d").normal("x", 5)
    for position, item in enumerate(ids):
        np.testing.assert_array_equal(together[position], Streams.of("q", [item], "d").normal("x", 5)[0])


def test_streams_and_purposes_are_independent_and_uniform():
    streams = Streams.of("q", range(50), "d")
    draws = np.concatenate([streams.uniform("a", 4000), streams.uniform("b", 4000)])
    off = np.corrcoef(draws) - np.eye(100)
    assert np.abs(off).max() < 5 / np.sqrt(4000)
    counts = np.histogram(draws, bins=100, range=(0, 1))[0]
    assert ((counts - 4000) ** 2 / 4000).sum() < 160  # chi-squared with 99 degrees: 99.99% lies below


def test_normal_and_gamma_have_their_moments():
    streams = Streams.of("q", range(2), "d")
    normal = streams.normal("n", 200_001)
    assert normal.shape == (2, 200_001)
    np.testing.assert_allclose([normal.mean(), normal.std()], [0, 1], atol=0.01)
    gamma = streams.gamma("g", np.array([0.5, 30.0]), 200_000)
    np.testing.assert_allclose(gamma.mean(axis=1), [0.5, 30.0], rtol=0.01)
    np.testing.assert_allclose(gamma.var(axis=1), [0.5, 30.0], rtol=0.02)
