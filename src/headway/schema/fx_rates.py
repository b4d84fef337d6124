"""The noun `fx_rates`: what one unit of a currency is worth in the reporting currency on a day."""

from __future__ import annotations

from headway.schema.table import ALWAYS, Column, Table, Type

TABLE = Table(
    name="fx_rates",
    meaning="What one unit of a currency is worth in the reporting currency on a day.",
    columns=(
        Column("day", Type.DAY, "The day.", required=True, known=ALWAYS, headings=("date",)),
        Column(
            "currency", Type.TEXT, "The currency.", required=True, known=ALWAYS, headings=("currency code", "iso_code")
        ),
        Column(
            "rate",
            Type.NUMBER,
            "Units of the other currency for one unit.",
            known=ALWAYS,
            headings=("conversion rate", "exchange rate"),
        ),
        Column(
            "to_currency",
            Type.TEXT,
            "The currency in which the rate is told; the reporting currency when empty.",
            known=ALWAYS,
            headings=("base currency", "base", "target currency", "quote currency", "to"),
        ),
    ),
    key=("day", "currency"),
    always=True,
    file_names=("exchange_rates", "currency_rates", "fx"),
)
