"""Deals that are won or lost without saying when: they count in no period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Closed deals without a closing day."""
    deals = book.table("deals")
    return deals.filter(deals.outcome.notnull(), deals.closed_at.isnull())


CHECK = Check(
    name="closed_without_day",
    title="Closed deals without a closing day",
    table="deals",
    column="closed_at",
    remedy="map the column that holds the closing day, or load the change to won or lost as deal_changes",
    affects=("velocity", "funnel", "model", "wins"),
    rows=failing,
)
