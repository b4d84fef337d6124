"""Holds the curves that follow from risk sets: who is left at each age, what each kind takes, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headway.stats.arrays import Floats
from headway.stats.risksets import RiskSets

Z80 = 1.2815515655446004  # standard normal 90th percentile: both sides of an 80% interval
NOISE = 1e-12


@dataclass(frozen=True, slots=True)
class Curves:
    """Kaplan-Meier and Aalen-Johansen curves of some groups, [groups, ages] in the layout of their risk sets.

    Attributes:
        sets: the risk sets.
        hazards: events / at risk, [kinds, g, m].
        hazard: the sum of `hazards` over kinds.
        before: share not ended before each age, S(s-).
        left: share not ended at each age, S(s).
        steps: what each kind takes of the share at each age, S(s-) times hazard, [kinds, g, m].
    """

    sets: RiskSets
    hazards: Floats
    hazard: Floats
    before: Floats
    left: Floats
    steps: Floats

    @classmethod
    def of(cls, sets: RiskSets) -> Curves:
        """Compute the curves of `sets`.

        Example:
            >>> from headway.stats.risksets import risk_sets
            >>> [sets] = risk_sets([3, 5], [[1, 1]], [2, 0], [0, 0])
            >>> Curves.of(sets).left
            array([[0.75, 0.  ]])
        """
        exposed = np.maximum(sets.at_risk, 1.0)
        hazards = sets.events / exposed
        hazard = sets.events.sum(axis=0) / exposed
        left = np.cumprod(1.0 - hazard, axis=1)
        before = np.concatenate((np.ones((left.shape[0], 1)), left[:, :-1]), axis=1)
        return cls(sets, hazards, hazard, before, left, before * hazards)

    def variance(self, kind: int, weight: Floats | None) -> Floats:
        """Return the variance [g] of the sum over ages of `weight` [g, m] (default 1) times the steps of `kind`.

        With h the hazard of the kind and H that of all kinds, one more event of the kind at age s adds
        u = weight(s) S(s-), and every event takes away rest = later / (1 - H), what those that leave would have added
        later. So the multinomial variance at s, h (u - rest)^2 + (H - h) rest^2 - (h u - H rest)^2, over n, is
        (h (1 - h) u^2 - 2 h u later + H / (1 - H) later^2) / n. Greenwood's formula is the case of weight 1.

        Source: Andersen, Borgan, Gill and Keiding (1993), section IV.4.1; Gaynor et al. (1993), JASA 88, 400-409.
        """
        value = self.before if weight is None else weight * self.before
        own = self.hazards[kind]
        added = own * value
        later = np.cumsum(added[:, ::-1], axis=1)[:, ::-1] - added
        staying = np.where(self.hazard < 1.0, 1.0 - self.hazard, 1.0)  # after H = 1 nobody is left to add later
        spread = added * (value - added - 2.0 * later) + self.hazard / staying * later**2
        total: Floats = (spread / np.maximum(self.sets.at_risk, 1.0)).sum(axis=1)
        return np.maximum(total, 0.0)


def first_age(age_days: Floats, rising: Floats, wanted: Floats) -> Floats:
    """Return the first age [g] at which the rising share [g, m] reaches `wanted` [g]; NaN where it never does.

    Example:
        >>> first_age(np.array([[3.0, 5.0]]), np.array([[0.4, 0.8]]), np.array([0.5]))
        array([5.])
    """
    reached = rising >= wanted[:, None] - NOISE
    first = np.take_along_axis(age_days, reached.argmax(axis=1)[:, None], axis=1)[:, 0]
    return np.where(reached.any(axis=1), first, np.nan)
