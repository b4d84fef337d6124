"""Events in order: however they come in, the same ways come out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from headway.stats.traces import Traces

STATES = 5
WAYS = st.lists(st.lists(st.tuples(st.integers(0, STATES - 1), st.integers(0, 3)), max_size=7), min_size=1, max_size=6)
ENDS = np.array([False, False, False, True, True])


def events(ways: list[list[tuple[int, int]]]) -> np.ndarray:
    """Rows (journey, state, at, before) of ways given as (state, time since the step before)."""
    rows = []
    for journey, way in enumerate(ways):
        at, before = 0, -1
        for state, wait in way:
            at += wait
            rows.append((journey, state, at, before))
            before = state
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def traces(rows: np.ndarray) -> Traces:
    return Traces.of(*rows[:, [0, 1, 2, 3]].T, ENDS)


@given(WAYS, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(ways, random) -> None:
    rows = events(ways)
    mixed = list(range(len(rows)))
    random.shuffle(mixed)
    one, other = traces(rows), traces(rows[mixed])
    for name in ("journey", "state", "at"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@given(st.permutations(range(STATES - 2)))
def test_what_happened_in_one_moment_stands_as_each_leaves_the_one_before(way) -> None:
    rows = events([[(state, 0) for state in way]])
    assert traces(rows[::-1]).state.tolist() == list(way)


def test_an_ending_comes_last_of_its_moment() -> None:
    assert Traces.of([0, 0], [3, 1], [7, 7], [-1, -1], ENDS).state.tolist() == [1, 3]


def test_what_follows_the_last_ending_of_a_journey_that_is_over_is_cut_or_stands_before_it() -> None:
    steps = traces(events([[(0, 0), (3, 5), (1, 5)], [(0, 0), (3, 5), (1, 5)]]))
    over = np.array([True, False])
    assert steps.until_end(ENDS, over).state.tolist() == [0, 3, 0, 3, 1]
    last = steps.with_end_last(ENDS, over)
    assert (last.state.tolist(), last.at.tolist()) == ([0, 1, 3, 0, 3, 1], [0, 10, 10, 0, 5, 10])


def test_the_mean_rank_counts_states_seen() -> None:
    steps = traces(events([[(1, 0), (0, 1), (1, 1), (2, 1)], [(0, 0), (2, 1)]]))
    assert steps.mean_rank(STATES)[:3].tolist() == [1.5, 1.0, 2.5]
