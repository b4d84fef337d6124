"""Deals whose status says another end than their stage: won by the one, lost or still open by the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check
from headway.model.known import end
from headway.model.nouns import unbound
from headway.model.words import ENDING, outcome

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Deals of which nothing was learned since, with a stage (of the row or of their history) that ends otherwise."""
    # The book gives the stage that the history ends with; the row as it lies has its own, and the status of its file.
    deals = book.table("deals").select("deal_id", "_source", told="stage")
    lying = unbound("deals")
    settled = lying.filter(lying.closed_at.isnull() | (lying.closed_at < end()))
    if book.has("deal_changes"):
        changes = unbound("deal_changes")
        later = changes.filter(changes.field.isin(ENDING), changes["_known_at"] >= end())
        settled = settled.anti_join(later, "deal_id")
    both = deals.inner_join(settled.select("deal_id", "status", said="stage"), "deal_id")
    ends = [outcome(both[name]) for name in ("said", "told")]
    otherwise = [(end_of != both.status).fill_null(False) for end_of in ends]
    both = both.filter(otherwise[0] | otherwise[1])
    many = both.agg(_measure=(both.status == "won").sum())
    return both.cross_join(many).select("deal_id", "_source", "_measure")


CHECK = Check(
    name="status_disagrees",
    title="Deals whose status and stage tell two ends",
    table="deals",
    column="status",
    remedy="mend the one that is wrong at its source, or leave status out of the mapping where the stage is right",
    affects=("velocity", "funnel", "deals", "next", "model"),
    detail="{measure:,.0f} of {rows:,} count as won, for their status says so: both are kept; won, lost and sums of "
    "money go by the status where it says an end, the steps of the funnel by the history",
    rows=failing,
)
