"""Judges chances by what happened: scores, and the verdict whether there is skill at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Floats, as_floats
from headway.stats.clusters import ClusteredMean, clustered_mean

Verdict = Literal["skill", "no signal"]
_NEVER_SURE = 1e-6
_ECE_BINS = 10
_FEWEST_ROWS = 30
_FEWEST_CLUSTERS = 10


def log_losses(p: ArrayLike, happened: ArrayLike) -> Floats:
    """Return each row's log loss in nats, float [n]; a chance of exactly 0 or 1 is taken as a millionth off.

    Example:
        >>> log_losses([0.5, 0.9], [1, 1]).round(3)
        array([0.693, 0.105])
    """
    chance = np.clip(as_floats(p), _NEVER_SURE, 1.0 - _NEVER_SURE)
    return -np.log(np.where(as_floats(happened) > 0, chance, 1.0 - chance))


def brier(p: ArrayLike, happened: ArrayLike) -> float:
    """Return the mean squared distance of chance and outcome (Brier 1950, Monthly Weather Review 78, 1-3).

    Example:
        >>> brier([0.5, 1.0], [1, 1])
        0.125
    """
    return float(np.mean((as_floats(p) - as_floats(happened)) ** 2))


def ece(p: ArrayLike, happened: ArrayLike, bins: int = _ECE_BINS) -> float:
    """Return the expected calibration error over bins of equal count: mean of |chance - share that happened|.

    Rows of equal chance share a bin's mean outcome in proportion, so that their order changes nothing.

    Source: Naeini, Cooper and Hauskrecht (2015), AAAI, 2901-2907, with equal-count bins.

    Example:
        >>> round(ece([0.2] * 10 + [0.8] * 10, [1, 0, 0, 0, 0] * 2 + [1] * 10), 6)
        0.1
    """
    chance = as_floats(p)
    values, tied = np.unique(chance, return_inverse=True)
    often = np.bincount(tied)
    outcome = (np.bincount(tied, as_floats(happened)) / np.maximum(often, 1))[tied]
    order = np.argsort(chance, kind="stable")
    parts = np.array_split(order, min(bins, max(chance.size, 1)))
    off = [abs(float(chance[part].mean() - outcome[part].mean())) * part.size for part in parts if part.size]
    return float(sum(off) / chance.size) if values.size else float("nan")


def auc(p: ArrayLike, happened: ArrayLike) -> float:
    """Return the chance that a row that happened was given more than one that did not, ties count half.

    Not known (NaN) unless both occur. Source: Hanley and McNeil (1982), Radiology 143, 29-36.

    Example:
        >>> auc([0.1, 0.4, 0.4, 0.9], [0, 1, 0, 1])
        0.875
    """
    yes = as_floats(happened) > 0
    values, tied = np.unique(as_floats(p), return_inverse=True)
    ups, downs = (np.bincount(tied[side], minlength=values.size).astype(np.float64) for side in (yes, ~yes))
    if not (ups.sum() and downs.sum()):
        return float("nan")
    below = np.cumsum(downs) - downs
    return float((ups * (below + downs / 2.0)).sum() / (ups.sum() * downs.sum()))


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of about the same chance: the mean chance ``p``, the share ``observed`` that happened, and ``n`` rows."""

    p: float
    observed: float
    n: int


def reliability(p: ArrayLike, happened: ArrayLike, bins: int = _ECE_BINS) -> tuple[Bin, ...]:
    """Return bins of equal count, lowest chance first, with the share of each that happened.

    Example:
        >>> reliability([0.1, 0.9, 0.3, 0.7], [0, 1, 1, 0], bins=2)
        (Bin(p=0.2, observed=0.5, n=2), Bin(p=0.8, observed=0.5, n=2))
    """
    chance, yes = as_floats(p), as_floats(happened)
    order = np.argsort(chance, kind="stable")
    parts = [part for part in np.array_split(order, min(bins, max(order.size, 1))) if part.size]
    return tuple(Bin(float(chance[part].mean()), float(yes[part].mean()), int(part.size)) for part in parts)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How chances did, next to the base rates known when they were given.

    Attributes:
        log_loss, brier, ece, auc: of the chances.
        hardest: name of the base rate that is hardest to beat: the one whose gain has the lowest lower bound.
        baseline_log_loss: of that base rate.
        gain: log loss saved a row against it, with a 95% interval by cluster.
        n: rows judged.
        verdict: "skill" if the interval of the gain lies above 0 against every base rate, else "no signal".
    """

    log_loss: float
    brier: float
    ece: float
    auc: float
    hardest: str
    baseline_log_loss: float
    gain: ClusteredMean
    n: int
    verdict: Verdict


def judge(p: ArrayLike, happened: ArrayLike, baselines: Mapping[str, ArrayLike], cluster: ArrayLike) -> Judgement:
    """Judge chances against base rates.

    Args:
        p: float [n], chances.
        happened: [n], 1 where it happened, else 0.
        baselines: by name, float [n] each: base rates as known when each chance was given.
        cluster: [n], labels; rows of one label (one account) may go together.

    Example:
        >>> rng = np.random.default_rng(0)
        >>> chance = rng.uniform(size=400)
        >>> judge(chance, rng.uniform(size=400) < chance, {"even": np.full(400, 0.5)}, np.arange(400)).verdict
        'skill'
    """
    losses = log_losses(p, happened)
    others = {name: log_losses(rate, happened) for name, rate in baselines.items()}
    gains = {name: clustered_mean(other - losses, cluster) for name, other in others.items()}
    hardest = min(gains, key=lambda name: (not np.isnan(gains[name].low), gains[name].low))
    return Judgement(
        log_loss=_mean(losses),
        brier=brier(p, happened) if losses.size else float("nan"),
        ece=ece(p, happened),
        auc=auc(p, happened),
        hardest=hardest,
        baseline_log_loss=_mean(others[hardest]),
        gain=gains[hardest],
        n=losses.size,
        verdict=verdict(gains[hardest]),
    )


def verdict(gain: ClusteredMean) -> Verdict:
    """Return "skill" only where the 95% interval of the gain lies above 0, over enough rows and clusters.

    Example:
        >>> verdict(clustered_mean([0.1, 0.2] * 50, list(range(100))))
        'skill'
        >>> verdict(clustered_mean([0.1, 0.2], ["a", "b"]))
        'no signal'
    """
    enough = gain.rows >= _FEWEST_ROWS and gain.clusters >= _FEWEST_CLUSTERS
    return "skill" if enough and gain.low > 0 else "no signal"


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else float("nan")
