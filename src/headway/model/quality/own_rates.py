"""Rates of the reporting currency that are not 1: they must lead to another currency than is thought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.checks import Check
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from headway.model.book import Book

_ABOUT = 1e-6


def failing(book: Book) -> ir.Table:
    """The rates of the reporting currency that do not say to which currency they lead, and are not 1."""
    rates = book.table("fx_rates")
    own = rates.filter(rates.currency.strip().upper() == book.catalog.currency, rates.to_currency.isnull())
    return own.filter((own.rate - 1).abs() > _ABOUT).select(*tables()["fx_rates"].key, "_source")


CHECK = Check(
    name="own_rate",
    title="Rates of the reporting currency that are not 1",
    table="fx_rates",
    column="rate",
    remedy='say to which currency the rates lead: to_currency = {const = "…"} under [sources.tables.fx_rates]',
    affects=("velocity", "deals", "next"),
    detail="without to_currency, rates lead to the reporting currency: these cannot, so the others may not either",
    rows=failing,
)
