"""Which ways journeys take from their first state to their last, and how many take each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headway.stats.arrays import Ints
from headway.stats.traces import Traces

_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd: its powers never vanish


@dataclass(frozen=True, slots=True)
class Variants:
    """Ways, commonest first.

    Attributes:
        ways: the states of each way, in order.
        variant: int [journeys], which way a journey took; -1 for one without an event.
        count: int [ways].
    """

    ways: tuple[tuple[int, ...], ...]
    variant: Ints
    count: Ints


def variants(traces: Traces, journeys: int, states: int, most: int) -> Variants:
    """Return the commonest ways; ties go to the way that a smaller code begins.

    A way is told from another by a 64-bit sum of its states, each mixed with its place: two of a million ways are
    taken for one with odds of one to thirty million.

    Args:
        journeys, states: how many there are; most: how many ways are told at most.

    Example:
        >>> columns = ([0, 0, 1, 2, 2], [0, 1, 0, 0, 1], [0, 1, 0, 0, 1])
        >>> found = variants(Traces(*(np.array(column) for column in columns)), 3, 2, 9)
        >>> found.ways, found.count
        (((0, 1), (0,)), array([2, 1]))
    """
    starts = np.flatnonzero(traces.first)
    variant = np.full(journeys, -1, dtype=np.int64)
    if not starts.size:
        return Variants((), variant, np.zeros(0, dtype=np.int64))
    lengths = np.diff(np.append(starts, traces.journey.size))
    step = np.arange(traces.journey.size) - np.repeat(starts, lengths)
    power = np.cumprod(np.full(int(lengths.max()), _FACTOR))
    mixed = _scattered(states)[traces.state] * power[step]
    sums = np.add.reduceat(mixed, starts)
    _, example, inverse, count = np.unique(sums, return_index=True, return_inverse=True, return_counts=True)
    best = np.lexsort((example, -count))[:most]
    ways = [_way(traces, int(starts[i]), int(lengths[i])) for i in example[best]]
    order = sorted(range(len(ways)), key=lambda i: (-int(count[best[i]]), ways[i]))
    place = np.full(count.size, -1, dtype=np.int64)
    place[best[order]] = np.arange(len(order))
    variant[traces.journey[starts]] = place[inverse]
    return Variants(tuple(ways[i] for i in order), variant, count[best[order]])


def _way(traces: Traces, start: int, length: int) -> tuple[int, ...]:
    return tuple(traces.state[start : start + length].tolist())


def _scattered(states: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """A 64-bit number for each state, by the mixer of SplitMix64."""
    state = (np.arange(1, states + 1, dtype=np.uint64)) * _FACTOR
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))
