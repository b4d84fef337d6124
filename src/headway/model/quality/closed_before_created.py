"""Deals that closed before they began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check
from headway.model.days import moment_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Deals closed before their first moment; a closing that is a bare day stands for the whole of that day."""
    import ibis

    deals = book.table("deals")
    day, zone = deals.closed_at.cast("date"), book.catalog.timezone
    one = ibis.interval(days=1)
    bare = (moment_of(day, zone) == deals.closed_at) | (moment_of((day + one).cast("date"), zone) == deals.closed_at)
    same_day = bare & (deals.closed_at + one > deals.created_at)
    return deals.filter(deals.closed_at < deals.created_at, ~same_day)


CHECK = Check(
    name="closed_before_created",
    title="Deals that closed before they began",
    table="deals",
    column="closed_at",
    remedy="mend created_at or closed_at at their source; imported deals often bear the import's day as created_at",
    affects=("velocity", "funnel", "deals"),
    rows=failing,
)
