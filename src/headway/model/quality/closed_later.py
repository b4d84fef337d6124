"""Deals said to be won or lost on a day after the sync: a plan in the place of a fact; until then they are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.model.book import Book
from headway.model.checks import Check
from headway.model.nouns import unbound

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Known deals with an outcome and a closing after the sync; told for the newest day alone."""
    lying = unbound("deals")
    if not book.today:
        return lying.limit(0)
    later = lying.filter(lying.outcome.notnull(), lying.closed_at > place("synced_at", "timestamp"))
    return book.table("deals").select("deal_id", "_source").semi_join(later, "deal_id")


CHECK = Check(
    name="closed_later",
    title="Deals won or lost on a day that has not come",
    table="deals",
    column="closed_at",
    remedy="keep the expected day in expected_close_on, and set closed_at when the deal closes",
    affects=("velocity", "deals"),
    detail="they count as open until that day",
    rows=failing,
)
