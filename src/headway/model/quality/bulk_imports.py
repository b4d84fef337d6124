"""Deals that were opened, or closed, together with many others at one moment: an import or a clean-up, not selling."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FEWEST, _TIMES_THE_USUAL = 30, 12


def failing(column: str) -> Callable[[Book], ir.Table]:
    """Deals whose moment is shared by at least 30 deals and by 12 times as many as a usual moment.

    Where the source knows only days, a moment is a day, and usual is what a day brings.
    """

    def rows(book: Book) -> ir.Table:
        deals = book.table("deals")
        dated = deals.filter(deals[column].notnull())
        moments = dated.group_by(_at=dated[column].truncate("m")).agg(_many=dated.count())
        usual = moments.agg(_usual=moments["_many"].quantile(0.5), _moments=moments.count())
        both = moments.cross_join(usual)
        crowded = both.filter(
            both["_many"] >= _FEWEST, both["_many"] > _TIMES_THE_USUAL * both["_usual"], both["_moments"] > 1
        )
        found = deals.select("deal_id", "_source", _at=deals[column].truncate("m"))
        return found.inner_join(crowded.select("_at", "_many"), "_at").select("deal_id", "_source", _measure="_many")

    return rows


CHECK = (
    Check(
        name="bulk_imported",
        title="Deals opened in bulk at one moment",
        table="deals",
        column="created_at",
        remedy="load the day on which each was really opened, or leave them out with --where",
        affects=("velocity", "funnel", "deals"),
        detail="up to {measure:,.0f} at once, at least 12 times the usual: their age begins with the import",
        rows=failing("created_at"),
    ),
    Check(
        name="bulk_closed",
        title="Deals closed in bulk at one moment",
        table="deals",
        column="closed_at",
        remedy="load the day on which each really ended; a clean-up closes deals that had died long before",
        affects=("velocity", "funnel", "deals"),
        detail="up to {measure:,.0f} at once, at least 12 times the usual",
        rows=failing("closed_at"),
    ),
)
