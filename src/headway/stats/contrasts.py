"""Compares how often something happened in rows that have a thing and in rows alike that have it not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Bools, Floats, Ints, as_floats, as_ints

_FEWEST = 5.0  # deals that must have the thing, and have it not, before anything is said
_PSEUDO_ROWS = 4.0  # pulls a small group's rate towards the others' where the width of its range is worked out
_JUMP = 0.5  # half of what one more success changes
_TINY = 1e-9
_SURE = 0.005


@dataclass(frozen=True, slots=True)
class Contrast:
    """The difference that having a thing goes with; NaN where it cannot be told.

    Attributes:
        value: share of successes with it less without it, among rows alike.
        low, high: its range.
        p: two-sided p-value of "no difference".
        n: rows that have it.
    """

    value: float
    low: float
    high: float
    p: float
    n: int

    @property
    def known(self) -> bool:
        """Whether anything could be said."""
        return bool(np.isfinite(self.value))


class Alike:
    """Rows that are compared with rows alike: of the same segment, the same seller and so on.

    From whatever is compared, the part that the groups explain is taken out by least squares on their main effects
    (Frisch and Waugh). With one way of grouping, the difference that remains is that of Mantel and Haenszel: each
    group's own difference, weighted by rows with × rows without ÷ rows. With several it is their additive form.

    Args:
        happened: bool [rows].
        groups: for each way of grouping, int [rows], codes from 0.
        cluster: int [rows], codes from 0: rows of one cluster (the deals of one account) go together.
    """

    def __init__(self, happened: Bools, groups: Sequence[Ints], cluster: Ints) -> None:
        self._groups = [_dense(np.asarray(group)) for group in groups] or [np.zeros(happened.size, dtype=np.int64)]
        self._sizes = [int(group.max(initial=-1)) + 1 for group in self._groups]
        self._starts = np.cumsum([0, *self._sizes])
        self._solver = self._solved()
        self.happened = as_floats(happened)
        self._rest = self.without(self.happened)
        self._odds = np.clip(self.happened - self._rest, _SURE, 1.0 - _SURE)
        self._cluster = _dense(cluster)
        clusters = int(self._cluster.max(initial=-1)) + 1
        spent = self._starts[-1] - len(self._groups) + 1
        self._free = happened.size / max(happened.size - spent, 1.0)
        self._pulls = self._free * clusters / max(clusters - 1, 1)

    def without(self, values: Floats) -> Floats:
        """The part of the values that the groups do not explain, float [rows]."""
        sums = np.concatenate(
            [np.bincount(g, values, minlength=size) for g, size in zip(self._groups, self._sizes, strict=True)]
        )
        effects = self._solver @ sums
        explained = np.zeros(values.size)
        for start, group in zip(self._starts[:-1], self._groups, strict=True):
            explained += effects[start + group]
        rest: Floats = values - explained
        return rest

    def contrast(self, has: Bools, *, level: float = 0.8) -> Contrast:
        """The difference between rows that have a thing and rows alike that have it not.

        Two variances are worked out, that of independent trials and that of clusters, and the one that is surer of
        less is believed: the second alone is far too sure of groups of a few rows. The p-value is that of the score,
        with the third moment taken into account (Wilson and Hilferty), so that it holds for rare outcomes too.

        Args:
            has: bool [rows].
            level: mass of the range.

        Source: Mantel and Haenszel (1959), JNCI 22, 719-748; Liang and Zeger (1986), Biometrika 73, 13-22.

        Example:
            >>> rows = np.arange(240)
            >>> alike = Alike(rows % 4 < 2, [rows % 3], rows)
            >>> found = alike.contrast(rows % 2 == 0)
            >>> round(found.value, 6) == 0, bool(found.low < 0 < found.high), found.p
            (True, True, 1.0)
        """
        thing = self.without(as_floats(has))
        weight = float(thing @ thing)
        n = int(has.sum())
        if weight < _TINY or min(n, has.size - n) < _FEWEST or not 0 < self.happened.sum() < has.size:
            return Contrast(np.nan, np.nan, np.nan, np.nan, n)
        score = float(thing @ self._rest)
        value = score / weight
        squares = thing * thing
        freedom = self._freedom(squares)
        pulled = value * weight / (weight + _PSEUDO_ROWS)
        left = self._rest - value * thing
        spread = max(self._alone(squares, self._odds + pulled * thing), self._together(thing * left)) ** 0.5 / weight
        margin = _quantile(level, freedom) * spread
        low, high = max(value - margin, -1.0), min(value + margin, 1.0)
        return Contrast(float(np.clip(value, -1, 1)), low, high, self._p(score, thing, squares, freedom), n)

    def _p(self, score: float, thing: Floats, squares: Floats, freedom: float) -> float:
        """Of a score as far from zero as this, were there no difference."""
        odds = self._odds
        alone, together = self._alone(squares, odds), self._together(thing * self._rest)
        third = float((squares * thing) @ (odds * (1.0 - odds) * (1.0 - 2.0 * odds)))
        size = max(abs(score) - _JUMP, 0.0)
        sign = 1.0 if score > 0 else -1.0
        normal = _straightened(size / alone**0.5, sign * third / alone**1.5)
        return max(_tail(normal, np.inf), _tail(size / together**0.5 if together > 0 else np.inf, freedom))

    def _alone(self, squares: Floats, odds: Floats) -> float:
        """The score's variance were every row its own trial."""
        p = np.clip(odds, _SURE, 1.0 - _SURE)
        return float(squares @ (p * (1.0 - p)) * self._free)

    def _together(self, pulls: Floats) -> float:
        """The score's variance when rows of a cluster go together."""
        sums = np.bincount(self._cluster, pulls)
        return float(sums @ sums * self._pulls)

    def _freedom(self, squares: Floats) -> float:
        """How many clusters of equal weight would tell as much, less one."""
        sums = np.bincount(self._cluster, squares)
        return max(float(sums.sum() ** 2 / (sums @ sums)) - 1.0, 1.0)

    def _solved(self) -> Floats:
        """Turns sums by group into effects of the groups, whose levels overlap: the smallest ones that fit."""
        size = int(self._starts[-1])
        table = np.zeros((size, size))
        for i, one in enumerate(self._groups):
            for j, other in enumerate(self._groups):
                counts = np.bincount(one * self._sizes[j] + other, minlength=self._sizes[i] * self._sizes[j])
                block = counts.reshape(self._sizes[i], self._sizes[j])
                table[self._starts[i] : self._starts[i + 1], self._starts[j] : self._starts[j + 1]] = block
        return as_floats(np.linalg.pinv(table, rcond=1e-10, hermitian=True))


def _dense(codes: ArrayLike) -> Ints:
    """Codes without gaps, so that no group is empty."""
    given = as_ints(codes)
    seen = np.bincount(given) > 0
    places = np.cumsum(seen) - 1
    dense: Ints = places[given].astype(np.int64)
    return dense


def _straightened(size: float, skew: float) -> float:
    """A standardised gamma deviate of this skewness as a normal one.

    Source: Wilson and Hilferty (1931), PNAS 17, 684-688.
    """
    if abs(skew) < 1e-6:
        return size
    inside = skew * size / 2.0 + 1.0
    root = np.sign(inside) * abs(inside) ** (1.0 / 3.0)
    return float((6.0 / skew) * (root - 1.0) + skew / 6.0)


def _tail(size: float, freedom: float) -> float:
    """Mass beyond a deviate on both sides."""
    from scipy.special import ndtr, stdtr  # 0.3 s to import, and only a new question needs it

    if size <= 0:
        return 1.0
    return float(min(2.0 * (ndtr(-size) if np.isinf(freedom) else stdtr(freedom, -size)), 1.0))


def _quantile(level: float, freedom: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1.0 + level) / 2.0))
