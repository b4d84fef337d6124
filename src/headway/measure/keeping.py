"""What customers keep paying, month of life by month of life: gross, net and by number, each with its interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from headway.measure.metric import Cells, Figure, Sums
from headway.stats.arrays import Bools, Floats, ratio
from headway.stats.intervals import DRAWS, Interval, interval, share_draws_from
from headway.units import SHARE

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _sum(expression: Callable[[ir.Table], ir.NumericValue]) -> Callable[[ir.Table], ir.Value]:
    return lambda rows: expression(rows).sum().cast("float64").fill_null(0.0)


SUMS: Sums = {
    "matured": lambda rows: rows.count(),
    "there": lambda rows: rows.there.sum().fill_null(0),
    "left": lambda rows: rows.left.sum().fill_null(0),
    "kept": _sum(lambda rows: rows.kept),
    "lost": _sum(lambda rows: rows.lost),
    "paid": _sum(lambda rows: rows.paid),
    "pays": _sum(lambda rows: rows.pays),
    "kept_squares": _sum(lambda rows: rows.kept * rows.kept),
    "lost_kept": _sum(lambda rows: rows.lost * rows.kept),
    "lost_squares": _sum(lambda rows: rows.lost * rows.lost),
    "paid_squares": _sum(lambda rows: rows.paid * rows.paid),
    "pays_paid": _sum(lambda rows: rows.pays * rows.paid),
    "pays_squares": _sum(lambda rows: rows.pays * rows.pays),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Curves by group and month of life (arrays [groups, months], month 1 first); NaN where nobody was seen.

    Attributes:
        gross: share still paid of what was paid at the start, without what was added; never above 1.
        net: the same with what was added to it.
        logos: share of customers that are still there.
        exposure: customer-months seen up to the month.
        matured: customers that began long enough ago to be seen this long, those who left among them.
    """

    gross: Interval
    net: Interval
    logos: Interval
    exposure: Floats
    matured: Floats


def kept(cells: Cells) -> Kept:
    """The curves of the cells of the scan ``customers``.

    Each month, of those who were there at its beginning and were seen to its end, the share that was lost; the curve is
    the product of what is left (Kaplan-Meier, weighted by money). So who left early does not count before those who
    stay have had as long, and nobody waits for a cohort to be whole.

    Source: Greenwood's variance with the spread between customers in place of the binomial's.
    """
    month = np.asarray(cells.columns["month"], dtype=np.int64) - 1
    months = int(month.max(initial=-1)) + 1
    of = {name: _by_month(cells, name, month, months) for name in SUMS}
    seen = np.logical_and.accumulate(of["there"] > 0, axis=1)
    gross, gross_draws, money = _staying(cells, "gross", _losses(of), seen)
    logos, _, _ = _staying(cells, "logos", _leavings(of), seen)
    grown = ratio(of["pays"], of["paid"])
    net = np.where(seen, np.cumprod(np.nan_to_num(grown, nan=1.0), axis=1), np.nan)
    off = of["pays_squares"] - 2 * grown * of["pays_paid"] + grown**2 * of["paid_squares"]
    spread = np.cumsum(np.nan_to_num(ratio(np.maximum(off, 0.0) * _few(of["there"]), of["pays"] ** 2)), axis=1)
    added = np.sqrt(np.maximum(spread - money, 0.0))
    normal = cells.streams.normal("net", DRAWS)[:, None, :]
    factor = np.where(gross.value > 0, np.nan_to_num(ratio(net, gross.value)), 1.0)
    drawn = factor[..., None] * gross_draws * np.exp(added[..., None] * normal)
    with np.errstate(invalid="ignore"):
        around = interval(net, drawn)
    return Kept(gross, around, logos, np.where(seen, np.cumsum(of["there"], axis=1), 0.0), of["matured"])


def _by_month(cells: Cells, name: str, month: np.ndarray[Any, Any], months: int) -> Floats:
    values = np.asarray(cells.columns[name], dtype=np.float64)
    flat = np.bincount(cells.group * months + month, values, minlength=cells.groups * months)
    return flat.astype(np.float64).reshape(cells.groups, months)


def _few(n: Floats) -> Floats:
    """One over one less a share of one in n: a spread seen between few is wider than it looks."""
    return n / np.maximum(n - 1, 1)


@dataclass(frozen=True, slots=True)
class _Going:
    """What goes in each month, of what; the variance of that share; as how many equal customers it tells, how well."""

    gone: Floats
    base: Floats
    variance: Floats
    equal: Floats
    trust: Floats


def _losses(of: dict[str, Floats]) -> _Going:
    """Money: the variance is that of the losses between customers, their sizes count as of so many equal (Kish)."""
    share = ratio(of["lost"], of["kept"])
    off = of["lost_squares"] - 2 * share * of["lost_kept"] + share**2 * of["kept_squares"]
    variance = ratio(np.maximum(off, 0.0) * _few(of["there"]), of["kept"] ** 2)
    equal = np.nan_to_num(ratio(of["kept"] ** 2, of["kept_squares"]))
    # Few customers tell little of the spread of their losses, so it is taken for wider than it looks.
    return _Going(of["lost"], of["kept"], variance, equal, np.maximum(equal - 1, 0.0) / (equal + 1))


def _leavings(of: dict[str, Floats]) -> _Going:
    """Customers: the variance is the binomial's."""
    share = ratio(of["left"], of["there"])
    return _Going(of["left"], of["there"], ratio(share * (1 - share), of["there"]), of["there"], np.ones_like(share))


def _staying(cells: Cells, name: str, going: _Going, seen: Bools) -> tuple[Interval, Floats, Floats]:
    """(share that stays, its draws [groups, months, draws], the variance of its logarithm)."""
    hazard = ratio(going.gone, going.base)
    left = np.cumprod(1 - np.nan_to_num(hazard), axis=1)
    variance = np.cumsum(np.nan_to_num(ratio(going.variance, (1 - hazard) ** 2)), axis=1)
    # Where none left, or all, the spread says nothing: then those who are there are all that tells.
    told = np.where((left > 0) & (left < 1), ratio(1 - left, left * variance), going.equal)
    told = np.maximum(np.where(np.isfinite(told), told, going.equal) * going.trust, 1.0)
    draws = np.empty((*left.shape, DRAWS))
    for month in range(left.shape[1]):
        draws[:, month] = share_draws_from(left[:, month], told[:, month], cells.streams, purpose=name)
    draws[~seen] = np.nan
    with np.errstate(invalid="ignore"):
        return interval(np.where(seen, left, np.nan), draws), draws, variance


def at_month(name: str, month: int) -> Callable[[Cells], Figure]:
    """The formula of a metric: one of the curves, ``month`` months after the beginning."""

    def formula(cells: Cells) -> Figure:
        found = kept(cells)
        curve: Interval = getattr(found, name)
        reason = f"no customer has been seen for {month} months"
        if curve.value.shape[1] < month:
            return Figure.unknown(cells.groups, SHARE, reason)
        value, low, high = (side[:, month - 1] for side in (curve.value, curve.low, curve.high))
        return Figure.alone(Interval(value, low, high), found.exposure[:, month - 1], SHARE, reason)

    return formula
