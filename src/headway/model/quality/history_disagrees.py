"""Deals whose stage is not the one that their history ends with: both are kept, the history is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check
from headway.model.known import end
from headway.model.nouns import unbound
from headway.model.words import outcome

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Deals of which nothing was learned since, whose row says another stage than their last change."""
    # The book gives the stage that the history ends with; the row as it lies has its own.
    deals = book.table("deals").select("deal_id", "_source", told="stage")
    changes, lying = unbound("deal_changes"), unbound("deals")
    later = changes.filter(changes.field == "stage", changes["_known_at"] >= end())
    settled = lying.filter(lying.closed_at.isnull() | (lying.closed_at < end())).anti_join(later, "deal_id")
    both = deals.inner_join(settled.select("deal_id", said="stage"), "deal_id")
    both = both.filter(both.said.notnull(), both.told.notnull(), both.said != both.told)
    both = both.filter(_bare(both.said) != _bare(both.told))
    return both.select("deal_id", "_source")


def _bare(stage: ir.StringValue) -> ir.StringValue:
    """A stage without case and blanks; every word for won is one, every word for lost another."""
    import ibis

    return ibis.coalesce(outcome(stage), stage.strip().lower())


CHECK = Check(
    name="history_disagrees",
    title="Deals whose stage is not the last of their history",
    table="deals",
    column="stage",
    needs=("deal_changes",),
    remedy="load the missing changes of their stage, or mend the stage at its source",
    affects=("funnel", "deals", "next"),
    detail="the stage of the row and the end of its history differ: both are kept, the history is believed",
    rows=failing,
)
