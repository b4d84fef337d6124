"""The cumulative incidence that win rate and cycle share, and shares that are never exactly 0 or 1."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells
from headway.measure.scans import LOST, OPEN, WON
from headway.stats.arrays import Floats
from headway.stats.incidence import Incidence, incidence


def won_curve(cells: Cells, won_parts: Floats | None = None) -> Incidence:
    """Cumulative incidence of every group, read at the cells' horizon: by default the last age at which any closed.

    Args:
        won_parts: see :func:`headway.stats.incidence.incidence`.
    """
    ended = np.asarray(cells.columns["ended"])
    n = np.asarray(cells.columns["n"], dtype=np.float64)
    ages = np.asarray(cells.columns["age_days"])
    won, lost, still_open = (np.where(ended == kind, n, 0.0) for kind in (WON, LOST, OPEN))
    last = float(ages[(ended == WON) | (ended == LOST)].max(initial=0))
    horizon = last if cells.horizon_days is None else cells.horizon_days
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
