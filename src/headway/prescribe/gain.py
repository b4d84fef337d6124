"""What an action would gain, in money with its interval: pure numbers, every draw seeded by the action and the day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headway.stats.arrays import Bools, Floats
from headway.stats.intervals import Interval, interval
from headway.stats.streams import Streams

DRAWS = 400
Z80 = 1.2815515655446004
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, slots=True)
class Stakes:
    """What is at stake in each action, arrays [actions].

    Attributes:
        a, b: the chance of the step is Beta(a, b) now.
        shift, sd: the play's belief, a normal shift of the log-odds.
        worth: money that the step brings; ``worth_log_sd`` > 0 where it is not stated but taken from past wins.
        freed: money that the freed minutes bring elsewhere (0 for a play that changes odds), with ``freed_shape``, the
            number of independent pieces behind it: its draws are a gamma of that shape.
        stops: whether the step is given up, not furthered.
    """

    a: Floats
    b: Floats
    shift: Floats
    sd: Floats
    worth: Floats
    worth_log_sd: Floats
    freed: Floats
    freed_shape: Floats
    stops: Bools

    def take(self, at: np.ndarray) -> Stakes:
        """The stakes of some of the actions."""
        return Stakes(*(getattr(self, name)[at] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Gains:
    """Gain in money and the odds now and with the action, each with its 80% interval, arrays [actions]."""

    gain: Interval
    now: Interval
    with_it: Interval


def expected(stakes: Stakes) -> Floats:
    """The expected gain of every action: over the belief exactly (9-point Gauss-Hermite), at the mean chance.

    Example:
        >>> one = np.ones(1)
        >>> none = Stakes(3 * one, 7 * one, 0 * one, one / 9, 1e4 * one, 0 * one, 0 * one, one, one < 0)
        >>> expected(none).round()
        array([5.])
    """
    p = stakes.a / (stakes.a + stakes.b)
    return np.where(stakes.stops, stakes.freed - p * stakes.worth, (_mean_with(stakes, p) - p) * stakes.worth)


def likely_clear(stakes: Stakes) -> Bools:
    """Whether the interval will lie above zero: exact for a shift of odds, a normal approximation for freed time."""
    p = stakes.a / (stakes.a + stakes.b)
    given_up = p * stakes.worth
    p_sd = np.sqrt(p * (1.0 - p) / (stakes.a + stakes.b + 1.0))
    spread = np.sqrt(
        stakes.freed**2 / stakes.freed_shape + (p_sd * stakes.worth) ** 2 + (given_up * stakes.worth_log_sd) ** 2
    )
    return np.where(stakes.stops, stakes.freed - given_up > Z80 * spread, stakes.shift > Z80 * stakes.sd)


def gains(stakes: Stakes, ids: list[str], as_of: object) -> Gains:
    """Gain and odds with intervals, from draws that depend on the action's id and the day alone.

    Args:
        ids: one a row of ``stakes``.
        as_of: the day.
    """
    streams = Streams.of("next", ids, as_of)
    yes, no = streams.gamma("won", stakes.a, DRAWS), streams.gamma("lost", stakes.b, DRAWS)
    now = yes / np.maximum(yes + no, 1e-300)
    shift = stakes.shift[:, None] + stakes.sd[:, None] * streams.normal("belief", DRAWS)
    then = _shifted(now, shift)
    worth = _worth(stakes, streams)
    won = (then - now) * worth
    stops = np.flatnonzero(stakes.stops)
    if stops.size:
        shape = stakes.freed_shape[stops]
        freed = Streams(streams.seeds[stops]).gamma("freed", shape, DRAWS) / shape[:, None]
        won[stops] = stakes.freed[stops, None] * freed - now[stops] * worth[stops]
    p = stakes.a / (stakes.a + stakes.b)
    return Gains(interval(expected(stakes), won), interval(p, now), interval(_mean_with(stakes, p), then))


def _worth(stakes: Stakes, streams: Streams) -> Floats:
    """Draws of the worth: what is stated, or a lognormal of the same mean where it is taken from past wins."""
    worth = np.repeat(stakes.worth[:, None], DRAWS, axis=1)
    unsure = np.flatnonzero(stakes.worth_log_sd > 0)
    if unsure.size:
        spread = stakes.worth_log_sd[unsure, None]
        normal = Streams(streams.seeds[unsure]).normal("worth", DRAWS)
        worth[unsure] *= np.exp(spread * normal - spread**2 / 2.0)
    return worth


def _mean_with(stakes: Stakes, p: Floats) -> Floats:
    shift = stakes.shift[:, None] + stakes.sd[:, None] * _NODES
    out: Floats = _shifted(p[:, None], shift) @ _WEIGHTS
    return out


def _shifted(p: Floats, shift: Floats) -> Floats:
    """The chance after its log-odds moved by ``shift``."""
    lift = np.exp(shift)
    out: Floats = p * lift / (1.0 - p + p * lift)
    return out
