"""Rows dated after the sync that read them: a plan, or a wrong year; they are not counted until their day.

Such a date cannot be when the row became known, since it was read before. So it is told for the newest day alone,
and never for a day of the past.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.model.book import Book
from headway.model.checks import INFO, Check, Study
from headway.model.nouns import unbound
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(table: str) -> Callable[[Book], ir.Table]:
    """Rows of a table that become known only after the sync."""

    def rows(_book: Book) -> ir.Table:
        lying = unbound(table)
        return lying.filter(lying["_known_at"] > place("synced_at", "timestamp"), lying.deleted_at.isnull())

    return rows


def learn(table: str) -> Callable[[Book], Sequence[Check]]:
    """The check of a table that has any such row."""

    def found(book: Book) -> Sequence[Check]:
        if not book.today or book.scope.reps is not None:
            return ()
        last = book.rows(f"last known|{table}", lambda _: _last(table)).column("last")[0].as_py()
        return (_check(table),) if last is not None and last > book.catalog.synced_at else ()

    return found


def _last(table: str) -> ir.Table:
    lying = unbound(table)
    return lying.agg(last=lying["_known_at"].max())


def _check(table: str) -> Check:
    return Check(
        name="future_dates",
        title="Rows dated after the sync",
        table=table,
        remedy="leave them if they are plans; otherwise mend the year at its source",
        severity=INFO,
        detail="they are not counted until their day",
        rows=failing(table),
    )


CHECK = tuple(
    Study("future_dates", name, learn(name)) for name, table in tables().items() if not table.made and not table.always
)
