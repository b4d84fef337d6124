"""The cumulative incidence that win rate and cycle share, and shares that are never exactly 0 or 1."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells
from headway.measure.scans import LOST, OPEN, WON
from headway.stats.arrays import Floats
from headway.stats.incidence import Incidence, incidence

_FOLLOWED = 20.0  # deals that must have been followed to an age for the curve to be read there
_LEAST_SHARE = 0.25  # or this share of all, where that is fewer


def followed_days(cells: Cells) -> float:
    """The age to which curves are read: the last to which enough deals were followed.

    Beyond it the curve rests on a handful of the oldest deals: one more win moves it far, and its variance does not
    tell so. With S(t-) the share not closed before age t, at risk / S(t-) deals were followed to t: all of them where
    none is open, so a window in which every deal has closed is read to its end.

    Source: Pocock, Clayton and Altman (2002), Survival plots of time-to-event outcomes, Lancet 359, 1686-1689.

    Example:
        >>> from headway.stats.streams import Streams
        >>> columns = {"age_days": np.array([5, 9]), "ended": np.array([WON, LOST]), "n": np.array([30.0, 10.0])}
        >>> followed_days(Cells(np.zeros(2, int), columns, 1, 90.0, Streams.of("doc", [1], 0), "USD"))
        9.0
    """
    ended, n = np.asarray(cells.columns["ended"]), np.asarray(cells.columns["n"], dtype=np.float64)
    counted = (ended == WON) | (ended == LOST) | (ended == OPEN)
    ages, place = np.unique(np.asarray(cells.columns["age_days"])[counted], return_inverse=True)
    leaving = np.bincount(place, n[counted], minlength=ages.size)
    closing = np.bincount(place, (n * (ended != OPEN))[counted], minlength=ages.size)
    at_risk = np.cumsum(leaving[::-1])[::-1]
    left = np.cumprod(1.0 - closing / np.maximum(at_risk, 1.0))
    followed = at_risk / np.concatenate([[1.0], np.where(left[:-1] > 0, left[:-1], 1.0)])[: ages.size]
    enough = followed >= min(_FOLLOWED, _LEAST_SHARE * leaving.sum())
    return float(ages[enough].max(initial=0))


def won_curve(cells: Cells, won_parts: Floats | None = None) -> Incidence:
    """Cumulative incidence of every group, read at the cells' horizon: by default `followed_days` of all.

    Args:
        won_parts: see :func:`headway.stats.incidence.incidence`.
    """
    ended = np.asarray(cells.columns["ended"])
    n = np.asarray(cells.columns["n"], dtype=np.float64)
    ages = np.asarray(cells.columns["age_days"])
    won, lost, still_open = (np.where(ended == kind, n, 0.0) for kind in (WON, LOST, OPEN))
    horizon = followed_days(cells) if cells.horizon_days is None else cells.horizon_days
    return incidence(
        ages, won, lost, still_open, cells.group, groups=cells.groups, horizon_days=horizon, won_parts=won_parts
    )


def inside(share: Floats, trials: Floats) -> Floats:
    """A share that is never exactly 0 or 1: there it is the posterior mean under Jeffreys' prior.

    Example:
        >>> inside(np.array([0.0, 0.5]), np.array([9.0, 10.0]))
        array([0.05, 0.5 ])
    """
    edge = (share <= 0) | (share >= 1)
    return np.where(edge, (share * trials + 0.5) / (trials + 1), share)
