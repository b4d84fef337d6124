"""Puts an interval on the mean of heavy-tailed amounts, such as deal sizes, from five sums that add over any split."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Bools, Floats, as_floats, ratio
from headway.stats.gammas import log_gamma
from headway.stats.intervals import DRAWS, LEVEL, Interval, interval
from headway.stats.streams import Streams

_PRIOR_N = 2.0  # the prior on spread is worth two amounts
_PRIOR_LOG_SD = 0.8  # of about a factor of two either way, as deal sizes have
_FLOOR = 1e-6
_TOO_FAR = 1.5  # standard errors of the sample's mean
_TOO_FAR_APART = 2.0  # standard errors of the gap between two means of a lognormal
_LOG_LIMIT = 10.0  # no draw is further than a factor of 22,000 from the sample's mean


@dataclass(frozen=True, slots=True)
class SizeSums:
    """What is to be known of some amounts, arrays [groups] that add up over any split.

    Attributes:
        n: how many.
        total, squares: sum and sum of squares.
        positive: how many are above 0.
        log_total, log_squares: sum and sum of squares of the natural logarithms of those above 0.
    """

    n: Floats
    total: Floats
    squares: Floats
    positive: Floats
    log_total: Floats
    log_squares: Floats

    @classmethod
    def of(cls, amounts: ArrayLike, group: ArrayLike | None = None, groups: int | None = None) -> SizeSums:
        """Add up plain amounts [n], by group code if given.

        Example:
            >>> SizeSums.of([1.0, 1.0, 4.0]).total
            array([6.])
        """
        values = as_floats(amounts)
        codes = np.zeros(values.size, dtype=np.int64) if group is None else np.asarray(group, dtype=np.int64)
        size = int(codes.max(initial=0)) + 1 if groups is None else groups
        above = values > 0
        logs = np.log(np.where(above, values, 1.0))
        columns = (np.ones_like(values), values, values**2, above.astype(np.float64), logs, logs**2)
        return cls(*(np.bincount(codes, column, minlength=size).astype(np.float64) for column in columns))


def size_mean(sums: SizeSums, streams: Streams, *, level: float = LEVEL, draws: int = DRAWS) -> Interval:
    """Return the mean amount with its interval; one amount alone has a very wide one, none at all is not known.

    Example:
        >>> sums = SizeSums.of([900.0, 1000.0, 1200.0, 4000.0])
        >>> mean = size_mean(sums, Streams.of("doc", ["a"], "2024-01-01"))
        >>> float(mean.value[0]), bool(mean.low[0] < 1775 < mean.high[0])
        (1775.0, True)
    """
    return interval(ratio(sums.total, sums.n), size_draws(sums, streams, draws=draws), level)


def size_draws(sums: SizeSums, streams: Streams, *, draws: int = DRAWS, purpose: str = "size") -> Floats:
    r"""Return posterior draws of the mean amount, float [groups, draws]; NaN where nothing is known.

    Two families are weighed by their likelihood: lognormal, and gamma. A lognormal mean is exp(mu + s2/2) with
    s2 ~ scaled inverse chi-squared and mu ~ N(mean log, s2/n), widened where the amounts themselves vary more than
    their logarithms say. A gamma mean is the sample's mean times k / Gamma(k), k = n / cv^2, with the coefficient of
    variation drawn by the same chi-squared. The prior on spread is worth two amounts. So four amounts get an honest
    width, equal amounts a narrow one, and a price list (which is not lognormal at all) the one of its mean. Where
    amounts of 0 or below occur there is no logarithm, and Student's t on the sum serves.

    Source: Land (1971), Annals of Mathematical Statistics 42, 1187-1205; Gelman et al. (2013), Bayesian Data Analysis,
    section 3.2. The weighing is ours: 80% intervals held the truth in 74 to 85% of trials from 20 amounts on, over
    lognormal (sd of logs .5 to 1.5), gamma, exponential and price-list amounts (68 to 94% at 4 to 8 amounts); each
    family alone fell below 65% somewhere.

    Example:
        >>> sums = SizeSums.of([100.0] * 50)
        >>> bool(size_draws(sums, Streams.of("doc", ["a"], "2024-01-01")).std() < 4)
        True
    """
    plain = _student_draws(sums, streams, purpose, draws)
    all_positive = (sums.positive == sums.n) & (sums.n > 0)
    safe = _where(sums, all_positive)
    freedom = _PRIOR_N + safe.n - 1.0
    chi2 = 2.0 * streams.gamma(f"{purpose}/spread", freedom / 2.0, draws)
    lognormal = _lognormal_draws(safe, streams.normal(f"{purpose}/level", draws), chi2)
    gamma = _gamma_draws(safe, streams, purpose, chi2)
    chosen = streams.uniform(f"{purpose}/family", draws) < (_p_lognormal(safe) * ~_misfits(safe))[:, None]
    return np.where(all_positive[:, None], np.where(chosen, lognormal, gamma), plain)


def _misfits(sums: SizeSums) -> Bools:
    """Mark amounts that are no lognormal: the mean that it would have lies too far from the mean that they have.

    Too far by the amounts' own spread (a price list), or by how far two estimates of one lognormal's mean can lie
    apart, the variance of the plain one less that of the better one (many small deals beside a few large ones).

    Source: Hausman (1978), Specification tests in econometrics, Econometrica 46, 1251-1271.
    """
    n, plain = sums.n, np.log(sums.total / sums.n)
    usual = (_PRIOR_N * _PRIOR_LOG_SD**2 + _log_spread(sums)) / (_PRIOR_N + n - 1.0)
    seen = np.sqrt(np.maximum(_cv2(sums), _FLOOR) / n)
    s2 = _log_spread(sums) / np.maximum(n - 1.0, 1.0)
    apart = np.sqrt(np.maximum(np.expm1(np.minimum(s2, _LOG_LIMIT)) - s2 - s2**2 / 2.0, _FLOOR) / n)
    mean_log = sums.log_total / n
    off: Bools = np.abs(mean_log + usual / 2.0 - plain) > _TOO_FAR * seen
    far: Bools = np.abs(mean_log + s2 / 2.0 - plain) > _TOO_FAR_APART * apart
    return off | far


def _where(sums: SizeSums, usable: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> SizeSums:
    """Put one harmless amount of 1 in the place of groups that are not usable."""
    fill = {"n": 1.0, "total": 1.0, "squares": 1.0, "positive": 1.0, "log_total": 0.0, "log_squares": 0.0}
    return SizeSums(**{name: np.where(usable, getattr(sums, name), value) for name, value in fill.items()})


def _log_spread(sums: SizeSums) -> Floats:
    """Return the sum of squared deviations of the logarithms."""
    return np.maximum(sums.log_squares - sums.log_total**2 / sums.n, 0.0)


def _cv2(sums: SizeSums) -> Floats:
    """Return the squared coefficient of variation, the prior's amounts included."""
    mean = sums.total / sums.n
    deviations = np.maximum(np.nan_to_num(ratio(sums.squares, mean**2)) - sums.n, 0.0)  # the square of a tiny mean is 0
    return (_PRIOR_N * math.expm1(_PRIOR_LOG_SD**2) + deviations) / (_PRIOR_N + sums.n - 1.0)


