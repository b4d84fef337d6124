"""What was planned, in money: quotas of sellers, targets of the company and its segments, costs, exchange rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from headway.demo.dice import stream
from headway.demo.hidden import Hidden
from headway.demo.leads import SOURCES
from headway.demo.people import rep_id
from headway.demo.rows import Cost, Deal, FxRate, Quota, Target, money
from headway.demo.weeks import FIRST_MONDAY, LAST_DAY

_GROWTH_A_QUARTER = 0.035
_EURO = 1.08


def quarters() -> list[tuple[date, date]]:
    """Return first and last day of every calendar quarter that the company touches.

    >>> quarters()[0]
    (datetime.date(2024, 4, 1), datetime.date(2024, 6, 30))
    """
    found, first = [], date(FIRST_MONDAY.year, 3 * ((FIRST_MONDAY.month - 1) // 3) + 1, 1)
    while first <= LAST_DAY:
        after = date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)
        found.append((first, after - timedelta(days=1)))
        first = after
    return found


def draw_quotas(hidden: Hidden, deals: list[Deal]) -> list[Quota]:
    """Return a quota a seller and quarter: the same for all, growing, half in the quarter of joining."""
    periods = quarters()
    won = sum(float(deal.amount) for deal in deals if deal.status == "won")
    level = won / (len(periods) - 1) / len(hidden.sellers)
    rows = []
    for i, seller in enumerate(hidden.sellers):
        for k, (first, last) in enumerate(periods):
            if seller.joined > last or (seller.left is not None and seller.left < first):
                continue
            ramp = 0.5 if seller.joined >= first else 1.0
            amount = round(level * (0.9 + _GROWTH_A_QUARTER * k) * ramp / 1_000) * 1_000
            rows.append(Quota(rep_id(i), first, last, money(amount), "USD"))
    return rows


def draw_targets(hidden: Hidden, deals: list[Deal], segment_of: dict[str, str]) -> list[Target]:
    """Return quarterly targets. Bookings are set below what the trend delivers: this company is on target all year."""
    periods = quarters()
    booked: dict[str, float] = defaultdict(float)
    for deal in deals:
        if deal.status == "won":
            booked[segment_of[deal.account_id]] += float(deal.amount)
    rows = []
    for k, (first, last) in enumerate(periods):
        pace = (0.55 + 0.055 * k) / len(periods)
        for segment in hidden.segments:
            amount = round(booked[segment.name] * pace / 1_000) * 1_000
            rows.append(Target("bookings", segment.name, first, last, money(amount), "USD"))
        total = round(sum(booked.values()) * pace / 1_000) * 1_000
        rows += [
            Target("bookings", "all", first, last, money(total), "USD"),
            Target("pipeline", "all", first, last, money(total * 4), "USD"),
            Target("arr", "all", first, last, money(total * (k + 1) * 0.8), "USD"),
            Target("mql", "all", first, last, Decimal(90 + 6 * k), "count"),
            Target("win_rate", "all", first, last, Decimal("0.18"), "share"),
            Target("grr", "all", first, last, Decimal("0.88"), "share"),
        ]
    return rows


def draw_costs(hidden: Hidden, seed: int, won: list[Deal]) -> list[Cost]:
    """Return monthly costs by channel, seller and segment, and the cost of delivering each win."""
    rng = stream(seed, "costs")
    rows = list(_monthly(hidden, rng))
    for deal in won:
        amount = money(round(float(deal.amount) * rng.uniform(0.04, 0.12)))
        day = deal.closed_at.date() if deal.closed_at else LAST_DAY
        rows.append(Cost("", "delivery", amount, deal.currency, day, None, None, deal.account_id, deal.deal_id, None))
    rows.sort(key=lambda row: row.incurred_on)
    return [row._replace(cost_id=f"K{i + 1:05d}") for i, row in enumerate(rows)]


def _monthly(hidden: Hidden, rng: np.random.Generator) -> Iterator[Cost]:
    day = FIRST_MONDAY.replace(day=28)
    while day <= LAST_DAY:
        for source, share, _ in SOURCES:
            amount = money(round(42_000 * share * rng.uniform(0.8, 1.2)))
            yield Cost("", "marketing", amount, "USD", day, None, source, None, None, None)
        for i, seller in enumerate(hidden.sellers):
            if seller.joined <= day and (seller.left is None or day <= seller.left):
                amount = money(round(7_500 * rng.uniform(0.95, 1.1)))
                yield Cost("", "sales", amount, "USD", day, None, None, None, None, rep_id(i))
        for segment in hidden.segments:
            amount = money(round(14_000 * segment.share * rng.uniform(0.8, 1.2)))
            yield Cost("", "success", amount, "USD", day, segment.name, None, None, None, None)
        day = (day + timedelta(days=4)).replace(day=28)


def draw_fx(seed: int) -> list[FxRate]:
    """Return the euro in dollars on every working day: a random walk that returns to its mean."""
    rng = stream(seed, "fx")
    rate, rows = _EURO, []
    for k in range((LAST_DAY - FIRST_MONDAY).days + 1):
        day = FIRST_MONDAY + timedelta(days=k)
        if day.weekday() < 5:
            rate += 0.01 * (_EURO - rate) + float(rng.normal(0.0, 0.004))
            rows.append(FxRate(day, "EUR", Decimal(round(rate * 10_000)).scaleb(-4)))
    return rows
