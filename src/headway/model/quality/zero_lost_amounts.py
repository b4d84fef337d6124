"""Lost deals that carry no amount although won ones do: the amount was emptied at the close, or never asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MOST = 0.5


def failing(book: Book) -> ir.Table:
    """Lost deals with amount 0 or none, if most won deals have one."""
    deals = book.table("deals")
    empty = deals.amount.fill_null(0) == 0
    won, lost = deals.outcome == "won", deals.outcome == "lost"
    sums = deals.agg(won=won.sum(), filled=(won & ~empty).sum(), lost=lost.sum())
    rows = deals.filter(lost, empty).select("deal_id", "_source").cross_join(sums)
    return rows.filter(rows.filled > _MOST * rows.won).select("deal_id", "_source", _measure=rows.lost)


CHECK = Check(
    name="zero_lost_amounts",
    title="Lost deals without an amount",
    table="deals",
    column="amount",
    remedy="keep the amount when a deal is lost, or load its history as deal_changes with field amount",
    affects=("deals", "model"),
    detail="{rows:,} of {measure:,.0f} lost deals carry 0 or no amount while most won ones have one: what was lost "
    "cannot be counted in money, and the amount gives the outcome away",
    rows=failing,
)
