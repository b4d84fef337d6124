"""What a number means and how it is shown: an estimate never travels without its range, sample size and unit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SHARE, COUNT, PER_DAY, DAYS, MONTHS, MINUTES = "share", "count", "per_day", "days", "months", "minutes"
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_LONG_WAIT_DAYS = 60
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 80% interval, the number of journeys behind it, and its unit; or unknown, with a reason.

    Args:
        value: the best single figure; None when it is not known.
        low, high: 10th and 90th percentile of what is likely.
        n: journeys behind it (customer-months for retention).
        unit: ``share`` (0 to 1), ``count``, ``per_day``, ``days``, ``months``, ``minutes``, a currency code, or
            a currency per day (``USD/day``).
        reason: why it is not known; empty otherwise.

    Example:
        >>> Estimate(0.31, 0.25, 0.37, 84, "share").clear
        True
        >>> Estimate.unknown("no won deal yet").known
        False
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    unit: str = COUNT
    reason: str = ""

    @classmethod
    def unknown(cls, reason: str) -> Estimate:
        """A figure that cannot be given, and why."""
        return cls(value=None, reason=reason)

    @property
    def known(self) -> bool:
        """Whether there is a value at all."""
        return self.value is not None

    @property
    def clear(self) -> bool:
        """Whether the interval lies wholly on one side of zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    def to_json(self) -> dict[str, Any]:
        """The contract's ``E``."""
        if self.value is None or not math.isfinite(self.value):
            return {"value": None, "reason": self.reason or "not a finite number"}
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.n, "unit": self.unit}


def show(value: float | None, unit: str) -> str:
    """A figure as a person reads it, in the formats of the screens.

    Example:
        >>> show(4120.0, "USD"), show(0.312, "share"), show(12.4, "days"), show(84, "days"), show(2_400_000, "USD/day")
        ('$4.1k', '31%', '12 days', '12 weeks', '$2.4M a day')
        >>> show(1.26, "count"), show(3.0, "count"), show(1326.4, "count")
        ('1.3', '3', '1,326')
        >>> show(0.004, "share"), show(3.3, "share"), show(None, "share"), show(-940, "USD")
        ('<1%', '330%', 'not known', '−$940')
    """
    if value is None or not math.isfinite(value):
        return "not known"
    plain: dict[str, Callable[[float], str]] = {
        SHARE: _share,
        COUNT: _count,
        PER_DAY: lambda v: f"{v:,.2f} a day",
        DAYS: _days,
        MONTHS: lambda v: f"{v:.0f} months",
        MINUTES: lambda v: f"{v:.0f} min",
    }
    return plain[unit](value) if unit in plain else _money(value, unit)


def is_share(name: str) -> bool:
    """Whether a plain number of this name is a share or a probability, and reads as percent.

    Example:
        >>> is_share("won_share"), is_share("p_below_team"), is_share("pushes")
        (True, True, False)
    """
    return name.endswith("share") or name.startswith("p_")


def show_range(estimate: Estimate) -> str:
    """``likely LOW to HIGH``, or why there is none; what is counted and not estimated has no range.

    Example:
        >>> show_range(Estimate(0.31, 0.25, 0.37, 84, "share"))
        'likely 25% to 37%'
        >>> show_range(Estimate(18_000, 16_000, 20_000, 300, "USD/day"))
        'likely $16k to $20k a day'
        >>> show_range(Estimate(1.0, 1.0, 1.0, 7, "share")), show_range(Estimate(0.999, 0.997, 1.0, 700, "share"))
        ('as counted', 'likely 99.7% or more')
    """
    if not estimate.known or estimate.low is None or estimate.high is None:
        return estimate.reason
    if estimate.low == estimate.high:
        return "as counted"
    low, high = show(estimate.low, estimate.unit), show(estimate.high, estimate.unit)
    if estimate.unit == SHARE and (low == high or ">" in low):
        low, high = f"{estimate.low:.1%}", f"{estimate.high:.1%}"
        if high == "100.0%":
            return f"likely {low} or more"
    _, per, rate = high.partition(" a ")
    return f"likely {low.removesuffix(per + rate)} to {high}"


def _share(value: float) -> str:
    if 0 < abs(value) < 0.01:
        return "<1%" if value > 0 else f">{_MINUS}1%"
    sign = _MINUS if value < 0 else ""
    return f"{sign}{abs(value) * 100:,.0f}%" if not 0.99 < value < 1 else ">99%"


def _count(value: float) -> str:
    """A mean of counts, such as pushes a deal, keeps its decimals while it is small."""
    if abs(value) >= 10 or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"


def _days(value: float) -> str:
    if value > _LONG_WAIT_DAYS:
        return f"{value / 7:.0f} weeks"
    rounded = round(value)
    return f"{rounded} day" if rounded == 1 else f"{rounded} days"


def _money(value: float, unit: str) -> str:
    currency, _, per = unit.partition("/")
    sign = _SIGNS.get(currency, f"{currency} ")
    minus = _MINUS if value < 0 else ""
    amount = f"{minus}{sign}{_scaled(abs(value))}"
    return f"{amount} a {per}" if per else amount


def _scaled(size: float) -> str:
    for limit, divisor, letter in ((999_500, 1e6, "M"), (999.5, 1e3, "k")):
        if size >= limit:
            short = size / divisor
            return f"{short:.1f}{letter}" if short < 10 else f"{short:.0f}{letter}"
    return f"{size:.0f}"
