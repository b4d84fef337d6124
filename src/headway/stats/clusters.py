"""Means and shares whose rows come in clusters, such as the deals of one account: how far they can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Floats, as_floats

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


def share_correlation(successes: ArrayLike, trials: ArrayLike, expected: ArrayLike) -> float:
    """Return how alike two trials of one cluster are, 0 to 1: the correlation of yes and no around `expected`.

    Over all pairs of trials that share a cluster, the mean product of their deviations, over p (1 - p). Below 0 (no
    likeness at all, and chance) is 0. Without a pair it is 0.

    Args:
        successes: float [clusters].
        trials: float [clusters].
        expected: float [clusters], the share that is expected of each cluster's trials.

    Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, section 15.2.

    Example:
        >>> share_correlation([3, 0, 3, 0], [3, 3, 3, 3], [0.5] * 4)
        1.0
        >>> share_correlation([1, 1, 1, 1], [2, 2, 2, 2], [0.5] * 4)
        0.0
    """
    won, n = as_floats(successes), as_floats(trials)
    return correlation_of_sums(n, won, n * n, won * won, won * n, expected)


def correlation_of_sums(
    trials: ArrayLike,
    successes: ArrayLike,
    trials_squares: ArrayLike,
    successes_squares: ArrayLike,
    products: ArrayLike,
    expected: ArrayLike,
) -> float:
    """Return `share_correlation` from sums over the clusters of each of some groups, float [groups] each.

    Args:
        trials, successes: summed over the clusters of a group.
        trials_squares, successes_squares, products: of each cluster's trials and successes, summed likewise.
        expected: the share that is expected of the group's trials.

    Example:
        >>> correlation_of_sums([12], [6], [36], [18], [18], [0.5])
        1.0
    """
    n, won, p = as_floats(trials), as_floats(successes), as_floats(expected)
    nn, ww, wn = as_floats(trials_squares), as_floats(successes_squares), as_floats(products)
    off = ww - 2.0 * p * wn + p**2 * nn
    alone = won * (1.0 - p) ** 2 + (n - won) * p**2
    pairs = float(((nn - n) * p * (1.0 - p)).sum())
    return float(np.clip((off - alone).sum() / pairs, 0.0, 1.0)) if pairs > 0 else 0.0


def share_design_effect(trials: ArrayLike, group: ArrayLike, correlation: float, groups: int) -> Floats:
    """Return by how much clusters widen the variance of each group's share, float [groups]: 1 + (m - 1) r.

    `m` is the mean size of a trial's cluster. n trials tell as much as n / effect that do not go together.

    Args:
        trials: float [clusters], all of one group each.
        group: int [clusters].
        correlation: from `share_correlation`.
        groups: how many there are; one without trials has 1.

    Source: Kish (1965), Survey Sampling, section 5.4.

    Example:
        >>> share_design_effect([3, 3, 1], [0, 0, 1], 1.0, 3)
        array([3., 1., 1.])
    """
    n, code = as_floats(trials), np.asarray(group, dtype=np.int64)
    total, squares = (np.bincount(code, values, minlength=groups) for values in (n, n * n))
    size = np.divide(squares, total, out=np.ones(groups), where=total > 0)
    effect: Floats = 1.0 + (size - 1.0) * correlation
    return effect


def _student(level: float, freedom: int) -> float:
    from scipy.special import stdtrit  # 0.3 s to import, and only judging a model needs it

    return float(stdtrit(freedom, (1.0 + level) / 2.0))
