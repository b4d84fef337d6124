"""Counts how many are won by a day when losing competes with winning and open journeys are censored."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Bools, Floats, as_floats, as_ints, ratio
from headway.stats.curves import NOISE, Z80, Curves, first_age
from headway.stats.risksets import RiskSets, risk_sets


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to end, for every group (arrays [groups]); NaN is "not known".

    Attributes:
        p: probability of ending so by the horizon.
        variance: of `p`, multinomial Greenwood form.
        effective_n: `p (1 - p) / variance`: as many uncensored journeys would tell as much; where `p` is 0 or 1 the
            number of journeys whose fate by the horizon is known.
        count: journeys seen to end so by the horizon.
        days_mean: mean age at the end among those that end so by the horizon, and its variance.
        days_median: median of the same, with an 80% interval (Woodruff) from `days_low` to `days_high`.
    """

    p: Floats
    variance: Floats
    effective_n: Floats
    count: Floats
    days_mean: Floats
    days_mean_variance: Floats
    days_median: Floats
    days_low: Floats
    days_high: Floats


@dataclass(frozen=True, slots=True)
class Incidence:
    """Cumulative incidence at a horizon for every group (arrays [groups]).

    Attributes:
        won, lost: the two ways to end.
        p_open: probability of being still open at the horizon; `won.p + lost.p + p_open = 1`.
        n: journeys in the group.
        at_risk: journeys still at risk at the horizon: few of them, and the tail of the curve rests on few.
        horizon_days: the horizon used.
    """

    won: Outcome
    lost: Outcome
    p_open: Floats
    n: Floats
    at_risk: Floats
    horizon_days: Floats


@dataclass(frozen=True, slots=True)
class Curve:
    """Cumulative incidence of one group at every age at which a journey ended (arrays [ages])."""

    age_days: Floats
    at_risk: Floats
    p_won: Floats
    p_lost: Floats
    p_open: Floats


def incidence(
    age_days: ArrayLike,
    won: ArrayLike,
    lost: ArrayLike,
    still_open: ArrayLike,
    group: ArrayLike,
    *,
    groups: int | None = None,
    horizon_days: ArrayLike | None = None,
    won_parts: ArrayLike | None = None,
) -> Incidence:
    r"""Return P(won by the horizon), P(lost by it) and the days they take, for all groups at once.

    Aalen-Johansen: with n(s) at risk, w(s) won and l(s) lost at age s, and S(s-) the share not ended before s,

        P(won by t) = sum over s <= t of S(s-) w(s) / n(s),     S(s) = S(s-) (1 - (w(s) + l(s)) / n(s)).

    The variance treats (w, l, neither) at each age as a multinomial draw of n(s) and adds the squared effects on the
    estimate (delta method). Without censoring it is p (1 - p) / n, and p is won / (won + lost), both exactly.

    Args:
        age_days: int [n], whole days from the start to the end (or to the last day seen).
        won: counts [n] of journeys won at that age.
        lost: counts [n] of journeys lost at that age.
        still_open: counts [n] of journeys last seen open at that age.
        group: int [n], group codes from 0.
        groups: how many groups there are (default: highest code + 1); a group without rows is not known.
        horizon_days: one for all or one per group; default the last age at which anything was won or lost.
        won_parts: float [n], the parts of a day by which those won were older than `age_days`, added up: the mean of
            their days has them, and nothing else; default none.

    Raises:
        ValueError: for negative or fractional ages, or negative counts.

    Source: Aalen and Johansen (1978), Scandinavian Journal of Statistics 5, 141-150; Andersen, Borgan, Gill and
    Keiding (1993), Statistical Models Based on Counting Processes, section IV.4. The median's interval: Woodruff
    (1952), JASA 47, 635-646.

    Example:
        >>> answer = incidence([10, 20, 30], [1, 0, 1], [0, 1, 0], [0, 1, 0], [0, 0, 0])
        >>> answer.won.p.round(4), answer.lost.p, answer.p_open.round(4)
        (array([0.75]), array([0.25]), array([0.]))
        >>> answer.won.days_mean.round(2), answer.won.days_median
        (array([23.33]), array([30.]))
    """
    size = _groups(group, groups)
    horizon = _horizon(age_days, won, lost, horizon_days, size)
    columns = {name: np.full(size, np.nan) for name in _NAMES}
    carried = [] if won_parts is None else [won_parts]
    for sets in risk_sets(age_days, [won, lost], still_open, group, carried):
        for name, values in _answers(sets, horizon[sets.groups]).items():
            columns[name][sets.groups] = values
    outcomes = [Outcome(*(columns[f"{kind}.{field.name}"] for field in fields(Outcome))) for kind in ("won", "lost")]
    at_risk, n = (np.nan_to_num(columns[name]) for name in ("at_risk", "n"))
    return Incidence(outcomes[0], outcomes[1], columns["p_open"], n, at_risk, horizon)


