"""Counts which state follows which, and how long that takes: directly, and from first coming to first coming."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from headway.stats.arrays import Bools, Floats, Ints
from headway.stats.curves import Z80
from headway.stats.traces import MICROS_A_DAY, Traces

_ROOM = 16  # a table of all that may be, that many times as long as what is, is counted quicker than a sort is made


@dataclass(frozen=True, slots=True)
class Moves:
    """Pairs of states that follow each other (arrays [pairs]).

    Attributes:
        group: code of the group.
        start, to: codes of the two states.
        count: how often; `journeys`: in how many journeys.
        median_days, p90_days: of the time between (linear between the two middle ones, as in R type 7).
        low_days, high_days: 80% interval of the median, from the order of the times alone.
        total_days: all of it added up.
    """

    group: Ints
    start: Ints
    to: Ints
    count: Ints
    journeys: Ints
    median_days: Floats
    low_days: Floats
    high_days: Floats
    p90_days: Floats
    total_days: Floats


def moves(traces: Traces, states: int, group: Ints | None = None) -> Moves:
    """Return every pair of states that directly follow each other, a state that follows itself too.

    Args:
        states: how many states there are.
        group: code of the group of each journey, int [journeys]; default one group, negative ones are left out.

    Source: van der Aalst (2016), Process Mining, section 5.2: the directly-follows relation, with times.

    Example:
        >>> found = moves(Traces(*(np.array(c) for c in ([0, 0, 1, 1], [0, 1, 0, 1], [0, MICROS_A_DAY, 0, 0]))), 2)
        >>> found.count, found.median_days
        (array([2]), array([0.5]))
    """
    goes = traces.journey[1:] == traces.journey[:-1]
    journey = traces.journey[1:][goes]
    pair = (traces.state[:-1] * states + traces.state[1:])[goes]
    micros = (traces.at[1:] - traces.at[:-1])[goes]
    return _summed(journey, pair, micros, states, group)


def passages(traces: Traces, way: Ints, states: int, group: Ints | None = None) -> Moves:
    """Return, for each state of a way and the next, the time from first coming to the one to first coming to the other.

    Whatever lies between, and however often: a way between milestones. Journeys that came to the second first, or
    never, are not counted.

    Args:
        way: codes of the states in the order of the way.
    """
    new = traces.first_arrivals(states)
    journeys = int(traces.journey.max(initial=-1)) + 1
    parts = []
    for start, to in pairwise(way.tolist()):
        came = []
        for state in (start, to):
            first = np.full(journeys, -1, dtype=np.int64)
            mine = np.flatnonzero(new & (traces.state == state))
            first[traces.journey[mine]] = mine
            came.append(first)
        both = np.flatnonzero((came[0] >= 0) & (came[1] > came[0]))
        micros = traces.at[came[1][both]] - traces.at[came[0][both]]
        parts.append((both, np.full(both.size, start * states + to), micros))
    journey, pair, micros = (
        np.concatenate([part[i] for part in parts] or [np.zeros(0, dtype=np.int64)]) for i in range(3)
    )
    return _summed(journey, pair, micros, states, group)


def milestones(traces: Traces, ends: Bools, won: Bools) -> Ints:
    """Return the states that at least half of the won journeys came to, in the order in which they did.

    A state to which most of the journeys that come there come again and again (a call, a check) is work and no
    milestone.

    Args:
        ends: bool [states], which states end a journey.
        won: bool [journeys]; where none is won, all journeys count.
    """
    states, journeys = ends.size, won.size
    mine = traces.where(won[traces.journey]) if won.any() else traces
    count = int(won.sum()) or journeys
    new = mine.first_arrivals(states)
    reached = np.bincount(mine.state[new], minlength=states)
    visited = np.sort(traces.journey * states + traces.state)
    starts = np.flatnonzero(np.append(True, visited[1:] != visited[:-1]))[: visited.size]
    visits, state = np.diff(np.append(starts, visited.size)), visited[starts] % states
    often, once = (np.bincount(state[kind], minlength=states) for kind in (visits > 1, visits == 1))
    kept = np.flatnonzero((reached * 2 >= count) & (once >= often) & ~ends)
    rank = mine.where(np.isin(mine.state, kept)).mean_rank(states)
    return kept[np.lexsort((kept, rank[kept]))]


def _summed(journey: Ints, pair: Ints, micros: Ints, states: int, group: Ints | None) -> Moves:
    """One row a group and pair: counts, and quantiles of the times by one sort."""
    mine = np.zeros(journey.size, dtype=np.int64) if group is None else group[journey]
    if (mine < 0).any():
        journey, pair, micros, mine = (column[mine >= 0] for column in (journey, pair, micros, mine))
    key = mine * states**2 + pair
    found, place = _codes(key, states**2)
    count = np.bincount(place, minlength=found.size)
    times, starts = _by_key_then_size(place, micros, count), np.append(0, np.cumsum(count))
    off = 0.5 * Z80 / np.sqrt(np.maximum(count, 1))
    whole, here = np.divmod(found, states**2)
    return Moves(
        group=whole,
        start=here // states,
        to=here % states,
        count=count,
        journeys=_distinct(place, journey, found.size),
        median_days=_quantile(times, starts, np.full(count.size, 0.5)),
        low_days=_quantile(times, starts, np.maximum(0.5 - off, 0.0)),
        high_days=_quantile(times, starts, np.minimum(0.5 + off, 1.0)),
        p90_days=_quantile(times, starts, np.full(count.size, 0.9)),
        total_days=np.bincount(place, micros, minlength=found.size) / MICROS_A_DAY,
    )


def _codes(key: Ints, few: int) -> tuple[Ints, Ints]:
    """The distinct keys in order, and the place of each among them; where keys are small, without a sort."""
    if key.size and int(key.max()) < 64 * few:
        seen = np.bincount(key) > 0
        found = np.flatnonzero(seen)
        return found, (np.cumsum(seen) - 1)[key]
    found, place = np.unique(key, return_inverse=True)
    return found, place


def _by_key_then_size(key: Ints, size: Ints, count: Ints) -> Ints:
    """The sizes of each key in order, key after key; both are one number where that has room."""
    span = int(size.max(initial=0)) + 1
    if count.size >= 2**62 // span:
        return size[np.lexsort((size, key))]
    both = key * span
    both += size
    both.sort()
    both -= np.repeat(np.arange(count.size) * span, count)
    return both


def _distinct(place: Ints, journey: Ints, size: int) -> Ints:
    """How many different journeys each place has; those of a place stand in their order."""
    journeys = int(journey.max(initial=-1)) + 1
    if journeys * size <= _ROOM * journey.size:
        seen = np.zeros((journeys, size), dtype=bool)
        seen[journey, place] = True
        return np.asarray(np.count_nonzero(seen, axis=0), dtype=np.int64)
    order = np.argsort(place.astype(np.int16) if size < 2**15 else place, kind="stable")
    where, who = place[order], journey[order]
    new = np.ones(order.size, dtype=bool)
    new[1:] = (where[1:] != where[:-1]) | (who[1:] != who[:-1])
    return np.bincount(where[new], minlength=size)


def _quantile(times: Ints, starts: Ints, share: Floats) -> Floats:
    """A quantile in days of each run of sorted times, linear between neighbours."""
    count = np.diff(starts)
    exact = share * (count - 1)
    below = np.floor(exact).astype(np.int64)
    above = np.minimum(below + 1, count - 1)
    low, high = times[starts[:-1] + below], times[starts[:-1] + above]
    days: Floats = (low + (high - low) * (exact - below)) / MICROS_A_DAY
    return days
