"""References that lead to no row: the row is kept and counted, and waits for its parent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check, with_undated
from headway.model.identity import ever_given
from headway.model.known import by_then, end
from headway.model.nouns import unbound
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

_AFFECTS = {
    "accounts": ("next", "velocity"),
    "reps": ("next",),
    "leads": ("funnel",),
    "deals": ("next", "deals"),
    "products": ("velocity",),
    "contacts": ("next",),
    "subscriptions": ("velocity",),
}
_ONE = {
    "accounts": "account",
    "reps": "seller",
    "leads": "lead",
    "deals": "deal",
    "products": "product",
    "contacts": "contact",
    "subscriptions": "subscription",
}


def failing(table: str, column: str, parent: str) -> Callable[[Book], ir.Table]:
    """The rows of a table whose reference is no key of its parent by then, whoever may see the parent.

    What is left of a deal that was deleted (its history, its lines, its calls) waits for no parent: the deal is told
    once, as deleted.
    """

    def rows(book: Book) -> ir.Table:
        children = with_undated(book, table)
        every = unbound(parent)
        ended = every.filter(every["_known_at"] < end())
        above = ended if parent == "deals" else by_then(every, tables()[parent], book.catalog.timezone)
        given, key = children.filter(children[column].notnull()), tables()[parent].key[0]
        if f"{table}.{column}" not in book.catalog.given:
            return given.anti_join(above, given[column] == above[key])
        # The few texts are compared, not the many rows: where all lead somewhere, no row is looked at.
        every = ever_given(table, column, parent, merged=parent in book.catalog.merged)
        lost = every.anti_join(above, every.given == above[key])
        return given.semi_join(lost, given[column] == lost.given)

    return rows


def _references() -> Iterator[tuple[str, str, str]]:
    for table in tables().values():
        if not table.made:
            yield from ((table.name, column.name, column.refers) for column in table.columns if column.refers)


def _check(table: str, column: str, parent: str) -> Check:
    return Check(
        name="orphan",
        title=f"Rows that name an unknown {_ONE.get(parent, parent)}",
        table=table,
        column=column,
        needs=(parent,),
        of_undated=True,  # where every reference leads nowhere, nothing dates the parents
        remedy=f"load the missing {parent}, or mend {table}.{column} at its source; the rows wait for their parent",
        affects=_AFFECTS.get(parent, ()),
        rows=failing(table, column, parent),
    )


CHECK = tuple(_check(*reference) for reference in _references())
