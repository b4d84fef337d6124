"""Deals that were closed and then worked on again: each counts once, as what it is now; its first end is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, Check
from headway.model.words import outcome

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Deals of whose stages one that goes on came after one that ends."""
    deals, changes = book.table("deals"), book.table("deal_changes")
    steps = changes.filter(changes.field.isin(["stage", "status"]), changes.new_value.notnull())
    ends = outcome(steps.new_value).notnull()
    spans = steps.group_by("deal_id").agg(_ended=steps["_seq"].min(where=ends), _went_on=steps["_seq"].max(where=~ends))
    again = spans.filter(spans["_went_on"] > spans["_ended"])
    return deals.select("deal_id", "_source").semi_join(again, "deal_id")


CHECK = Check(
    name="reopened",
    title="Deals that were opened again after they had closed",
    table="deals",
    column="stage",
    needs=("deal_changes",),
    remedy="nothing, if they are the same deal; open a new one for a new try",
    affects=("velocity", "funnel"),
    severity=INFO,
    detail="as of a day they are what they were on that day; today each counts once, from its first day",
    rows=failing,
)
