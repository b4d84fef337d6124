"""Deals that look like the same one under two ids: same account, name, amount and first day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """All but the first (by id) of the deals that look the same."""
    deals = book.table("deals")
    alike = {"account_id": deals.account_id, "name": deals.name, "amount": deals.amount.fill_null(-1)}
    rows = deals.select("deal_id", "_source", day=deals.created_at.cast("date"), **alike)
    rows = rows.filter(rows.account_id.notnull(), rows.name.notnull())
    shared = ("account_id", "name", "amount", "day")
    many = rows.group_by(*shared).agg(first_id=rows.deal_id.min(), ids=rows.count())
    both = rows.inner_join(many.filter(many.ids > 1), shared)
    return both.filter(both.deal_id != both.first_id).select("deal_id", "_source")


CHECK = Check(
    name="look_alikes",
    title="Deals that look the same under two ids",
    table="deals",
    column="deal_id",
    remedy="merge them at their source if they are one; here each is counted until then",
    affects=("velocity", "deals", "next"),
    detail="same account, name, amount and first day as a deal with another id",
    rows=failing,
)
