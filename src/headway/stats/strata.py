"""Compares two groups within strata and adds the comparisons up: the difference that is left among like and like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import as_floats


@dataclass(frozen=True, slots=True)
class StratifiedShares:
    """Two shares as if both groups lay over the strata alike, and their difference.

    Attributes:
        first, second: the shares under the common weights; NaN where no stratum holds both groups.
        difference: first less second.
        sd: standard error of the difference.
        used: trials in strata that hold both groups; the others tell nothing of the difference.
    """

    first: float
    second: float
    difference: float
    sd: float
    used: float


def stratified_difference(x1: ArrayLike, n1: ArrayLike, x0: ArrayLike, n0: ArrayLike) -> StratifiedShares:
    """Return the Mantel-Haenszel difference of two shares with Sato's standard error, good for few and many in a cell.

    Args:
        x1, n1: successes and trials of the first group in each stratum, float [strata].
        x0, n0: those of the second.

    Source: Sato (1989), Biometrics 45, 1323-1324 (the variance); Greenland and Robins (1985), Biometrics 41, 55-68.

    Example:
        >>> alike = stratified_difference([30, 5], [50, 50], [20, 0], [50, 10])
        >>> round(alike.difference, 3), round(alike.sd, 3), alike.used
        (0.175, 0.073, 160.0)
    """
    won1, all1, won0, all0 = (as_floats(side) for side in (x1, n1, x0, n0))
    both = (all1 > 0) & (all0 > 0)
    won1, all1, won0, all0 = won1[both], all1[both], won0[both], all0[both]
    if not both.any():
        nothing = float("nan")
        return StratifiedShares(nothing, nothing, nothing, nothing, 0.0)
    total = all1 + all0
    weight = all1 * all0 / total
    first, second = (float((weight * won / n).sum() / weight.sum()) for won, n in ((won1, all1), (won0, all0)))
    difference = first - second
    p = (all1**2 * won0 - all0**2 * won1 + all1 * all0 * (all0 - all1) / 2.0) / total**2
    q = (won1 * (all0 - won0) + won0 * (all1 - won1)) / (2.0 * total)
    variance = (difference * p.sum() + q.sum()) / weight.sum() ** 2
    # Nobody won or everybody did: as if half a success and half a failure had been seen in each group.
    least = float(_least(all1.sum()) + _least(all0.sum()))
    return StratifiedShares(first, second, difference, float(np.sqrt(max(variance, least))), float(total.sum()))


def _least(n: float) -> float:
    share = 0.5 / (n + 1.0)
    return float(share * (1.0 - share) / (n + 1.0))
