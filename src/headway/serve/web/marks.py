"""Where the parts of a range mark stand: dot, thick middle half, thin 80% line, and the tick at zero.

Positions are percent of the drawing's width, so that a mark is drawn by attributes alone at any size.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from headway.serve.web import words
from headway.units import show

FEW = 20
# The middle half of a normal distribution, as a share of its 80% range: z(.75) / z(.9).
MIDDLE = 0.6745 / 1.2816

E = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scale:
    """The values at the left and the right edge of every mark in a column."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Percent from the left.

        Example:
            >>> Scale(0, 4).at(1)
            25.0
        """
        width = self.high - self.low
        return round(100 * (value - self.low) / width, 2) if width > 0 else 50.0

    def ticks(self, most: int = 5) -> list[float]:
        """Round values on the scale, few enough to be labelled.

        Example:
            >>> [round(tick, 1) for tick in Scale(0, 0.55).ticks()]
            [0.0, 0.2, 0.4]
        """
        width = self.high - self.low
        if width <= 0 or not math.isfinite(width):
            return [self.low]
        power = 10 ** math.floor(math.log10(width))
        step = next(power * k for k in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0) if width / (power * k) < most)
        first = math.ceil(self.low / step - 1e-9)
        return [k * step for k in range(first, math.floor(self.high / step + 1e-9) + 1)]


@dataclass(frozen=True, slots=True)
class Mark:
    """One estimate, ready to be drawn and read aloud."""

    known: bool
    text: str
    spoken: str
    likely: str = ""
    reason: str = ""
    dot: float = 0.0
    low: float = 0.0
    high: float = 0.0
    middle_low: float = 0.0
    middle_high: float = 0.0
    zero: float | None = None
    few: bool = False
    clear: bool = True
    tone: str = "good"
    n: int = 0


def is_estimate(value: object) -> bool:
    """Whether a JSON value has the shape of the contract's ``E``."""
    return isinstance(value, Mapping) and "value" in value and ("unit" in value or "reason" in value)


def known(estimates: Iterable[E | None]) -> list[E]:
    """Those that have a value."""
    return [e for e in estimates if e and e.get("value") is not None]


def scale_over(estimates: Iterable[E | None], *, zero: bool = False) -> Scale:
    """The scale on which all of them can be drawn; with ``zero`` it also reaches zero."""
    ends = [edge for e in known(estimates) for edge in (_low(e), _high(e))] + ([0.0] if zero else [])
    return Scale(min(ends), max(ends)) if ends else Scale(0.0, 1.0)


def mark(estimate: E | None, scale: Scale, *, signed: bool = False, tone: str = "good") -> Mark:
    """One estimate on a scale; ``signed`` for differences, which may read "not clear yet".

    Example:
        >>> m = mark({"value": 2.0, "low": 1.0, "high": 4.0, "n": 9, "unit": "days"}, Scale(0, 4), signed=True)
        >>> m.dot, m.low, m.high, m.few, m.clear
        (50.0, 25.0, 100.0, True, True)
    """
    if not estimate or estimate.get("value") is None:
        reason = (estimate or {}).get("reason") or "not known"
        return Mark(known=False, text="not known", spoken=f"not known: {reason}", reason=reason)
    value, unit, n = float(estimate["value"]), estimate.get("unit") or "count", int(estimate.get("n") or 0)
    low, high = _low(estimate), _high(estimate)
    clear = not signed or low > 0 or high < 0
    text = _text(value, unit, signed=signed)
    likely = words.likely(low, high, unit)
    return Mark(
        known=True,
        text=text,
        likely=likely,
        spoken=f"{text}, {likely}" + ("" if clear else ", not clear yet") + (", few cases" if n < FEW else ""),
        dot=scale.at(value),
        low=scale.at(low),
        high=scale.at(high),
        middle_low=scale.at(value - MIDDLE * (value - low)),
        middle_high=scale.at(value + MIDDLE * (high - value)),
        zero=scale.at(0.0) if signed else None,
        few=n < FEW,
        clear=clear,
        tone="bad" if signed and high < 0 else tone,
        n=n,
    )


def _text(value: float, unit: str, *, signed: bool) -> str:
    if not signed:
        return show(value, unit)
    return words.points(value) if unit == "share" else words.signed(value, unit)


def total(estimates: Iterable[E | None]) -> E | None:
    """The sum of the figures in the commonest unit; lows and highs are added too, as if all erred together.

    Example:
        >>> total([{"value": 2, "low": 1, "high": 3, "n": 9, "unit": "USD"}, {"value": None, "reason": "too few"}])
        {'value': 2.0, 'low': 1.0, 'high': 3.0, 'n': 9, 'unit': 'USD'}
    """
    every = known(estimates)
    if not every:
        return None
    unit = Counter(e.get("unit") for e in every).most_common(1)[0][0]
    found = [e for e in every if e.get("unit") == unit]
    ends = {"low": sum(map(_low, found)), "high": sum(map(_high, found))}
    n = max(int(e.get("n") or 0) for e in found)
    return {"value": sum(float(e["value"]) for e in found), **ends, "n": n, "unit": unit}


def _low(estimate: E) -> float:
    low = estimate.get("low")
    return float(estimate["value"] if low is None else low)


def _high(estimate: E) -> float:
    high = estimate.get("high")
    return float(estimate["value"] if high is None else high)
