"""Amounts that are none, or that lie far from every usual one: cents taken for units, a slip of the pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, Check

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FEWEST = 50
_POWERS_OF_TEN, _SPREADS = 1.7, 6.0
_QUARTILES = 1.349  # standard deviations between the quartiles of a normal distribution


def failing(book: Book) -> ir.Table:
    """Deals whose worth is at least 50 times, and six standard deviations of the logarithms, off the middle one."""
    import ibis

    deals = book.table("deals")
    rows = deals.filter(deals.worth > 0).select("deal_id", "_source", _log=ibis._.worth.cast("float64").log10())
    log = rows["_log"]
    learned = rows.agg(_low=log.quantile(0.25), _middle=log.quantile(0.5), _high=log.quantile(0.75), _many=log.count())
    both = rows.cross_join(learned)
    far = (both["_log"] - both["_middle"]).abs()
    spread = (both["_high"] - both["_low"]) / _QUARTILES
    return both.filter(both["_many"] >= _FEWEST, far > _POWERS_OF_TEN, far > _SPREADS * spread).select(
        "deal_id", "_source", _measure=ibis.literal(10.0) ** both["_middle"]
    )


CHECK = (
    Check(
        name="odd_amounts",
        title="Deals with an amount far from every usual one",
        table="deals",
        column="amount",
        remedy="check the unit (cents, thousands, another currency) at the source",
        affects=("velocity", "deals", "next"),
        detail="at least 50 times more or less than the middle one of {measure:,.0f}, and beyond what the others vary",
        rows=failing,
    ),
    Check(
        name="negative_amount",
        title="Deals with an amount below zero",
        table="deals",
        column="amount",
        remedy="load credits and refunds as changes of a subscription, not as deals",
        affects=("velocity", "deals", "next"),
        severity=INFO,
        fails=lambda deals: deals.amount < 0,
    ),
)
