"""Money in a currency that has no rate on its day: its worth is not known, and is never taken as zero."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

_AFFECTS = {
    "deals": ("velocity", "deals", "next"),
    "deal_lines": ("velocity",),
    "products": ("velocity",),
    "subscriptions": ("velocity",),
}


def without_worth(book: Book) -> ir.Table:
    """Deals with an amount whose worth is not known."""
    deals = book.table("deals")
    return deals.filter(deals.amount.notnull(), deals.worth.isnull())


def without_rate(table: str) -> Callable[[Book], ir.Table]:
    """Rows of a table whose currency is neither the reporting one nor among the rates."""

    def rows(book: Book) -> ir.Table:
        money, rates = book.table(table), book.table("fx_rates")
        code = money.currency.upper()
        foreign = money.mutate(_code=code).filter(code.notnull(), code != book.catalog.currency)
        return foreign.anti_join(rates.select(_code=rates.currency.upper()).distinct(), "_code")

    return rows


def _checks() -> tuple[Check, ...]:
    with_money = [name for name, table in tables().items() if not table.made and "currency" in table.names]
    return tuple(_check(name) for name in with_money if name != "fx_rates")


def _check(table: str) -> Check:
    return Check(
        name="unknown_currency",
        title="Money in a currency without a rate",
        table=table,
        column="currency",
        remedy="load the rates of these days as fx_rates, or mend the currency at its source",
        affects=_AFFECTS.get(table, ()),
        detail="their worth is not known: they are left out of every sum of money",
        rows=without_worth if table == "deals" else without_rate(table),
    )


CHECK = _checks()
