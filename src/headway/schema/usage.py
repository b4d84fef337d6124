"""The noun `usage`: how much an account used a product on a day."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="usage",
    meaning="How much an account used a product on a day.",
    columns=(
        Column("account_id", Type.TEXT, "The account.", required=True, refers="accounts"),
        Column("product_id", Type.TEXT, "The product; empty for all.", refers="products"),
        Column("day", Type.DAY, "The day.", required=True, headings=("usage date", "date")),
        Column("metric", Type.TEXT, "What is counted.", required=True, headings=("feature name", "event")),
        Column("value", Type.NUMBER, "How much.", headings=("usage count", "count", "quantity")),
    ),
    key=("account_id", "product_id", "day", "metric"),
    dated_by=("day",),
    file_names=("feature_usage", "product_usage"),
)
