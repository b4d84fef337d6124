"""What is on offer and what is asked for: products, releases, the lines of a quote and the needs of a buyer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from headway.demo.dice import stream
from headway.demo.hidden import Capability, Hidden, Segment
from headway.demo.rows import DealLine, DealNeed, Product, Release, money
from headway.demo.weeks import WEEKS, at, moment

EUR_A_USD = 0.92  # how the price list in euro was set, once

PRODUCTS = (
    Product("P-PLAN", "Planner seat", "Planner", Decimal("960.00"), Decimal("210.00"), "USD"),
    Product("P-INSI", "Insights", "Insights", Decimal("6000.00"), Decimal("1100.00"), "USD"),
    Product("P-CONN", "Connect", "Connect", Decimal("4800.00"), Decimal("900.00"), "USD"),
    Product("P-ONBO", "Onboarding", "Services", Decimal("3500.00"), Decimal("2600.00"), "USD"),
)
_ATTACHED = (1.0, 0.35, 0.25, 0.45)
_SMALLER_RELEASES = (
    ("Planner 4.8", "Shift swap", 31),
    ("Planner 5.0", "Payroll export", 52),
    ("Planner 5.4", "Map view", 104),
)


@dataclass(frozen=True, slots=True)
class Quote:
    """The lines of one deal in its currency."""

    lines: tuple[DealLine, ...]

    @property
    def amount(self) -> Decimal:
        """What the customer pays for the first year."""
        return sum((line.price * line.quantity for line in self.lines), Decimal(0))

    @property
    def recurring(self) -> Decimal:
        """The part of the amount that comes back every year."""
        once = PRODUCTS[-1].product_id
        return sum((line.price * line.quantity for line in self.lines if line.product_id != once), Decimal(0))


def draw_releases(hidden: Hidden) -> list[Release]:
    """Return the releases, oldest first, among them the ones that bring a capability that was missing."""
    found = [(f"Planner 5.{2 + i}", c.name, c.native_from) for i, c in enumerate(hidden.capabilities) if c.native_from]
    found += [(name, capability, at(week + 0.2).date()) for name, capability, week in _SMALLER_RELEASES]
    ordered = sorted(found, key=lambda release: release[2])
    return [Release(f"REL{i + 1}", name, capability, day) for i, (name, capability, day) in enumerate(ordered)]


def draw_quote(seed: int, deal_id: str, segment: Segment, currency: str) -> Quote:
    """Return what is quoted for a deal: seats after the segment's size, a discount after its habits."""
    rng = stream(seed, "quote", deal_id)
    seats = max(3, round(segment.seats * float(np.exp(rng.normal(0.0, 0.55)))))
    discount = float(np.clip(segment.discount + rng.normal(0.0, 0.06), 0.0, 0.6))
    factor = EUR_A_USD if currency == "EUR" else 1.0
    lines = []
    for product, share in zip(PRODUCTS, _ATTACHED, strict=True):
        if rng.random() >= share:
            continue
        listed = float(product.list_price) * factor
        lines.append(
            DealLine(
                deal_id,
                product.product_id,
                seats if product.product_id == "P-PLAN" else 1,
                money(listed),
                money(round(listed * (1 - discount))),
                money(float(product.unit_cost) * factor),
                currency,
            )
        )
    return Quote(tuple(lines))


def draw_needs(
    hidden: Hidden, seed: int, deal_id: str, start_weeks: float, asked: np.ndarray, required: np.ndarray
) -> list[DealNeed]:
    """Return what the buyer asked for, said within the first weeks and judged as the product was on that day."""
    rng = stream(seed, "needs", deal_id)
    rows = []
    for i, capability in enumerate(hidden.capabilities):
        stated = start_weeks + 0.1 + 2.5 * rng.random()
        unsure = rng.random() < 0.05
        if not asked[i] or stated >= WEEKS:
            continue
        fit = "unknown" if unsure else _fit(capability, stated)
        effort = capability.effort_days if fit == "custom" else None
        importance = "required" if required[i] else "preferred"
        rows.append(DealNeed(deal_id, capability.name, importance, fit, effort, at(stated)))
    return rows


def _fit(capability: Capability, now_weeks: float) -> str:
    if capability.native_from is not None and now_weeks >= moment(capability.native_from):
        return "native"
    return capability.fit_before
