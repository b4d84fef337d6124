"""Splits the change of a product over its factors, exactly: by logarithmic means, or by Shapley values."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Floats, as_floats

_NEAR = 1e-4  # logarithms nearer than this leave too few digits in a quotient: a series has them all


def log_mean(a: ArrayLike, b: ArrayLike) -> Floats:
    """Return the logarithmic mean (a - b) / ln(a / b) of positive numbers; a where they are equal.

    Example:
        >>> log_mean([1.0, 2.0], [np.e, 2.0]).round(4)
        array([1.7183, 2.    ])
    """
    one, other = np.broadcast_arrays(as_floats(a), as_floats(b))
    apart = np.log(one) - np.log(other)
    near = np.abs(apart) < _NEAR
    quotient = np.divide(one - other, apart, out=np.zeros_like(apart), where=~near)
    mean: Floats = np.where(near, np.sqrt(one) * np.sqrt(other) * (1.0 + apart**2 / 24.0), quotient)
    return mean


def lmdi(before: ArrayLike, after: ArrayLike) -> Floats:
    """Return what each factor added to the change of the product, float [factors, ...].

    With V the product of positive factors x, factor k adds L(V0, V1) ln(x1 / x0), L the logarithmic mean: exact (the
    parts add up to V1 - V0), the same backwards with the other sign, and without a remainder over groups.

    Args:
        before: factors before, float [factors, ...], all above 0.
        after: factors after, of the same shape.

    Source: Ang (2004), Decomposition analysis for policymaking in energy, Energy Policy 32, 1131-1139 (LMDI-I).

    Example:
        >>> lmdi([2.0, 10.0], [4.0, 10.0])
        array([20.,  0.])
    """
    old, new = as_floats(before), as_floats(after)
    mean = log_mean(old.prod(axis=0), new.prod(axis=0))
    parts: Floats = mean * (np.log(new) - np.log(old))
    return parts


def shapley(before: ArrayLike, after: ArrayLike) -> Floats:
    """Return the same by Shapley values: a factor's effect averaged over every order in which factors may change.

    It needs no logarithm, so factors may be 0 or negative; it takes 2^factors products.

    Source: Shapley (1953), A value for n-person games; Sun (1998), Energy Economics 20, 85-100 (of a product).

    Example:
        >>> shapley([2.0, 10.0], [4.0, 20.0])
        array([30., 30.])
    """
    old, new = as_floats(before), as_floats(after)
    factors = old.shape[0]
    parts = np.zeros_like(old)
    for k in range(factors):
        others = [i for i in range(factors) if i != k]
        for size in range(factors):
            weight = 1.0 / (factors * comb(factors - 1, size))
            for changed in combinations(others, size):
                rest = np.prod([new[i] if i in changed else old[i] for i in others], axis=0)
                parts[k] += weight * rest * (new[k] - old[k])
    return parts


def split(before: ArrayLike, after: ArrayLike) -> Floats:
    """Return what each factor added, by logarithmic means where all is above 0, by Shapley values elsewhere.

    Example:
        >>> split([[2.0, 2.0], [10.0, -10.0]], [[4.0, 4.0], [10.0, 10.0]])
        array([[20.,  0.],
               [ 0., 60.]])
    """
    old, new = np.broadcast_arrays(as_floats(before), as_floats(after))
    # A product too small for a float has no logarithm either.
    positive = ((old > 0) & (new > 0)).all(axis=0) & (old.prod(axis=0) > 0) & (new.prod(axis=0) > 0)
    parts = np.full(old.shape, np.nan)
    parts[:, positive] = lmdi(old[:, positive], new[:, positive])
    known = np.isfinite(old).all(axis=0) & np.isfinite(new).all(axis=0) & ~positive
    parts[:, known] = shapley(old[:, known], new[:, known])
    return parts
