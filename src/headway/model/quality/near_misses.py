"""References that are no key, and were joined to the one row that is called so but for case, blanks and marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, Check, with_undated
from headway.model.identity import LINKS, link_columns, references
from headway.model.nouns import newest

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PLACE = ("_source", "_file", "_row")


def failing(table: str, column: str) -> Callable[[Book], ir.Table]:
    """The joins of one referring column, each with the number of rows known by then that it joined."""

    def rows(book: Book) -> ir.Table:
        import ibis

        links = ibis.table(link_columns(), name=LINKS)
        links = links.filter(links.table == table, links.column == column)
        read = newest(table)
        given = read.select(*_PLACE, given=read[column]).inner_join(links.select("given", "resolved"), "given")
        known = with_undated(book, table)
        known = known.select(*_PLACE, resolved=known[column])
        joined = known.inner_join(given, (*_PLACE, "resolved"))
        pair = joined.given + ibis.literal(" → ") + joined.resolved
        return joined.group_by(_source=joined["_source"], _id=pair).agg(_rows=joined.count())

    return rows


def _check(table: str, column: str) -> Check:
    return Check(
        name="near_miss",
        title="References joined by a name that is nearly the same",
        table=table,
        column=column,
        remedy="nothing, if the pairs are right; otherwise write the key itself at its source",
        severity=INFO,
        detail="spelled otherwise, and joined to the one row that it can mean",
        rows=failing(table, column),
    )


CHECK = tuple(_check(table, column) for table, column, _ in references())
