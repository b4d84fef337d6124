"""The noun `quotas`: what a seller is asked to book in a period."""

from __future__ import annotations

from headway.schema.table import ALWAYS, Column, Table, Type

TABLE = Table(
    name="quotas",
    meaning="What a seller is asked to book in a period.",
    columns=(
        Column(
            "rep_id",
            Type.TEXT,
            "The seller.",
            required=True,
            refers="reps",
            known=ALWAYS,
            headings=("owner id", "sales agent", "salesperson", "rep"),
        ),
        Column(
            "period_start",
            Type.DAY,
            "First day of the period.",
            required=True,
            known=ALWAYS,
            headings=("quota date", "start date", "month", "quarter"),
        ),
        Column("period_end", Type.DAY, "Last day of the period.", known=ALWAYS, headings=("end date",)),
        Column(
            "amount",
            Type.MONEY,
            "Money to book in the period.",
            unit="currency",
            known=ALWAYS,
            headings=("quota", "sales quota", "target", "quota amount"),
        ),
        Column(
            "currency",
            Type.TEXT,
            "Currency of the quota; the reporting currency when empty.",
            headings=("currency_iso_code", "currency code", "deal currency", "transactioncurrencyid"),
        ),
    ),
    key=("rep_id", "period_start"),
    always=True,
    file_names=("quota",),
)
