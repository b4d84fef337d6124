"""Merges that go in a circle: A became B and B became A, over any number of rows; one of them has to stand for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.checks import Check
from headway.model.merges import held

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from headway.model.book import Book


def failing(book: Book) -> ir.Table:
    """The merges whose way never ends: what stands for them was itself merged away, or a row was merged into itself.

    A way that ends does so at a row that no merge leads away from.
    """
    import ibis

    told = book.table("merges")
    told = told.filter(told.into_id.notnull())
    spans = held()
    ways = told.left_join(spans, [told.table == spans._table, told.from_id == spans._given])
    ways = ways.mutate(_ends_at=ibis.coalesce(ways._holder, ways.from_id)).select(*told.columns, "_ends_at")
    away = told.select(_table="table", _from="from_id").distinct()
    return ways.semi_join(away, [ways.table == away._table, ways._ends_at == away._from])


CHECK = Check(
    name="merge_circle",
    title="Merges that go in a circle",
    table="merges",
    column="into_id",
    remedy="keep at its source the one merge that happened last, and take out the one that leads back",
    affects=("velocity", "funnel", "deals", "next"),
    detail="the smallest id of the circle stands for the others until then",
    rows=failing,
)