def _lognormal_draws(sums: SizeSums, normal: Floats, chi2: Floats) -> Floats:
    freedom = _PRIOR_N + sums.n - 1.0
    scale = _PRIOR_N * _PRIOR_LOG_SD**2 + _log_spread(sums)
    s2 = scale[:, None] / np.maximum(chi2, _FLOOR)
    usual = scale / freedom
    centre = (sums.log_total / sums.n + usual / 2.0)[:, None]
    off = (usual / sums.n + usual**2 / (2.0 * freedom)) ** 0.5
    seen = np.sqrt(np.maximum(_cv2(sums), 0.0) / sums.n)
    wider = np.where(sums.n > 1, np.maximum(1.0, seen / off), 1.0)[:, None]
    drawn = sums.log_total[:, None] / sums.n[:, None] + np.sqrt(s2 / sums.n[:, None]) * normal + s2 / 2.0
    mean = (sums.total / sums.n)[:, None]
    away = centre + (drawn - centre) * wider - np.log(mean)
    found: Floats = mean * np.exp(np.clip(away, -_LOG_LIMIT, _LOG_LIMIT))
    return found


def _gamma_draws(sums: SizeSums, streams: Streams, purpose: str, chi2: Floats) -> Floats:
    """Return mean x k / Gamma(k) with k = n / cv^2; the cube of Wilson and Hilferty, since k differs by draw."""
    freedom = (_PRIOR_N + sums.n - 1.0)[:, None]
    k = np.maximum((sums.n / _cv2(sums))[:, None] * chi2 / freedom, _FLOOR)
    spread = 1.0 / (9.0 * (k + 1.0))
    root = 1.0 - spread + np.sqrt(spread) * streams.normal(f"{purpose}/gamma", chi2.shape[1])
    boost = np.log(streams.uniform(f"{purpose}/boost", chi2.shape[1])) / k
    log_gamma_draw = np.log(k + 1.0) + 3.0 * np.log(np.maximum(root, _FLOOR)) + boost
    away = np.clip(np.log(k) - log_gamma_draw, -_LOG_LIMIT, _LOG_LIMIT)
    drawn: Floats = (sums.total / sums.n)[:, None] * np.exp(away)
    return drawn


def _p_lognormal(sums: SizeSums) -> Floats:
    """Return the probability that the amounts are lognormal rather than gamma, even odds before they were seen."""
    n, mean, mean_log = sums.n, sums.total / sums.n, sums.log_total / sums.n
    variance = np.maximum(_log_spread(sums) / n, _FLOOR)
    lognormal = -n / 2.0 * np.log(2.0 * math.pi * variance) - n / 2.0 - sums.log_total
    gap = np.maximum(np.log(mean) - mean_log, _FLOOR)
    k = (3.0 - gap + np.sqrt((gap - 3.0) ** 2 + 24.0 * gap)) / (12.0 * gap)
    gamma = (k - 1.0) * sums.log_total - n * k - n * k * np.log(mean / k) - n * log_gamma(k)
    odds: Floats = np.exp(np.clip(gamma - lognormal, -50.0, 50.0))
    return 1.0 / (1.0 + odds)


def _student_draws(sums: SizeSums, streams: Streams, purpose: str, draws: int) -> Floats:
    """Return mean + t x sd / sqrt(n); below two amounts there is no spread to go by: not known."""
    n = np.maximum(sums.n, 2.0)
    mean = ratio(sums.total, sums.n)
    sd = np.sqrt(np.maximum(sums.squares - sums.total**2 / n, 0.0) / (n - 1.0))
    chi2 = 2.0 * streams.gamma(f"{purpose}/t", (n - 1.0) / 2.0, draws)
    t = streams.normal(f"{purpose}/plain", draws) / np.sqrt(np.maximum(chi2, _FLOOR) / (n - 1.0)[:, None])
    return np.where((sums.n >= 2)[:, None], mean[:, None] + t * (sd / np.sqrt(n))[:, None], np.nan)
