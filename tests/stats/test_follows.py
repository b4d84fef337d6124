"""Which state follows which: against the same count done slowly, event by event."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from headway.stats.follows import milestones, moves, passages
from headway.stats.traces import MICROS_A_DAY, Traces
from headway.stats.variants import variants
from tests.stats.test_traces import ENDS, STATES, WAYS, events

FAST = st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9)), max_size=8), min_size=1, max_size=8)


def in_days(ways) -> Traces:
    rows = events(ways)
    return Traces.of(rows[:, 0], rows[:, 1], rows[:, 2] * MICROS_A_DAY, rows[:, 3], ENDS)


@given(FAST)
def test_moves_equal_a_recount(ways) -> None:
    slow = defaultdict(list)
    where = defaultdict(set)
    for journey, way in enumerate(ways):
        for (start, _), (to, wait) in pairwise(way):
            slow[start, to].append(wait)
            where[start, to].add(journey)
    found = moves(in_days(ways), STATES)
    pairs = list(zip(found.start.tolist(), found.to.tolist(), strict=True))
    assert pairs == sorted(slow)
    assert found.count.tolist() == [len(slow[pair]) for pair in pairs]
    assert found.journeys.tolist() == [len(where[pair]) for pair in pairs]
    for days, q in ((found.median_days, 50), (found.p90_days, 90)):
        np.testing.assert_allclose(days, [np.percentile(slow[pair], q) for pair in pairs], atol=1e-9)
    np.testing.assert_allclose(found.total_days, [sum(slow[pair]) for pair in pairs])


@given(FAST)
def test_passages_equal_a_recount(ways) -> None:
    first = [{s: min(t for t, x in _times(way) if x == s) for s in {s for s, _ in way}} for way in ways]
    taken = [times[1] - times[0] for times in first if {0, 1} <= set(times) and times[1] > times[0]]
    found = passages(in_days(ways), np.array([0, 1]), STATES)
    assert found.count.tolist() == ([len(taken)] if taken else [])
    if taken:
        assert np.isclose(found.median_days[0], np.median(taken))
        assert np.isclose(found.p90_days[0], np.percentile(taken, 90))


def _times(way):
    at = 0
    for state, wait in way:
        at += wait
        yield at, state


@given(WAYS)
def test_variants_equal_a_recount(ways) -> None:
    steps = in_days([[(state, wait + 1) for state, wait in way] for way in ways])
    slow = Counter(tuple(state for state, _ in way) for way in ways if way)
    found = variants(steps, len(ways), STATES, 1000)
    assert dict(zip(found.ways, found.count.tolist(), strict=True)) == slow
    assert list(found.ways) == sorted(slow, key=lambda way: (-slow[way], way))
    for way, variant in zip(ways, found.variant.tolist(), strict=True):
        assert (variant == -1) if not way else found.ways[variant] == tuple(state for state, _ in way)


def test_groups_are_counted_apart_and_add_up() -> None:
    steps = in_days([[(0, 1), (1, 1)], [(0, 1), (1, 3)], [(0, 1), (1, 5)]])
    apart = moves(steps, STATES, np.array([0, 1, 1]))
    assert (apart.group.tolist(), apart.count.tolist(), apart.median_days.tolist()) == ([0, 1], [1, 2], [1.0, 4.0])


def test_a_state_that_most_come_to_again_and_again_is_no_milestone() -> None:
    won = 4
    way = [(0, 1), (2, 1), (1, 1), (2, 1), (2, 1), (won, 1)]
    steps = in_days([way, way, [(0, 1), (2, 1)]])
    assert milestones(steps, ENDS, np.array([True, True, False])).tolist() == [0, 1]
