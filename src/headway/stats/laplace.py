"""Fits shares that depend on several things at once, each thing's effects shrunk by as much as they prove alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Floats, Ints, as_floats, as_ints
from headway.stats.streams import Streams

_ROUNDS = 40
_STEADY = 0.01  # in log odds and in the logarithm of a variance
_STRIDE = 2.0
_INTERCEPT_VARIANCE = 9.0  # log odds: anything from 1 in 400 to 399 in 400 is believable beforehand
_FIRST_VARIANCE = 0.25
_NO_VARIANCE = 1e-6
_PRIOR_GROUPS, _PRIOR_VARIANCE = 1.0, 0.02  # one imagined group, hardly different from the rest: a nudge to "alike"
_LIMIT = 20.0


@dataclass(frozen=True, slots=True)
class CrossedLogit:
    """A crossed random-effects logistic regression, fitted.

    log odds(row) = offset + intercept + sum over factors f of effect_f[level of the row in f],
    effect_f ~ N(0, variances[f]).

    Attributes:
        mean: float [1 + levels], posterior mode, the intercept first, then the factors' effects in order.
        covariance: float [1 + levels, 1 + levels], of the Laplace approximation.
        variances: float [factors].
        starts: int [factors + 1], where each factor's effects begin in `mean`.
    """

    mean: Floats
    covariance: Floats
    variances: Floats
    starts: Ints

    def columns(self, levels: Sequence[ArrayLike]) -> Ints:
        """Return the places in `mean` that rows with these levels add up, int [1 + factors, rows]."""
        rows = np.stack([start + as_ints(level) for start, level in zip(self.starts[:-1], levels, strict=True)])
        return np.concatenate((np.zeros((1, rows.shape[1]), dtype=np.int64), rows))

    def expected(self, levels: Sequence[ArrayLike], offset: ArrayLike = 0.0) -> Floats:
        """Return the share of rows with these levels, float [rows], averaged over what is not known.

        The average of a logistic over a normal of variance v is close to the logistic of mean / sqrt(1 + pi v / 8)
        (MacKay 1992, Neural Computation 4, 720-736).
        """
        places = self.columns(levels)
        variance = self.covariance[places[:, None], places[None]].sum(axis=(0, 1))
        log_odds = self.mean[places].sum(axis=0) + as_floats(offset)
        return _share(log_odds / np.sqrt(1.0 + np.pi / 8.0 * np.maximum(variance, 0.0)))

    def drawn(
        self, levels: Sequence[ArrayLike], streams: Streams, purpose: str, draws: int, offset: ArrayLike = 0.0
    ) -> Floats:
        """Return posterior draws of the share, float [rows, draws]; `streams` has one stream, shared by all rows."""
        root = np.linalg.cholesky(self.covariance)  # eigenvectors would do too, at 50 times the price on a busy machine
        normal = streams.normal(purpose, draws * self.mean.size).reshape(self.mean.size, draws)
        effects = self.mean[:, None] + root @ normal
        return _share(effects[self.columns(levels)].sum(axis=0) + np.atleast_1d(as_floats(offset))[:, None])


def crossed_logit(
    successes: ArrayLike,
    trials: ArrayLike,
    levels: Sequence[ArrayLike],
    sizes: Sequence[int],
    *,
    offset: ArrayLike = 0.0,
) -> CrossedLogit:
    """Fit shares by several crossed factors.

    The mode is found by Newton's method on the penalised likelihood; each factor's variance by maximising the Laplace
    approximation of the marginal likelihood (MacKay's fixed point), with one imagined group that hardly differs. A
    factor that tells nothing gets a variance near 0, and everybody the same share.

    Args:
        successes: float [rows], effective counts allowed.
        trials: float [rows].
        levels: for each factor, int [rows].
        sizes: for each factor, how many levels it has (some may have no row: they lie at their factor's mean).
        offset: float [rows], known parts of the log odds.

    Source: Breslow and Clayton (1993), JASA 88, 9-25; MacKay (1992), Neural Computation 4, 415-447.

    Example:
        >>> fitted = crossed_logit([10, 50, 90], [100, 100, 100], [[0, 1, 2]], [4])
        >>> fitted.expected([[0, 1, 2, 3]]).round(1)
        array([0.1, 0.5, 0.9, 0.5])
    """
    won, n = as_floats(successes), as_floats(trials)
    known = np.broadcast_to(as_floats(offset), won.shape)
    starts = np.cumsum([1, *sizes]).astype(np.int64)
    factor = np.repeat(np.arange(len(sizes)), sizes)
    places = np.concatenate(
        (np.zeros((1, won.size), np.int64), np.stack([s + as_ints(lv) for s, lv in zip(starts, levels, strict=False)]))
    )
    variances = np.full(len(sizes), _FIRST_VARIANCE)
    mean = np.zeros(starts[-1])
    mean[0] = np.log((won.sum() + 0.5) / (n.sum() - won.sum() + 0.5)) - (n @ known) / max(n.sum(), 1e-9)
    for _ in range(_ROUNDS):
        mean, covariance, step = _newton(won, n, known, places, mean, variances[factor])
        free = np.bincount(factor, 1.0 - np.diag(covariance)[1:] / variances[factor], minlength=len(sizes))
        squares = np.bincount(factor, mean[1:] ** 2, minlength=len(sizes))
        new = (squares + _PRIOR_GROUPS * _PRIOR_VARIANCE) / (np.maximum(free, 0.0) + _PRIOR_GROUPS)
        moved = np.abs(np.log(np.maximum(new, _NO_VARIANCE) / variances)).max(initial=0.0)
        variances = np.maximum(new, _NO_VARIANCE)
        if max(moved, step) < _STEADY:
            break
    return CrossedLogit(mean, covariance, variances, starts)


def _newton(
    won: Floats, n: Floats, offset: Floats, places: Ints, mean: Floats, variance: Floats
) -> tuple[Floats, Floats, float]:
    """Take one step towards the mode; return it, the inverse of the negative Hessian, and how far the step went."""
    penalty = 1.0 / np.concatenate(([_INTERCEPT_VARIANCE], variance))
    flat = (places[:, None] * mean.size + places[None]).reshape(places.shape[0] ** 2, won.size)
    share = _share(mean[places].sum(axis=0) + offset)
    slope = _sums(places, won - n * share, mean.size) - penalty * mean
    curve = _sums(flat, n * share * (1.0 - share), mean.size**2).reshape(mean.size, mean.size) + np.diag(penalty)
    covariance: Floats = np.linalg.inv(curve).astype(np.float64)
    step = covariance @ slope
    far = float(np.abs(step).max())
    return mean + step * min(1.0, _STRIDE / max(far, _STRIDE)), covariance, far


def _sums(places: Ints, values: Floats, size: int) -> Floats:
    """Add each row's value to all its places."""
    return np.bincount(places.ravel(), np.tile(values, places.shape[0]), minlength=size).astype(np.float64)


def _share(log_odds: Floats) -> Floats:
    out: Floats = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -_LIMIT, _LIMIT)))
    return out
