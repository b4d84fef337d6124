"""How likely it is that two rows are one: agreement of their fields weighed against agreement by chance.

Fellegi and Sunter's model ("A theory for record linkage", JASA 64, 1969): each field of a pair agrees at some level
(0 the same, then ever less); ``u`` is how often a level is seen between rows that are not the same, ``m`` between rows
that are. ``u`` is counted on pairs drawn at random, ``m`` and the number of true pairs are learned by expectation and
maximisation from the candidate pairs, shrunk towards what is usual. A field that is empty in either row says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.int8]
Floats = NDArray[np.float64]

MISSING = -1
_ROUNDS = 40
_STRENGTH, _FEW = 20.0, 200.0
_LEAST = 1e-12
_FIRST_SHARE, _FEWEST_SHARE, _FEWEST = 0.02, 0.01, 0.5


@dataclass(frozen=True, slots=True)
class Linkage:
    """What agreement at each level is worth.

    Attributes:
        weights: by field, the logarithm of m/u of each level.
        prior: the share of all pairs of rows, compared or not, that are the same.
    """

    weights: tuple[Floats, ...]
    prior: float

    def odds(self, levels: Levels, rarity: Sequence[Floats | None] = ()) -> Floats:
        """The logarithm of the odds that each pair is one.

        Args:
            levels: one row a pair, one column a field; :data:`MISSING` where a field is empty.
            rarity: by field, how often the value on which a pair agrees is met (share of rows), where it is known:
                to agree on a rare name says more than to agree on a common one.
        """
        total = np.full(len(levels), np.log(self.prior / (1 - self.prior)))
        for place, weight in enumerate(self.weights):
            mine = levels[:, place]
            worth = np.where(mine == MISSING, 0.0, weight[np.maximum(mine, 0)])
            shares = rarity[place] if place < len(rarity) else None
            total += worth if shares is None else _by_rarity(worth, mine, shares)
        return total

    def probability(self, levels: Levels, rarity: Sequence[Floats | None] = ()) -> Floats:
        """The probability that each pair is one, never exactly 0 or 1.

        Example:
            >>> model = Linkage((np.log([90.0, 0.1]),), prior=0.1)
            >>> model.probability(np.array([[0], [1], [MISSING]], dtype=np.int8)).round(2).tolist()
            [0.91, 0.01, 0.1]
        """
        chance: Floats = 1.0 / (1.0 + np.exp(-self.odds(levels, rarity)))
        return np.clip(chance, 1e-4, 1 - 1e-4)


def _by_rarity(worth: Floats, levels: Levels, shares: Floats) -> Floats:
    """Where a pair agrees fully, by how much its value is rarer or more common than the usual one."""
    same = levels == 0
    if not same.any():
        return worth
    usual = float(np.exp(np.log(np.maximum(shares[same], _LEAST)).mean()))
    return np.where(same, worth + np.log(usual / np.maximum(shares, _LEAST)), worth)


def learn(
    pairs: Levels,
    chance: Levels,
    usual: Sequence[Sequence[float]],
    rows: int,
    *,
    found: Sequence[Sequence[float]] = (),
    by_chance: Sequence[Sequence[float]] = (),
) -> Linkage:
    """Learn the weights from candidate pairs.

    Args:
        pairs: levels of the candidate pairs: those in which a true one may be.
        chance: levels of pairs drawn at random.
        rows: how many rows there are; of all their pairs, those that are no candidate are taken as not the same.
        usual: by field, the shares of the levels that are usual between rows that are the same.
        by_chance: by field, the shares of the levels that are usual between rows that are not the same: what few rows
            can be told from.
        found: by field, of its first levels at which every pair that agrees is a candidate, how many pairs to a row
            agree so by chance where it is usual. What is learned is halfway between that and what is counted on the
            candidates that are not the same: both are needed, since where rows have nothing but a name, the same name
            can be told from the same company by what is usual alone.
    """
    expected = [np.array(shares, dtype=np.float64) for shares in usual]
    few: list[Floats] = [np.array(shares) * _FEW for shares in by_chance] or [
        np.ones(len(s)) / len(s) for s in expected
    ]
    every = max(rows * (rows - 1) / 2, 1.0)
    first = [np.array(share, dtype=np.float64) * rows for share in found] or [np.empty(0)] * len(expected)
    u = [_shares(chance[:, place], None, few[place], len(shares)) for place, shares in enumerate(expected)]
    u = [_with_first(shares, first[place] / every) for place, shares in enumerate(u)]
    m, fewest = list(expected), max(rows * _FEWEST_SHARE, _FEWEST)
    prior = min(rows * _FIRST_SHARE / every, 0.1)
    for _ in range(_ROUNDS if len(pairs) else 0):
        now = Linkage(_weights(m, u), prior).probability(pairs)
        prior = float(np.clip(now.sum(), min(fewest, 0.1 * every), 0.5 * every) / every)
        m = [_shares(pairs[:, place], now, shares * _STRENGTH, len(shares)) for place, shares in enumerate(expected)]
        for place, usual_pairs in enumerate(first):
            counted = _counts(pairs[:, place], 1 - now, len(u[place]))[: len(usual_pairs)]
            u[place] = _with_first(u[place], (counted + usual_pairs) / (2 * every))
    return Linkage(_weights(m, u), prior)


def _with_first(shares: Floats, first: Floats) -> Floats:
    """``shares`` of levels with others for the first of them; the last is what is left."""
    between = np.r_[first, shares[len(first) : -1]]
    whole: Floats = np.r_[between, max(1.0 - between.sum(), _LEAST)]
    return whole


def _weights(m: Sequence[Floats], u: Sequence[Floats]) -> tuple[Floats, ...]:
    return tuple(np.log(np.maximum(a, _LEAST)) - np.log(np.maximum(b, _LEAST)) for a, b in zip(m, u, strict=True))


def _shares(levels: Levels, weights: Floats | None, before: Floats | float, count: int) -> Floats:
    """The share of each level among the pairs whose field is filled, ``before`` counted as pairs already seen."""
    counts = _counts(levels, weights, count) + before
    shares: Floats = counts / counts.sum()
    return shares


def _counts(levels: Levels, weights: Floats | None, count: int) -> Floats:
    filled = levels != MISSING
    return np.bincount(levels[filled], None if weights is None else weights[filled], minlength=count).astype(np.float64)
