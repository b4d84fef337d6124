"""The noun `costs`: money spent to find, win or keep customers."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="costs",
    meaning="Money spent to find, win or keep customers.",
    columns=(
        Column("cost_id", Type.TEXT, "Names the cost.", required=True, headings=("id",)),
        Column(
            "kind",
            Type.TEXT,
            "What it was for.",
            values=("marketing", "sales", "success", "delivery"),
            headings=("type", "category"),
        ),
        Column("amount", Type.MONEY, "Money spent.", unit="currency", headings=("cost", "spend", "value")),
        Column(
            "currency",
            Type.TEXT,
            "Currency of the amount; the reporting currency when empty.",
            headings=("currency_iso_code", "currency code", "deal currency", "transactioncurrencyid"),
        ),
        Column("incurred_on", Type.DAY, "Day it was spent.", headings=("date", "spend date")),
        Column("segment", Type.TEXT, "Segment it was for, where known."),
        Column("channel", Type.TEXT, "Channel it was for, where known."),
        Column("account_id", Type.TEXT, "Account it was for, where known.", refers="accounts"),
        Column("deal_id", Type.TEXT, "Deal it was for, where known.", refers="deals"),
        Column("rep_id", Type.TEXT, "Seller it was for, where known.", refers="reps"),
    ),
    key=("cost_id",),
    dated_by=("incurred_on",),
    file_names=("spend", "expenses"),
)
