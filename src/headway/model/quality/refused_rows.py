"""Rows that were refused when they were read, by table, column and rule; they carry no date and are always shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir


_AFFECTS = ("velocity", "deals", "next")


def failing(book: Book) -> ir.Table:
    """Each refused value, named by file and line, except rows that lost against another with the same key."""
    import ibis

    rows = book.table("rejects")
    rows = rows.filter(rows.rule != "duplicate")
    return _named(rows).mutate(_check=ibis.literal("refused_") + rows.rule)


def repeated(book: Book) -> ir.Table:
    """Rows whose key another row had with other values."""
    rows = book.table("rejects")
    return _named(rows.filter(rows.rule == "duplicate"))


def _named(rows: ir.Table) -> ir.Table:
    return rows.filter(rows.table.notnull()).mutate(
        _source=rows.source,
        _id=rows.row,
        _table=rows.table,
        _column=rows.column.fill_null(""),
        _remedy=rows.remedy.fill_null(""),
    )


CHECK = (
    Check(
        name="refused",
        title="Rows that were refused",
        table="rejects",
        remedy="mend them at their source, then sync again",
        affects=_AFFECTS,
        detail="they are in no number",
        refused=True,
        rows=failing,
    ),
    Check(
        name="duplicate",
        title="Rows with the key of another row",
        table="rejects",
        remedy="keep one row for each key at its source",
        affects=_AFFECTS,
        detail="the later file, then the later line was taken; these were refused",
        refused=True,
        rows=repeated,
    ),
)