def incidence_curve(age_days: ArrayLike, won: ArrayLike, lost: ArrayLike, still_open: ArrayLike) -> Curve:
    """Return the whole cumulative incidence curve of one group, for drawing it or reading it at several days.

    Arguments as in `incidence`.

    Example:
        >>> curve = incidence_curve([10, 20, 30], [1, 0, 1], [0, 1, 0], [0, 1, 0])
        >>> curve.age_days, curve.p_won.round(2)
        (array([10., 20., 30.]), array([0.25, 0.25, 0.75]))
    """
    zeros = np.zeros(np.shape(as_ints(age_days)), dtype=np.int64)
    for sets in risk_sets(age_days, [won, lost], still_open, zeros):
        curves = Curves.of(sets)
        p_won, p_lost = np.cumsum(curves.steps, axis=2)[:, 0]
        return Curve(sets.age_days[0], sets.at_risk[0], p_won, p_lost, curves.left[0])
    nothing = np.zeros(0)
    return Curve(nothing, nothing, nothing, nothing, nothing)


_NAMES = ("p_open", "n", "at_risk", *(f"{kind}.{field.name}" for kind in ("won", "lost") for field in fields(Outcome)))


def _groups(group: ArrayLike, groups: int | None) -> int:
    return int(as_ints(group).max(initial=-1)) + 1 if groups is None else groups


def _horizon(age_days: ArrayLike, won: ArrayLike, lost: ArrayLike, given: ArrayLike | None, size: int) -> Floats:
    """Return the horizon of every group, days [groups]."""
    if given is None:
        ended = as_floats(won) + as_floats(lost) > 0
        given = as_ints(age_days)[ended].max(initial=0)
    return np.broadcast_to(as_floats(given), (size,)).copy()


def _answers(every: RiskSets, horizon: Floats) -> dict[str, Floats]:
    """Return all columns for one block of groups."""
    curves = Curves.of(every.until(horizon))
    events = curves.sets.events.sum(axis=0)
    at_risk = (every.at_risk * _first_from(every.age_days, horizon)).sum(axis=1)
    ending_then = (events * (every.age_days == horizon[:, None])).sum(axis=1)
    known = events.sum(axis=1) + at_risk - ending_then
    out = {"n": every.at_risk[:, 0], "at_risk": at_risk, "p_open": curves.left[:, -1]}
    for kind, name in enumerate(("won", "lost")):
        for column, values in _outcome(curves, kind, known).items():
            out[f"{name}.{column}"] = values
    return out


def _first_from(age_days: Floats, horizon: Floats) -> Bools:
    """Mark the first age at or after the horizon: the risk set there is the one at the horizon."""
    later = age_days >= horizon[:, None]
    first = later.copy()
    first[:, 1:] &= ~later[:, :-1]
    return first


def _outcome(curves: Curves, kind: int, known: Floats) -> dict[str, Floats]:
    """Return the columns of one way to end."""
    ages, steps = curves.sets.age_days, curves.steps[kind]
    p = steps.sum(axis=1)
    variance = curves.variance(kind, None)
    exact = ages
    if kind == 0 and curves.sets.carried.size:
        exact = ages + curves.sets.carried[0] / np.maximum(curves.sets.events[0], 1.0)
    mean = ratio((exact * steps).sum(axis=1), p)
    median, low, high = _median(curves, kind, p)
    return {
        "p": p,
        "variance": variance,
        "effective_n": np.where(variance > NOISE * p, ratio(p * (1.0 - p), variance), known),
        "count": curves.sets.events[kind].sum(axis=1),
        "days_mean": mean,
        "days_mean_variance": ratio(curves.variance(kind, exact - mean[:, None]), p**2),
        "days_median": median,
        "days_low": low,
        "days_high": high,
    }


def _median(curves: Curves, kind: int, p: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the median age of those that end so, and the ages half a margin below and above one half."""
    ages = curves.sets.age_days
    share = ratio(np.cumsum(curves.steps[kind], axis=1), p[:, None])
    median = first_age(ages, share, np.full(p.shape, 0.5))
    margin = Z80 * np.sqrt(ratio(curves.variance(kind, np.where(ages <= median[:, None], 0.5, -0.5)), p**2))
    low, high = (first_age(ages, share, np.clip(0.5 + sign * margin, 0.0, 1.0)) for sign in (-1, 1))
    return median, low, high
