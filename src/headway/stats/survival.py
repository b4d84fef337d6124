"""Tells how long things stay where they are when many of them are still there."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Floats, as_ints
from headway.stats.curves import NOISE, Z80, Curves, first_age
from headway.stats.risksets import risk_sets


@dataclass(frozen=True, slots=True)
class Stay:
    """Kaplan-Meier quartiles of the time stayed, for every group (arrays [groups]); NaN where the curve ends above.

    Attributes:
        n: spells, those still going included.
        ended: spells that ended.
        median_days: age by which half have ended, with its 80% interval from `low_days` to `high_days`.
        lower_quartile_days, upper_quartile_days: ages by which a quarter and three quarters have ended.
    """

    n: Floats
    ended: Floats
    median_days: Floats
    low_days: Floats
    high_days: Floats
    lower_quartile_days: Floats
    upper_quartile_days: Floats


def kaplan_meier(
    age_days: ArrayLike, ended: ArrayLike, still_going: ArrayLike, group: ArrayLike, *, groups: int | None = None
) -> Stay:
    """Return median and quartiles of the time stayed, for all groups at once, open spells censored.

    S(t) is the product over s <= t of 1 - ended(s) / at risk(s); a quantile q is the first age at which S <= 1 - q.
    The median's interval holds the ages at which S = 1/2 is not refused (Brookmeyer and Crowley), on the scale
    log(-log S).

    Args:
        age_days: int [n], whole days from the start of the spell to its end, or to the last day seen.
        ended: counts [n] of spells that end at that age.
        still_going: counts [n] of spells last seen, still going, at that age.
        group: int [n], group codes from 0.
        groups: how many groups there are (default: highest code + 1); a group without rows is not known.

    Raises:
        ValueError: for negative or fractional ages, or negative counts.

    Source: Kaplan and Meier (1958), JASA 53, 457-481; Brookmeyer and Crowley (1982), Biometrics 38, 29-41.

    Example:
        >>> stay = kaplan_meier([2, 5, 9], [1, 1, 1], [0, 1, 0], [0, 0, 0])
        >>> stay.median_days, stay.upper_quartile_days
        (array([5.]), array([9.]))
    """
    size = int(as_ints(group).max(initial=-1)) + 1 if groups is None else groups
    columns = {field.name: np.full(size, np.nan) for field in fields(Stay)}
    for sets in risk_sets(age_days, [ended], still_going, group):
        for name, values in _quantiles(Curves.of(sets)).items():
            columns[name][sets.groups] = values
    for name in ("n", "ended"):
        columns[name] = np.nan_to_num(columns[name])
    return Stay(**columns)


def _quantiles(curves: Curves) -> dict[str, Floats]:
    sets = curves.sets

    def by(gone: Floats, share: float) -> Floats:
        return first_age(sets.age_days, gone, np.full(gone.shape[0], share))

    gone = 1.0 - curves.left
    early, late = _bounds(curves)
    return {
        "n": sets.at_risk[:, 0],
        "ended": sets.events[0].sum(axis=1),
        "median_days": by(gone, 0.5),
        "low_days": by(early, 0.5),
        "high_days": by(late, 0.5),
        "lower_quartile_days": by(gone, 0.25),
        "upper_quartile_days": by(gone, 0.75),
    }


def _bounds(curves: Curves) -> tuple[Floats, Floats]:
    """Return the share gone at each age at the two ends of its 80% interval, the higher first."""
    staying = np.maximum(curves.sets.at_risk - curves.sets.events[0], NOISE)
    steps = np.where(curves.left > NOISE, curves.hazard / staying, 0.0)
    spread = np.sqrt(np.cumsum(steps, axis=1))
    inside = np.clip(curves.left, NOISE, 1.0 - NOISE)
    margin = Z80 * spread / -np.log(inside)
    higher, lower = (np.where(curves.left > NOISE, inside ** np.exp(side), 0.0) for side in (-margin, margin))
    undecided = curves.left >= 1.0 - NOISE
    return np.where(undecided, 0.0, 1.0 - lower), np.where(undecided, 0.0, 1.0 - higher)
