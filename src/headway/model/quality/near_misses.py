"""References that are no key, and were joined to the one row that is called so but for case, blanks and marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, Check, Study, with_undated
from headway.model.identity import LINKS, link_columns, references
from headway.model.known import end
from headway.model.nouns import PLACE, newest, unbound

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PLACE = tuple(PLACE)


def failing(table: str, column: str) -> Callable[[Book], ir.Table]:
    """The joins of one referring column, each with the number of rows known by then that it joined."""

    def rows(book: Book) -> ir.Table:
        import ibis

        links = ibis.table(link_columns(), name=LINKS).select("given").distinct()
        given = _given(book, table, column)
        given = given.filter(given.given.notnull()).semi_join(links, "given")
        known = with_undated(book, table)
        known = known.select(*_PLACE, resolved=known[column])
        joined = known.inner_join(given, _PLACE)
        joined = joined.filter(joined.given != joined.resolved)
        pair = joined.given + ibis.literal(" → ") + joined.resolved
        return joined.group_by(_source=joined["_source"], _id=pair).agg(_rows=joined.count())

    return rows


def _given(book: Book, table: str, column: str) -> ir.Table:
    """What the source says that a row refers to: for a deal whose history tells it, what it said by then."""
    import ibis

    read = newest(table)
    if table != "deals" or column not in book.catalog.histories:
        return read.select(*_PLACE, given=read[column])
    changes = unbound("deal_changes")
    changes = changes.filter(changes.field == column).select(*_PLACE, "deal_id", "_known_at", "_seq")
    told = changes.inner_join(newest("deal_changes").select(*_PLACE, "old_value", "new_value"), _PLACE)
    past = told["_known_at"] < end()
    history = told.group_by("deal_id").agg(
        last=told.new_value.argmax(told["_seq"], where=past),
        before=told.old_value.argmin(told["_seq"], where=~past),
        later=(~past).any(),
    )
    both = read.left_join(history, "deal_id")
    untold = ibis.ifelse(both.later.fill_null(False), both.before, both[column])
    return both.select(*_PLACE, given=ibis.ifelse(both.last.notnull(), both.last, untold))


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


def learn(table: str) -> Callable[[Book], list[Check]]:
    """The checks of a table's columns of which any reference was joined so, on whatever day."""

    def found(book: Book) -> list[Check]:
        linked = book.rows("linked columns", lambda _: _linked()).to_pylist()
        columns = sorted({row["column"] for row in linked if row["table"] == table})
        return [_check(table, column) for column in columns]

    return found


def _linked() -> ir.Table:
    import ibis

    return ibis.table(link_columns(), name=LINKS).select("table", "column").distinct()


CHECK = tuple(Study("near_miss", table, learn(table)) for table in dict.fromkeys(name for name, _, _ in references()))
