"""Puts the events of many journeys in order: what each of them did, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Bools, Floats, Ints, as_floats, as_ints

MICROS_A_DAY = 86_400 * 1_000_000
_ROOM = 16  # a table of all that may be, that many times as long as what is, is read quicker than a sort is made
_FEW_RUNS = 64
_LONGEST_TIE = 16  # events of one moment that are put in a chain; more than that are an import, and have no order


@dataclass(frozen=True, slots=True)
class Traces:
    """Events ordered by journey and time (arrays [events]).

    Attributes:
        journey: code of the journey, ascending.
        state: code of the state that the journey came to.
        at: microseconds since any fixed moment, ascending within a journey.
    """

    journey: Ints
    state: Ints
    at: Ints

    @classmethod
    def of(cls, journey: ArrayLike, state: ArrayLike, at: ArrayLike, before: ArrayLike, ends: Bools) -> Traces:
        """Order events that come in any order; which row came first decides nothing.

        Events of the same moment follow each other as their `before` says, an ending comes last, and what is left
        is ordered by the code of its state.

        Args:
            before: code of the state that the journey left, -1 where it was in none or nobody says.
            ends: bool [states], which states end a journey.

        Example:
            >>> traces = Traces.of([0, 0, 0], [0, 2, 1], [5, 9, 9], [-1, 1, 0], np.zeros(3, bool))
            >>> traces.state
            array([0, 1, 2])
        """
        columns = [as_ints(column) for column in (journey, state, at, before)]
        if not _in_order(columns[0], columns[2]):
            order = _by_time(columns[0], columns[2])
            columns = [column[order] for column in columns]
        journeys, states, times, earlier = columns
        tied = np.zeros(journeys.size, dtype=bool)
        tied[1:] = (journeys[1:] == journeys[:-1]) & (times[1:] == times[:-1])
        if tied.any():
            states = _untied(journeys, states, earlier, tied, ends)
        return cls(journeys, states, times)

    @property
    def first(self) -> Bools:
        """Which events begin their journey."""
        return np.append(True, self.journey[1:] != self.journey[:-1]) if self.journey.size else np.zeros(0, bool)

    def where(self, chosen: Bools) -> Traces:
        """The same without the other events."""
        return Traces(self.journey[chosen], self.state[chosen], self.at[chosen])

    def without_repeats(self) -> Traces:
        """The same without events that bring a journey where it is already."""
        same = (self.state[1:] == self.state[:-1]) & (self.journey[1:] == self.journey[:-1])
        return self.where(np.append(True, ~same)) if same.any() else self

    def first_arrivals(self, states: int) -> Bools:
        """Which events bring their journey to a state for the first time."""
        key = self.journey * states + self.state
        size = (int(self.journey[-1]) + 1) * states if key.size else 0
        if size <= _ROOM * key.size:
            return _firsts(key, size)
        order = np.argsort(key, kind="stable")
        new = np.ones(key.size, dtype=bool)
        new[order[1:]] = key[order[1:]] != key[order[:-1]]
        return new

    def until_end(self, ends: Bools, over: Bools) -> Traces:
        """The same without what comes after the last ending of journeys that are over.

        Args:
            ends: bool [states], which states end a journey.
            over: bool [journeys], which journeys have ended; one that was taken up again has not.
        """
        last, stop = self._last_ending(ends, over), np.full(over.size, -1)
        final = self._final
        stop[self.journey[final]] = final
        if not ((last >= 0) & (last < stop)).any():
            return self
        limit = last[self.journey]
        return self.where((limit < 0) | (np.arange(limit.size) <= limit))

    def with_end_last(self, ends: Bools, over: Bools) -> Traces:
        """The same with the last ending of journeys that are over after all that they did; arguments as above."""
        place = np.arange(self.journey.size)
        last = self._last_ending(ends, over)[self.journey]
        moved = (last == place) & np.append(~self.first[1:], False)
        final = self._final
        stop = np.repeat(final, np.diff(np.append(-1, final)))
        order = np.lexsort((moved, np.where(moved, stop, place)))
        at = np.where(moved, self.at[stop], self.at) if place.size else self.at
        return Traces(self.journey[order], self.state[order], at[order])

    def _last_ending(self, ends: Bools, over: Bools) -> Ints:
        """For each journey the place of its last ending; -1 where it has none or is not over."""
        last = np.full(over.size, -1, dtype=np.int64)
        ending = np.flatnonzero(ends[self.state])
        last[self.journey[ending]] = ending
        return np.where(over, last, -1)

    @property
    def _final(self) -> Ints:
        """The place of the last event of each journey that has any."""
        return np.flatnonzero(np.append(self.journey[1:] != self.journey[:-1], True)[: self.journey.size])

    def mean_rank(self, states: int) -> Floats:
        """How many states a journey had seen when it first came to each, the state itself included, on average."""
        new = np.flatnonzero(self.first_arrivals(states))
        state, journey = self.state[new], self.journey[new]
        starts = np.flatnonzero(np.append(True, journey[1:] != journey[:-1]))[: journey.size]
        seen = np.arange(1, new.size + 1) - np.repeat(starts, np.diff(np.append(starts, new.size)))
        total = as_floats(np.bincount(state, seen, minlength=states))
        return total / np.maximum(np.bincount(state, minlength=states), 1)


def _firsts(key: Ints, size: int) -> Bools:
    """Which keys are the first of their kind; kinds are 0 to ``size``, each with a place of its own.

    Of several that are written to one place the last one stays, so the keys are written backwards.
    """
    number = np.arange(key.size, dtype=np.int32 if key.size < 2**31 else np.int64)
    place = np.empty(size, dtype=number.dtype)
    place[key[::-1]] = number[::-1]
    found: Bools = place[key] == number
    return found


def _in_order(journey: Ints, at: Ints) -> bool:
    same = journey[1:] == journey[:-1]
    return bool(((journey[1:] > journey[:-1]) | (same & (at[1:] >= at[:-1]))).all())


def _by_time(journey: Ints, at: Ints) -> Ints:
    """The order by journey and time.

    Journey and second make one number, whose sort takes a third of the time of one by two; what happened within a
    second is put in order after that. A few runs, each in order, are only merged.
    """
    second = (at - at.min()) // 1_000_000
    span = int(second.max()) + 1
    if int(journey.max()) + 1 >= 2**62 // span:
        return np.lexsort((at, journey))
    key = journey * span + second
    runs = np.count_nonzero(key[1:] < key[:-1])
    order = np.argsort(key, kind="stable" if runs < _FEW_RUNS else "quicksort")
    key = key[order]
    same = np.append(False, key[1:] == key[:-1])
    mixed = np.flatnonzero(same | np.append(same[1:], False))
    order[mixed] = order[mixed][np.lexsort((at[order[mixed]], key[mixed]))]
    return order


def _untied(journey: Ints, state: Ints, before: Ints, tied: Bools, ends: Bools) -> Ints:
    """The states with those of one moment in the order in which each leaves the one before it."""
    first = np.append(True, journey[1:] != journey[:-1])
    in_tie = tied | np.append(tied[1:], False)
    place = np.flatnonzero(in_tie)
    run = np.cumsum(~tied[place])
    canonical = np.lexsort((before[place], state[place], ends[state[place]], run))
    out, left = state.copy(), before.copy()
    out[place], left[place] = state[place][canonical], before[place][canonical]
    starts = place[~tied[place]]
    lengths = np.bincount(run)[1:]
    for alike in _one_after_the_other(journey[starts], lengths):
        rows = starts[alike][:, None] + np.arange(lengths[alike[0]])
        head = rows[:, 0]
        came_from = np.where(first[head], -1, out[head - 1])
        out[rows] = _chained(out[rows], left[rows], came_from)
    return out


def _one_after_the_other(journey: Ints, lengths: Ints) -> Iterator[Ints]:
    """Ties of equal length and of different journeys, the first tie of each before its second."""
    begins = np.flatnonzero(np.append(True, journey[1:] != journey[:-1]))
    number = np.arange(journey.size) - np.repeat(begins, np.diff(np.append(begins, journey.size)))
    order = np.lexsort((lengths, number))
    cut = np.flatnonzero((np.diff(number[order]) != 0) | (np.diff(lengths[order]) != 0)) + 1
    yield from (part for part in np.split(order, cut) if lengths[part[0]] <= _LONGEST_TIE)


def _chained(states: Ints, before: Ints, came_from: Ints) -> Ints:
    """Each row's states so that, as far as can be, each event leaves the state that the one before it came to.

    Best follows what leaves the state that is now: for itself, or for one that something left leads on from, before a
    dead end. Else what begins a chain, since nothing left leads to it; else the first that is left.
    """
    left = np.ones(states.shape, dtype=bool)
    rows, now, found = np.arange(states.shape[0]), came_from, np.empty_like(states)
    leads = before[:, :, None] == states[:, None, :]
    for step in range(found.shape[1]):
        follows = left & (before == now[:, None])
        led = (leads & left[:, None, :]).any(axis=2)
        on = follows & (leads & left[:, :, None]).any(axis=1)
        stays = follows & (states == now[:, None])
        chosen = (stays * 16 + follows * 8 + on * 4 + (left & ~led) * 2 + left).argmax(axis=1)
        now = states[rows, chosen]
        found[:, step] = now
        left[rows, chosen] = False
    return found
