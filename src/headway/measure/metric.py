"""What a metric is: the sums it needs of one table's scan, a formula on them, and the figure that comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from headway.stats.arrays import Floats
from headway.stats.intervals import Interval
from headway.stats.streams import Streams
from headway.units import Estimate

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric for every group (arrays [groups]), with the posterior draws that let it enter a product.

    Attributes:
        value: NaN where it is not known; ``reason`` says why.
        n: journeys behind each value.
        draws: posterior draws [groups, draws]; NaN rows where it is not known.
    """

    value: Floats
    low: Floats
    high: Floats
    n: Floats
    unit: str
    reason: str
    draws: Floats

    @classmethod
    def of(cls, interval: Interval, n: Floats, unit: str, reason: str, draws: Floats) -> Figure:
        """A figure of an interval."""
        return cls(interval.value, interval.low, interval.high, n, unit, reason, draws)

    @classmethod
    def alone(cls, interval: Interval, n: Floats, unit: str, reason: str) -> Figure:
        """A figure that enters no product, so that nothing is drawn for it."""
        return cls.of(interval, n, unit, reason, np.full((len(interval.value), 1), np.nan))

    @classmethod
    def fact(cls, value: Floats, n: Floats, unit: str, reason: str) -> Figure:
        """What was counted and not estimated: its interval is itself."""
        return cls(value, value, value, n, unit, reason, value[:, None])

    @classmethod
    def unknown(cls, groups: int, unit: str, reason: str) -> Figure:
        """A figure that no group has."""
        nothing = np.full(groups, np.nan)
        return cls(nothing, nothing, nothing, np.zeros(groups), unit, reason, np.full((groups, 1), np.nan))

    def estimate(self, group: int) -> Estimate:
        """The figure of one group."""
        if not np.isfinite(self.value[group]):
            return Estimate.unknown(self.reason)
        low, high = float(self.low[group]), float(self.high[group])
        return Estimate(float(self.value[group]), low, high, round(float(self.n[group])), self.unit)


@dataclass(frozen=True, slots=True)
class Cells:
    """One table's scan, added up: a row for each (group, cell), where a cell is what the scan splits by beside groups.

    Attributes:
        group: group code of each row, int [rows].
        columns: the scan's own cell columns and the sums that metrics asked for, arrays [rows].
        groups: how many groups there are.
        days: length of the window.
        streams: one random stream a group.
        currency: the reporting currency.
        horizon_days: the age at which curves are read; None for the last to which enough deals were followed.
    """

    group: np.ndarray[Any, np.dtype[np.int64]]
    columns: Mapping[str, np.ndarray[Any, Any]]
    groups: int
    days: float
    streams: Streams
    currency: str
    horizon_days: float | None = None

    def total(self, name: str, where: np.ndarray[Any, Any] | None = None) -> Floats:
        """A column added up by group, over the rows ``where`` holds."""
        values = np.asarray(self.columns[name], dtype=np.float64)
        chosen = slice(None) if where is None else where
        return np.bincount(self.group[chosen], values[chosen], minlength=self.groups).astype(np.float64)


Sums = Mapping[str, "Callable[[ir.Table], ir.Value]"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes:
        over: the scan whose sums it needs (see ``measure.scans``); empty when it is made of other metrics.
        sums: name → expression over the scan's rows; names shared by metrics must mean the same.
        formula: the figure from the scan's cells.
        parts: names of metrics whose product it is, when ``over`` is empty.
        per: names of metrics by which that product is divided.

    Example:
        >>> from headway import discover
        >>> discover.load("metrics", "velocity").parts
        ('arrivals', 'win_rate', 'deal_size')
    """

    name: str
    title: str
    definition: str
    trap: str
    over: str = ""
    sums: Sums = field(default_factory=dict)
    formula: Callable[[Cells], Figure] | None = None
    parts: tuple[str, ...] = ()
    per: tuple[str, ...] = ()
