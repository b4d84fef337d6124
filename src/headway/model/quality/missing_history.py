"""Deals without any stage change: the way that they took is rebuilt from their first and last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Deals of which no stage change was known by then."""
    deals, changes = book.table("deals"), book.table("deal_changes")
    return deals.select("deal_id", "_source").anti_join(changes.filter(changes.field == "stage"), "deal_id")


CHECK = Check(
    name="missing_history",
    title="Deals without stage history",
    table="deals",
    column="stage",
    remedy="load the changes of their stage as deal_changes; most systems export them as field history",
    affects=("funnel", "deals", "next"),
    detail="how long they stood in which stage is not known: they are taken as open from their first day until "
    "their last",
    rows=failing,
)
