"""Scores odds against the truth, beside the oracle; and counts claims made where there is nothing to claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_LEAST = 1e-6  # odds of exactly 0 or 1 would cost infinitely much


@dataclass(frozen=True, slots=True)
class Score:
    """How good odds are over n items: log loss (nats), Brier, expected calibration error, area under the curve."""

    n: int
    log_loss: float
    brier: float
    ece: float
    auc: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share of n worlds, with its Monte Carlo standard error."""

    value: float
    error: float
    n: int


def score(odds: Floats, truth: Floats) -> Score:
    """Return the expected scores of odds where `truth` holds true probabilities, or outcomes as 0 and 1.

    Example:
        >>> sure = score(np.array([0.8, 0.2]), np.array([1.0, 0.0]))
        >>> round(sure.log_loss, 4), round(sure.brier, 4), sure.auc
        (0.2231, 0.04, 1.0)
    """
    p = np.clip(odds, _LEAST, 1 - _LEAST)
    log_loss = -(truth * np.log(p) + (1 - truth) * np.log1p(-p))
    brier = truth * (1 - p) ** 2 + (1 - truth) * p**2
    return Score(len(p), float(log_loss.mean()), float(brier.mean()), calibration_error(p, truth), area(p, truth))


def beside_oracle(odds: Mapping[str, float], truth: Mapping[str, float]) -> tuple[Score, Score]:
    """Return the scores of given odds and of the oracle's over the items that both know.

    Raises:
        ValueError: they share no item.
    """
    shared = sorted(odds.keys() & truth.keys())
    if not shared:
        message = "no id of the given odds is in the truth; compare odds and truth of the same world and day"
        raise ValueError(message)
    given, true = (np.array([table[key] for key in shared]) for table in (odds, truth))
    return score(given, true), score(true, true)


def calibration_error(odds: Floats, truth: Floats, bins: int = 10) -> float:
    """Return the mean distance of odds and truth over bins of equally many items, weighted by their size."""
    order = np.argsort(odds, kind="stable")
    parts = [part for part in np.array_split(order, bins) if part.size]
    return float(sum(part.size * abs(odds[part].mean() - truth[part].mean()) for part in parts) / len(odds))


def area(odds: Floats, truth: Floats) -> float | None:
    """Return P(a random winner has higher odds than a random loser), ties half; None without both."""
    values, group = np.unique(odds, return_inverse=True)
    won = np.bincount(group, weights=truth, minlength=len(values))
    lost = np.bincount(group, weights=1 - truth, minlength=len(values))
    if won.sum() <= 0 or lost.sum() <= 0:
        return None
    lost_below = np.concatenate([[0.0], lost.cumsum()[:-1]])
    return float((won * (lost_below + lost / 2)).sum() / (won.sum() * lost.sum()))


def share_with_claims(worlds: Iterable[Iterable[str]], silent: frozenset[str]) -> Share:
    """Return the share of worlds whose verdicts contain any that is not among the silent ones.

    Example:
        >>> share_with_claims([["no signal"], ["skill", "no signal"]], frozenset({"no signal"})).value
        0.5
    """
    claims = [any(verdict not in silent for verdict in verdicts) for verdicts in worlds]
    value = float(np.mean(claims))
    return Share(value, float(np.sqrt(value * (1 - value) / len(claims))), len(claims))
