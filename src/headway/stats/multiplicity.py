"""Keeps the share of false claims small when many things are looked at at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Bools, Floats, as_floats


@dataclass(frozen=True, slots=True)
class Families:
    """What may be claimed of families of comparisons.

    Attributes:
        q: of each family, the smallest false discovery rate at which it is claimed.
        claimed: for each family, which of its members are claimed.
    """

    q: Floats
    claimed: tuple[Bools, ...]


def benjamini_yekutieli(p: ArrayLike) -> Floats:
    """The false discovery rate at which each is claimed, however they depend on each other.

    Source: Benjamini and Yekutieli (2001), Annals of Statistics 29, 1165-1188, theorem 1.3.

    Example:
        >>> benjamini_yekutieli([0.001, 0.02, 0.9]).round(4)
        array([0.0055, 0.055 , 1.    ])
    """
    given = as_floats(p)
    n = given.size
    if n == 0:
        return given
    order = np.argsort(given, kind="stable")
    price = n * float(np.sum(1.0 / np.arange(1, n + 1)))
    stepped = given[order] * price / np.arange(1, n + 1)
    q = np.empty(n)
    q[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return q


def holm(p: ArrayLike) -> Floats:
    """The family-wise error rate at which each is claimed (Holm 1979).

    Example:
        >>> holm([0.01, 0.04, 0.03])
        array([0.03, 0.06, 0.06])
    """
    given = as_floats(p)
    order = np.argsort(given, kind="stable")
    out = np.empty(given.size)
    out[order] = np.minimum(np.maximum.accumulate(given[order] * np.arange(given.size, 0, -1)), 1.0)
    return out


def families(p: Sequence[ArrayLike], *, rate: float = 0.05) -> Families:
    """What may be claimed: families at a false discovery rate, then members within the families claimed.

    A family's p-value is the smallest of its members' by Holm. Within a claimed family members are tested at the rate
    at which the families were, so that looking inside costs nothing of what was promised.

    Args:
        p: the members' p-values of each family; NaN for a member that cannot be told.

    Source: Benjamini and Bogomolov (2014), JRSS B 76, 297-318.

    Example:
        >>> found = families([[0.0001, 0.6], [0.2, 0.3]])
        >>> found.q.round(4), [list(map(bool, members)) for members in found.claimed]
        (array([0.0006, 0.6   ]), [[True, False], [False, False]])
    """
    members = [_adjusted(as_floats(family)) for family in p]
    whole = np.array([family.min(initial=1.0) for family in members])
    q = benjamini_yekutieli(whole)
    chosen = q <= rate
    n = len(members)
    inner = rate * chosen.sum() / (n * float(np.sum(1.0 / np.arange(1, n + 1)))) if n else rate
    claimed = tuple((family <= inner) & bool(one) for family, one in zip(members, chosen, strict=True))
    return Families(q, claimed)


def _adjusted(p: Floats) -> Floats:
    """Holm's, over the members that can be told; 1 for the others."""
    told = np.isfinite(p)
    out = np.ones(p.size)
    out[told] = holm(p[told])
    return out
