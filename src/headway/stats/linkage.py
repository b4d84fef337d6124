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
_PAIRS_TO_LEARN = 2
_SAID_OF_ALL = 0.9  # what so many rows share tells none of them apart


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
            agree so by chance where it is usual. Agreement by chance is counted on the candidates that are not the
            same, which sees what is too rare to be drawn at random.

    Only pairs of which two fields tell are learned from, none of them the same for nearly all rows: by a single one
    nobody can tell the same company from the same name. Where there are hardly any, all is as usual.
    """
    expected = [np.array(shares, dtype=np.float64) for shares in usual]
    every, first = max(rows * (rows - 1) / 2, 1.0), [len(shares) for shares in found] or [0] * len(expected)
    few: list[Floats] = [np.array(shares) * _FEW for shares in by_chance] or [
        np.ones(len(s)) / len(s) for s in expected
    ]
    u = [_shares(chance[:, place], None, few[place], len(shares)) for place, shares in enumerate(expected)]
    apart = np.array([_shares(chance[:, place], None, _LEAST, len(s))[0] < _SAID_OF_ALL for place, s in enumerate(u)])
    prior, telling = min(max(rows * _FIRST_SHARE, _FEWEST) / every, 0.1), pairs[_tell(pairs, apart)]
    if len(telling) < _PAIRS_TO_LEARN:
        usually = [np.array(shares, dtype=np.float64) * rows / every for shares in found] or [np.empty(0)] * len(u)
        return Linkage(_weights(expected, list(map(_with_first, u, usually))), prior)
    m, told = list(expected), every * max(float(_tell(chance, apart).mean()), 1.0 / len(chance))
    for _ in range(_ROUNDS):
        now = Linkage(_weights(m, u), prior).probability(telling)
        prior = float(np.clip(now.sum(), _FEWEST, 0.5 * told) / told)
        m = [_shares(telling[:, place], now, shares * _STRENGTH, len(shares)) for place, shares in enumerate(expected)]
        for place, levels in enumerate(first):
            others = (_counts(telling[:, place], 1 - now, len(u[place])) + few[place])[:levels]
            u[place] = _with_first(u[place], others / (told + few[place].sum()))
    return Linkage(_weights(m, u), prior)


def _tell(levels: Levels, apart: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether two fields of a pair are filled at least, of those that tell rows apart; where there is one field, it."""
    several: NDArray[np.bool_] = (levels[:, apart] != MISSING).sum(axis=1) >= min(2, levels.shape[1])
    return several


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
