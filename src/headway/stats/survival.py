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
        p90_days: age by which nine of ten have ended.
        quarter_n, half_n: as how many spells seen to their end the share gone at the lower quartile counts, and, among
            those left there, the share gone at the median (from Greenwood's variance).
    """

    n: Floats
    ended: Floats
    median_days: Floats
    low_days: Floats
    high_days: Floats
    lower_quartile_days: Floats
    upper_quartile_days: Floats
    p90_days: Floats
    quarter_n: Floats
    half_n: Floats

    @classmethod
    def unknown(cls, groups: int) -> Stay:
        """Return the quartiles of groups of which nothing has been seen yet."""
        counts = {"n", "ended"}
        return cls(**{f.name: np.full(groups, 0.0 if f.name in counts else np.nan) for f in fields(cls)})

    def learn(self, curves: Curves) -> None:
        """Fill in the groups of some curves, whatever kinds of ending they have."""
        for name, values in _quantiles(curves).items():
            getattr(self, name)[curves.sets.groups] = values


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
    stay = Stay.unknown(size)
    for sets in risk_sets(age_days, [ended], still_going, group):
        stay.learn(Curves.of(sets))
    return stay


def _quantiles(curves: Curves) -> dict[str, Floats]:
    sets = curves.sets

    def by(gone: Floats, share: float) -> Floats:
        return first_age(sets.age_days, gone, np.full(gone.shape[0], share))

    gone = 1.0 - curves.left
    early, late = _bounds(curves)
    return {
        "n": sets.at_risk[:, 0],
        "ended": sets.events.sum(axis=(0, 2)),
        "median_days": by(gone, 0.5),
        "low_days": by(early, 0.5),
        "high_days": by(late, 0.5),
        "lower_quartile_days": by(gone, 0.25),
        "upper_quartile_days": by(gone, 0.75),
        "p90_days": by(gone, 0.9),
        **_worth_of_shares(curves, gone),
    }


def _worth_of_shares(curves: Curves, gone: Floats) -> dict[str, Floats]:
    """Return effective numbers of spells at the lower quartile, and from there to the median.

    Greenwood: the variance of log S between two ages is the sum over them of events / (at risk x (at risk - events));
    n spells seen to their end, of which a share p stays, would have (1 - p) / (p n).
    """
    spread = _spread_steps(curves).cumsum(axis=1)
    at = [_until(gone, spread, share) for share in (0.25, 0.5)]
    left = [_until(gone, curves.left, share) for share in (0.25, 0.5)]
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = left[1] / left[0]
        return {
            "quarter_n": (1.0 - left[0]) / (left[0] * at[0]),
            "half_n": (1.0 - kept) / (kept * (at[1] - at[0])),
        }


def _spread_steps(curves: Curves) -> Floats:
    """Greenwood's terms; nothing is added where nobody is left."""
    staying = np.maximum(curves.sets.at_risk - curves.sets.events.sum(axis=0), NOISE)
    return np.where(curves.left > NOISE, curves.hazard / staying, 0.0)


def _until(gone: Floats, values: Floats, share: float) -> Floats:
    """Return the values at the first age by which so many have gone; NaN where they never have."""
    reached = gone >= share - NOISE
    first = np.take_along_axis(values, reached.argmax(axis=1)[:, None], axis=1)[:, 0]
    return np.where(reached.any(axis=1), first, np.nan)


def _bounds(curves: Curves) -> tuple[Floats, Floats]:
    """Return the share gone at each age at the two ends of its 80% interval, the higher first."""
    spread = np.sqrt(np.cumsum(_spread_steps(curves), axis=1))
    inside = np.clip(curves.left, NOISE, 1.0 - NOISE)
    margin = Z80 * spread / -np.log(inside)
    higher, lower = (np.where(curves.left > NOISE, inside ** np.exp(side), 0.0) for side in (-margin, margin))
    undecided = curves.left >= 1.0 - NOISE
    return np.where(undecided, 0.0, 1.0 - lower), np.where(undecided, 0.0, 1.0 - higher)
