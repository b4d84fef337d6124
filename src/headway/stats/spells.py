"""How long each journey stayed in each state, one spell a stay: those that came back stayed twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headway.stats.arrays import Bools, Ints
from headway.stats.traces import Traces

_MICROS_A_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Spells:
    """Stays of journeys in states, ordered by journey and time (arrays [spells]).

    Attributes:
        journey, state: codes.
        start: microsecond at which it began.
        seconds: whole seconds that it lasted, or has lasted by the last moment known.
        ended: whether it has ended; a spell that is no more seen, though its journey is over, has not.
        to: the state after it, -1 where it has not ended.
        again: whether the journey had been in this state before.
        back_and_forth: whether the journey came back to this state right after the next one (A, B, A).
    """

    journey: Ints
    state: Ints
    start: Ints
    seconds: Ints
    ended: Bools
    to: Ints
    again: Bools
    back_and_forth: Bools

    @classmethod
    def of(cls, traces: Traces, ends: Bools, over: Bools, last: int) -> Spells:
        """Cut journeys into spells; endings are states in which nothing stays.

        Args:
            ends: bool [states], which states end a journey.
            over: bool [journeys], which journeys are over: what comes after their last ending is left out.
            last: the last microsecond known, by which an open spell has not ended.

        Example:
            >>> day = 86_400 * 1_000_000
            >>> came = Traces(*(np.array(c) for c in ([0, 0, 1], [0, 1, 0], [0, day, 0])))
            >>> spells = Spells.of(came, np.array([False, True]), np.array([True, False]), 3 * day)
            >>> spells.seconds, spells.ended
            (array([ 86400, 259200]), array([ True, False]))
        """
        steps = traces.until_end(ends, over).without_repeats()
        here = np.flatnonzero(~ends[steps.state])
        after = np.minimum(here + 1, steps.journey.size - 1)
        journey, start = steps.journey[here], steps.at[here]
        ended = (steps.journey[after] == journey) & (after > here)
        took = steps.at[after]
        took -= start
        going = np.flatnonzero(~ended)
        took[going] = np.where(over[journey[going]], 0, np.maximum(int(last) - start[going], 0))
        twice = np.zeros(steps.journey.size, dtype=bool)
        twice[:-2] = (steps.state[2:] == steps.state[:-2]) & (steps.journey[2:] == steps.journey[:-2])
        twice[:-2] &= ~ends[steps.state[1:-1]]
        return cls(
            journey,
            steps.state[here],
            start,
            took // _MICROS_A_SECOND,
            ended,
            np.where(ended, steps.state[after], -1),
            ~steps.first_arrivals(ends.size)[here],
            twice[here],
        )

    def holding(self, journey: Ints, at: Ints) -> Ints:
        """The spell in which each moment of a journey falls; -1 where it falls in none.

        Args:
            journey: codes [moments]; at: microseconds [moments].
        """
        if not self.journey.size or not journey.size:
            return np.full(journey.size, -1, dtype=np.int64)
        first = min(int(self.start.min()), int(at.min()))
        starts, moments = (self.start - first) // _MICROS_A_SECOND, (at - first) // _MICROS_A_SECOND
        span = int(max(starts.max(), moments.max())) + 1
        place = np.searchsorted(self.journey * span + starts, journey * span + moments, side="right") - 1
        held = np.maximum(place, 0)
        inside = (place >= 0) & (self.journey[held] == journey)
        inside &= (moments < starts[held] + self.seconds[held]) | ~self.ended[held]
        return np.where(inside, held, -1)
