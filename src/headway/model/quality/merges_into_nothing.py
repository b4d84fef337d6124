"""Merges into a row that is not there: the one that is gone is expected to be, the one that stands for it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.checks import Check
from headway.model.known import end
from headway.model.merges import held
from headway.model.nouns import unbound
from headway.schema import tables
from headway.schema.merges import MERGED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from headway.model.book import Book


def failing(book: Book) -> ir.Table:
    """The merges at whose end no row stands; of a chain the last one alone, since the others lead to it.

    A row that was deleted since was there: its source took it out. A table without any row says nothing of its merges.
    A merge without a day was always one, also before the row that stands for it was known: it is told for the newest
    day alone.
    """
    told = book.table("merges")
    told = told.filter(told.into_id.notnull())
    there = _there(book)
    further = told.select(_table="table", _id="from_id").union(held().select("_table", _id="_given")).union(there)
    dated = told if book.today else told.filter(told.merged_at.notnull())
    of_loaded = dated.semi_join(there, dated.table == there["_table"])
    return of_loaded.anti_join(further, [of_loaded.table == further["_table"], of_loaded.into_id == further["_id"]])


def _there(book: Book) -> ir.Table:
    """(_table, _id) of every row known by then; on the newest day of those, too, that nothing dates."""
    import ibis

    def known(table: str) -> ir.Table:
        rows = unbound(table)
        since = rows["_known_at"]
        rows = rows.filter(since.isnull() | (since < end()) if book.today else since < end())
        return rows.select(_table=ibis.literal(table), _id=tables()[table].key[0])

    return ibis.union(*map(known, MERGED), distinct=False)


CHECK = Check(
    name="merges_into_nothing",
    title="Merges into a row that is not there",
    table="merges",
    column="into_id",
    remedy="load the row that into_id names, or mend into_id at its source",
    affects=("velocity", "funnel", "deals", "next"),
    detail="what named the row that is gone names one that is not there since",
    rows=failing,
)
