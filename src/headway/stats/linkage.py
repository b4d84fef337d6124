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
_FIRST_SHARE, _FEWEST = 0.02, 0.5


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
    found: Sequence[int] = (),
    by_chance: Sequence[Sequence[float]] = (),
) -> Linkage:
    """Learn the weights from candidate pairs.

    Args:
        pairs: levels of the candidate pairs: those in which a true one may be.
        chance: levels of pairs drawn at random.
        rows: how many rows there are; of all their pairs, those that are no candidate are taken as not the same.
        found: by field, at how many of its first levels every pair that agrees is a candidate. Agreement by chance is
            then counted on the candidates that are not the same, which sees what is too rare to be drawn at random.
        by_chance: by field, the shares of the levels that are usual between rows that are not the same: what few rows
            can be told from.
        usual: by field, the shares of the levels that are usual between rows that are the same.
    """
    expected = [np.array(shares, dtype=np.float64) for shares in usual]
    few: list[Floats] = [np.array(shares) * _FEW for shares in by_chance] or [
        np.ones(len(s)) / len(s) for s in expected
    ]
    u = [_shares(chance[:, place], None, few[place], len(shares)) for place, shares in enumerate(expected)]
    every = max(rows * (rows - 1) / 2, 1.0)
    m, prior = list(expected), min(rows * _FIRST_SHARE / every, 0.1)
    for _ in range(_ROUNDS if len(pairs) else 0):
        now = Linkage(_weights(m, u), prior).probability(pairs)
        prior = float(np.clip(now.sum(), _FEWEST, 0.5 * every) / every)
        m = [_shares(pairs[:, place], now, shares * _STRENGTH, len(shares)) for place, shares in enumerate(expected)]
        for place, first in enumerate(found):
            u[place] = _by_chance(pairs[:, place], 1 - now, u[place], first, every, few[place])
    return Linkage(_weights(m, u), prior)


def _by_chance(levels: Levels, others: Floats, shares: Floats, first: int, every: float, few: Floats) -> Floats:
    """``shares`` with those of the ``first`` levels counted on the candidates that are not the same."""
    filled = levels != MISSING
    counts = np.bincount(levels[filled], others[filled], minlength=len(shares))
    counted = np.r_[(counts[:first] + few[:first]) / (every + few.sum()), shares[first:]]
    whole: Floats = np.r_[counted[:-1], max(1.0 - counted[:-1].sum(), _LEAST)]
    return whole


def _weights(m: Sequence[Floats], u: Sequence[Floats]) -> tuple[Floats, ...]:
    return tuple(np.log(np.maximum(a, _LEAST)) - np.log(np.maximum(b, _LEAST)) for a, b in zip(m, u, strict=True))


def _shares(levels: Levels, weights: Floats | None, before: Floats | float, count: int) -> Floats:
    """The share of each level among the pairs whose field is filled, ``before`` counted as pairs already seen."""
    filled = levels != MISSING
    counts = np.bincount(levels[filled], None if weights is None else weights[filled], minlength=count) + before
    shares: Floats = counts / counts.sum()
    return shares
