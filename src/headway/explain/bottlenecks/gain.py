r"""What a stage's wait costs: money per day that would come in if half of its deals left as soon as a quarter does now.

Little's law with the number of open deals held constant: velocity x cycle is what lies in the pipeline, so a shorter
cycle brings the same money sooner. With saved = median - lower quartile of the stage, and `share` of the deals coming
to it,

    gain = velocity x saved x share / (cycle - saved x share).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headway.explain.bottlenecks.stages import DAY_SECONDS, Stages
from headway.stats.arrays import Bools, Floats
from headway.stats.intervals import Interval, interval, share_draws
from headway.stats.streams import Streams

MARGIN = 1.5  # a wait that stands out saves at least half as many days again as the others do on average
LEVEL = 0.95
LEAST_LEFT = 0.05  # of the cycle, below which no draw of what is left of it falls


@dataclass(frozen=True, slots=True)
class Pace:
    """Money per day and days to won of each group: values and posterior draws [groups], [groups, draws]."""

    velocity: Floats
    velocity_draws: Floats
    cycle_days: Floats
    cycle_draws: Floats


@dataclass(frozen=True, slots=True)
class Gains:
    """What each cell's wait costs.

    Attributes:
        gain: money per day, NaN where it is not known.
        saved: draws of the days saved, float [cells, draws].
        stands_out: whether a stage saves clearly more days than the others do on average.
    """

    gain: Interval
    saved: Floats
    stands_out: Bools


def gains(found: Stages, pace: Pace, streams: Streams, states: int) -> Gains:
    """The gain of every stage of every group, with its interval; see the head of this file."""
    stay = found.dwelling.stay
    saved = (stay.median_days - stay.lower_quartile_days) / DAY_SECONDS
    draws = (found.dwelling.half - found.dwelling.quarter) / DAY_SECONDS
    share = share_draws(found.entered, found.deals, streams, purpose="entering")
    group = np.arange(saved.size) // states
    value = of_days(saved * found.share, pace.velocity[group], pace.cycle_days[group])
    least = LEAST_LEFT * pace.cycle_days[group][:, None]
    drawn = of_days(draws * share, pace.velocity_draws[group], pace.cycle_draws[group], least)
    value = np.where(np.isfinite(drawn).all(axis=1), value, np.nan)
    around = interval(value, drawn)
    return Gains(around, draws, stands_out(draws, states))


def of_days(days: Floats, velocity: Floats, cycle_days: Floats, least: Floats | float = 0.0) -> Floats:
    """Money per day that ``days`` less in the cycle bring; not known where they are more than the cycle.

    Args:
        least: days that are taken to be left of the cycle where less would be.

    Example:
        >>> of_days(np.array([10.0]), np.array([900.0]), np.array([100.0]))
        array([100.])
    """
    left = np.maximum(cycle_days - days, least)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(left > 0, velocity * days / left, np.nan)


def stands_out(saved: Floats, states: int) -> Bools:
    """Which stages of a group save clearly more days than its other stages do on average.

    Clearly: half as many again, with a probability of .95, the chance of error shared over the group's stages. So where
    all stages are alike nothing is said, though the first one, to which every deal comes, would gain most.

    Args:
        saved: draws of the days saved, float [groups x states, draws]; NaN for stages of which nothing is known.
    """
    by_group = saved.reshape(-1, states, saved.shape[1])
    known: Bools = np.isfinite(by_group).min(axis=2)
    count = known.sum(axis=1)
    filled = np.where(np.expand_dims(known, 2), by_group, 0.0)
    others = (filled.sum(axis=1, keepdims=True) - filled) / np.maximum(count - 1, 1)[:, None, None]
    chance = np.mean(filled > MARGIN * others, axis=2)
    needed = 1.0 - (1.0 - LEVEL) / np.maximum(count, 1)
    out: Bools = (chance >= needed[:, None]) & known & (count > 1)[:, None]
    return out.ravel()
