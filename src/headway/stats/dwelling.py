"""How long things dwell in a state and which way they leave it, with draws of how quick the quicker quarter is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headway.stats.arrays import Floats, Ints
from headway.stats.curves import Curves
from headway.stats.intervals import DRAWS
from headway.stats.risksets import risk_sets_of_each
from headway.stats.streams import Streams
from headway.stats.survival import Stay

_THIRD = 1.0 / 3.0  # of those left at the lower quartile, the share gone at the median


@dataclass(frozen=True, slots=True)
class Dwelling:
    """What is to be known of the spells of each group; NaN where it is not.

    Attributes:
        stay: Kaplan-Meier quartiles.
        exits: probability of leaving each way by the last age seen, float [kinds, groups]; what is missing to 1 is
            that of being still there (Aalen-Johansen).
        quarter, half: posterior draws of the age by which a quarter, and half, have left, float [groups, draws].
        oldest: the last age at which anything left.
    """

    stay: Stay
    exits: Floats
    quarter: Floats
    half: Floats
    oldest: Floats


def dwelling(ages: Ints, kind: Ints, kinds: int, group: Ints, streams: Streams, *, draws: int = DRAWS) -> Dwelling:
    """Return how long spells last and how they end, for all groups at once: one sort serves all of it.

    A quartile is drawn by drawing the share that has gone at it: Beta, worth as many spells as Greenwood's variance
    says; the median from the lower quartile on. Without censoring that is the Bayesian bootstrap of both.

    Args:
        ages: int [n], whole ages in any unit, such as seconds.
        kind: int [n], which way each left, from 0; `kinds` for those last seen at that age, still there.
        kinds: how many ways to leave there are.
        group: int [n], codes from 0.
        streams: one random stream a group.
        draws: how many.

    Source: Rubin (1981), The Bayesian Bootstrap, Annals of Statistics 9, 130-134; Aalen and Johansen (1978).

    Example:
        >>> none = np.zeros(3, dtype=np.int64)
        >>> found = dwelling(np.array([2, 5, 9]), none, 1, none, Streams.of("doc", ["a"], "2024-01-01"))
        >>> found.stay.median_days, found.exits
        (array([5.]), array([[1.]]))
    """
    groups = streams.seeds.size
    stay, exits = Stay.unknown(groups), np.full((kinds, groups), np.nan)
    quarter, half = (np.full((groups, draws), np.nan) for _ in range(2))
    oldest = np.full(groups, np.nan)
    for sets in risk_sets_of_each(ages, kind, kinds, group):
        curves, here = Curves.of(sets), sets.groups
        stay.learn(curves)
        exits[:, here] = curves.steps.sum(axis=2)
        oldest[here] = sets.age_days.max(axis=1)
        gone = _gone_draws(stay, here, Streams(streams.seeds[here]), draws)
        quarter[here], half[here] = (_ages(curves, share) for share in gone)
    return Dwelling(stay, exits, quarter, half, oldest)


def _gone_draws(stay: Stay, here: Ints, streams: Streams, draws: int) -> tuple[Floats, Floats]:
    """Draws of the shares gone at the two quartiles that were read off the curve."""
    first = _sure(stay.quarter_n[here], stay.n[here])
    then = _sure(stay.half_n[here], 0.75 * first)
    quarter = _beta(first, 0.25, streams, "quarter", draws)
    half = quarter + (1.0 - quarter) * _beta(then, _THIRD, streams, "half", draws)
    return quarter, half


def _sure(effective: Floats, otherwise: Floats) -> Floats:
    usable = np.isfinite(effective) & (effective > 0)
    return np.maximum(np.where(usable, effective, otherwise), 1.0)


def _beta(n: Floats, share: float, streams: Streams, purpose: str, draws: int) -> Floats:
    yes = streams.gamma(f"{purpose}/gone", share * n, draws)
    no = streams.gamma(f"{purpose}/left", (1.0 - share) * n, draws)
    found: Floats = yes / (yes + no)
    return found


def _ages(curves: Curves, share: Floats) -> Floats:
    """The first age by which each drawn share has gone; the last one where the curve ends before."""
    gone = 1.0 - curves.left
    row = np.arange(gone.shape[0])[:, None]
    flat = (gone + 2.0 * row).ravel()
    place = np.searchsorted(flat, (share + 2.0 * row).ravel()).reshape(share.shape) - row * gone.shape[1]
    return np.take_along_axis(curves.sets.age_days, np.minimum(place, gone.shape[1] - 1), axis=1)
