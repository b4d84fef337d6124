"""Draws of the mean of things that are never negative, such as days: skewed as such means are, and wide where few."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Floats, as_floats, ratio
from headway.stats.intervals import DRAWS
from headway.stats.streams import Streams

_PRIOR_N = 3.0  # what is believed of the spread before it was seen is worth so many of them, as of deal sizes
_PRIOR_CV2 = 0.5  # between equal times (0) and times without memory (1)
_LEAST = 1e-6
_LIMIT = 10.0  # no draw is further than a factor of 22,000 from the estimate


def positive_mean_draws(
    mean: ArrayLike, variance: ArrayLike, n: ArrayLike, streams: Streams, *, draws: int = DRAWS, purpose: str = "mean"
) -> Floats:
    """Return posterior draws of a mean that was estimated from `n` things above 0, float [items, draws].

    The mean of gamma variables has an inverse-gamma posterior: mean x k / Gamma(k), with 1 / k its relative variance,
    itself drawn by a chi-squared of n degrees of freedom. A normal or t interval would be as wide on either side, and
    miss the truth above far more often than below: the slow ones are few.

    Args:
        variance: of the mean, as estimated; 0 for one alone, of which the prior's spread is then all that is known.

    Source: Gelman et al. (2013), Bayesian Data Analysis, section 2.6 (the conjugate prior of a gamma's rate).

    Example:
        >>> drawn = positive_mean_draws([60.0], [16.0], [100], Streams.of("doc", ["a"], 0), draws=4000)
        >>> drawn.mean().round(), drawn.std().round()
        (np.float64(60.0), np.float64(4.0))
    """
    centre, spread, count = (np.atleast_1d(as_floats(values)) for values in (mean, variance, n))
    own = np.nan_to_num(ratio(spread * count, centre**2)) * np.maximum(count, 1.0)
    freedom = np.maximum(count - 1.0, 0.0) + _PRIOR_N
    each = (_PRIOR_N * _PRIOR_CV2 + own) / freedom
    chi2 = 2.0 * streams.gamma(f"{purpose}/spread", freedom / 2.0, draws)
    k = np.maximum(ratio(np.maximum(count, 1.0), each)[:, None] * chi2 / freedom[:, None], _LEAST)
    away = np.log(k) - np.log(np.maximum(streams.gamma_each(f"{purpose}/level", k), _LEAST**9))
    drawn: Floats = centre[:, None] * np.exp(np.clip(away, -_LIMIT, _LIMIT))
    return drawn
