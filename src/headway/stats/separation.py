"""How well one column alone tells two outcomes apart: its AUC, judged on rows that it was not learned from."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from headway.stats.arrays import Bools, Floats, Ints

_BINS = 20
_FEWEST_OF_A_KIND = 30
_RARE = 5
_PRIOR_ROWS = 2.0
_EMPTY, _SELDOM = 0, 1


@dataclass(frozen=True, slots=True)
class Separation:
    """What a column alone tells: the AUC of the outcome's rate by value, with its interval, and the rows behind it."""

    auc: float
    low: float
    high: float
    n: int


def separation(codes: Ints, happened: Bools, *, level: float = 0.8) -> Separation | None:
    """The AUC of ranking rows by the rate of the outcome among the other half's rows of the same code.

    Learned on one half and judged on the other, a column without any signal has 0.5 and not more, however many
    values it has; the order of values does not matter, so a column that is high at both ends is found too.

    Args:
        codes: the value of each row as a small whole number (see :func:`coded`), in an order that tells nothing.
        happened: the outcome of each row.
        level: mass of the interval.

    Returns:
        None with fewer than 30 rows of either outcome.

    Source: Hanley and McNeil (1982), Radiology 143, 29-36 (the standard error of an AUC).

    Example:
        >>> won = np.arange(400) % 4 < 2
        >>> found = separation(won.astype(np.int64), won)
        >>> found.auc, found.n
        (1.0, 400)
    """
    yes = int(happened.sum())
    if min(yes, happened.size - yes) < _FEWEST_OF_A_KIND:
        return None
    half = np.zeros(happened.size, dtype=np.int64)
    for kind in (happened, ~happened):  # as many of each outcome on either side
        half[kind] = np.arange(int(kind.sum())) % 2
    score = np.empty(happened.size)
    for side in (0, 1):
        score[half == side] = _rates(codes[half != side], happened[half != side], int(codes.max()) + 1)[
            codes[half == side]
        ]
    auc = float(np.mean([_auc(score[half == side], happened[half == side]) for side in (0, 1)]))
    spread = NormalDist().inv_cdf(0.5 + level / 2) * _standard_error(auc, yes, happened.size - yes)
    return Separation(auc, max(auc - spread, 0.0), min(auc + spread, 1.0), int(happened.size))


def coded(texts: NDArray[np.object_]) -> Ints:
    """Small whole numbers for the values of a column: numbers by twentieths, words by word, empty a value of its own.

    A column in which nearly every row has a value of its own names rows: only whether it is filled is kept.

    Example:
        >>> coded(np.array(["a", None, "b", "a", "a", "a", "a"] * 5, dtype=object))[:4]
        array([2, 0, 3, 2])
    """
    filled = np.array([text is not None and text.strip() != "" for text in texts], dtype=np.bool_)
    codes = np.where(filled, _SELDOM, _EMPTY).astype(np.int64)
    values, inverse, counts = np.unique(texts[filled].astype(str), return_inverse=True, return_counts=True)
    if not values.size:
        return codes
    numbers = _numbers(values)
    if numbers is None:
        known = np.where(counts >= _RARE, np.cumsum(counts >= _RARE) + _SELDOM, _SELDOM)
        codes[filled] = known[inverse]
    elif not (values.size > 0.9 * inverse.size and bool(np.all(numbers == np.round(numbers)))):
        edges = np.unique(np.quantile(numbers[inverse], np.linspace(0, 1, _BINS + 1)[1:-1]))
        codes[filled] = np.searchsorted(edges, numbers, side="right")[inverse] + _SELDOM
    return codes


def _numbers(values: NDArray[np.str_]) -> Floats | None:
    """The values as numbers when there are many and all are."""
    if values.size <= _BINS:
        return None
    try:
        numbers = values.astype(np.float64)
    except ValueError:
        return None
    return numbers if bool(np.isfinite(numbers).all()) else None


def _rates(codes: Ints, happened: Bools, size: int) -> Floats:
    rows = np.bincount(codes, minlength=size)
    rates: Floats = (np.bincount(codes[happened], minlength=size) + _PRIOR_ROWS * happened.mean()) / (
        rows + _PRIOR_ROWS
    )
    return rates


def _auc(score: Floats, happened: Bools) -> float:
    """The chance that a row that happened scores more than one that did not, ties count half."""
    values, tied = np.unique(score, return_inverse=True)
    ups, downs = (np.bincount(tied[side], minlength=values.size) for side in (happened, ~happened))
    below = np.cumsum(downs) - downs
    return float((ups * (2 * below + downs)).sum() / (2 * ups.sum() * downs.sum()))


def _standard_error(auc: float, yes: int, no: int) -> float:
    """Hanley and McNeil's, of an AUC moved a little off its ends, where theirs would be zero."""
    a = min(max(auc, 0.5 / min(yes, no)), 1 - 0.5 / min(yes, no))
    both, either = a / (2 - a), 2 * a * a / (1 + a)
    return float(np.sqrt((a * (1 - a) + (yes - 1) * (both - a * a) + (no - 1) * (either - a * a)) / (yes * no)))
