"""Changes whose value is none of their column, such as an amount in words: they change nothing, and are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.changes import kind_of
from headway.model.checks import Check
from headway.schema import histories, tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

_AFFECTS = {"deals": ("velocity", "deals", "next"), "accounts": ("deals", "next")}


def failing(history: str, owner: str) -> Callable[[Book], ir.Table]:
    """Changes of a column that is no text, with an old or a new value that it cannot hold."""

    def rows(book: Book) -> ir.Table:
        import ibis

        changes, table = book.table(history), tables()[owner]
        bad = ibis.literal(value=False)
        for field in table.names:
            kind = kind_of(table, field)
            if kind != "string":
                texts = (changes.old_value, changes.new_value)
                unread = [text.notnull() & text.try_cast(kind).isnull() for text in texts]
                bad |= (changes.field == field) & (unread[0] | unread[1])
        return changes.filter(bad).select(*tables()[history].key, "_source")

    return rows


CHECK = tuple(
    Check(
        name="unreadable_history",
        title="Changes with a value that cannot be read",
        table=history,
        column="new_value",
        remedy="mend the value at its source, or say how it is written: values = {amount = {decimal = …}} "
        "in headway.toml",
        affects=_AFFECTS.get(owner, ()),
        detail="an amount, a number or a day that is none: the value before it stays, or the one of the row",
        rows=failing(history, owner),
    )
    for owner, history in histories().items()
)
