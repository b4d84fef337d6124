"""Puts a 95% interval on a mean whose rows come in clusters, such as the deals of one account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import as_floats

_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class ClusteredMean:
    """A mean with an interval that holds when rows of one cluster go together; NaN bounds are "not known".

    Attributes:
        mean: of the rows.
        low, high: ends of the interval (95% unless asked otherwise).
        standard_error: clustered.
        rows, clusters: how many there are.
        design_effect: clustered variance over the variance that independent rows would have; `rows / design_effect`
            independent rows would tell as much.
    """

    mean: float
    low: float
    high: float
    standard_error: float
    rows: int
    clusters: int
    design_effect: float


def clustered_mean(values: ArrayLike, cluster: ArrayLike, *, level: float = _LEVEL) -> ClusteredMean:
    """Return the mean of `values` with a sandwich interval by `cluster`.

    The variance is G / (G - 1) times the sum over clusters of (sum of deviations in the cluster)^2, over n^2; the
    interval uses Student's t with G - 1 degrees of freedom. Below two clusters the interval is not known.

    Args:
        values: float [n].
        cluster: [n], any labels.
        level: mass of the interval.

    Source: Liang and Zeger (1986), Biometrika 73, 13-22; Cameron and Miller (2015), Journal of Human Resources 50,
    317-372, section II.B (the factor and the t).

    Example:
        >>> gain = clustered_mean([1.0, 1.0, 3.0, 3.0], ["a", "a", "b", "b"])
        >>> gain.mean, gain.standard_error, round(gain.design_effect, 6)
        (2.0, 1.0, 3.0)
    """
    rows = as_floats(values)
    _, code = np.unique(np.asarray(cluster), return_inverse=True)
    clusters = int(code.max(initial=-1)) + 1
    mean = float(rows.mean()) if rows.size else float("nan")
    if clusters < 2:
        return ClusteredMean(mean, *(float("nan"),) * 3, rows.size, clusters, float("nan"))
    sums = np.bincount(code, rows - mean)
    variance = clusters / (clusters - 1) * float(sums @ sums) / rows.size**2
    alone = float(np.var(rows, ddof=1)) / rows.size
    margin = _student(level, clusters - 1) * variance**0.5
    effect = variance / alone if alone > 0 else 1.0
    return ClusteredMean(mean, mean - margin, mean + margin, variance**0.5, rows.size, clusters, effect)


def _student(level: float, freedom: int) -> float:
    from scipy.special import stdtrit  # 0.3 s to import, and only judging a model needs it

    return float(stdtrit(freedom, (1.0 + level) / 2.0))
