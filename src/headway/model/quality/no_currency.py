"""Amounts that do not say their currency: they are taken as money of the reporting currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, Check

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Deals with an amount and no currency."""
    deals = book.table("deals")
    return deals.filter(deals.currency.isnull(), deals.amount.notnull())


CHECK = Check(
    name="no_currency",
    title="Amounts that do not say their currency",
    table="deals",
    column="currency",
    remedy="map the column that holds the currency, or set [workspace] currency to the one that is meant",
    affects=("velocity", "deals", "next", "outlook"),
    severity=INFO,
    detail="taken as money of the reporting currency",
    rows=failing,
)
