"""The noun `subscriptions`: what a customer pays for by the year, from its first to its last day."""

from __future__ import annotations

from headway.schema.table import PLAN, Column, Table, Type

TABLE = Table(
    name="subscriptions",
    meaning="What a customer pays for by the year, from its first to its last day.",
    columns=(
        Column(
            "subscription_id",
            Type.TEXT,
            "Names the subscription in its source.",
            required=True,
            headings=("subscriptionid", "contract id", "id"),
        ),
        Column(
            "account_id",
            Type.TEXT,
            "Who pays.",
            refers="accounts",
            headings=("accountid", "customer id", "customer", "account"),
        ),
        Column("deal_id", Type.TEXT, "The deal that sold it.", refers="deals", headings=("opportunity id",)),
        Column(
            "product_id", Type.TEXT, "What is paid for.", refers="products", headings=("plan", "plan id", "plan tier")
        ),
        Column(
            "arr",
            Type.MONEY,
            "Money a year at its start.",
            unit="currency",
            headings=("arr amount", "annual recurring revenue", "annual value"),
        ),
        Column(
            "currency",
            Type.TEXT,
            "Currency of the annual amount; the reporting currency when empty.",
            headings=("currency_iso_code", "currency code", "deal currency", "transactioncurrencyid"),
        ),
        Column("started_on", Type.DAY, "First day.", headings=("start date", "current period start")),
        Column(
            "ended_on",
            Type.DAY,
            "Last day; empty while it runs.",
            known="ended_on",
            headings=("end date", "canceled at", "cancelled on"),
        ),
        Column(
            "end_reason",
            Type.TEXT,
            "Why it ended.",
            values=("churn", "payment", "term", "upgrade"),
            known="ended_on",
            headings=("churn reason", "cancellation reason"),
        ),
        Column("renews_on", Type.DAY, "Next renewal.", known=PLAN, headings=("renewal date", "current period end")),
    ),
    key=("subscription_id",),
    dated_by=("started_on",),
    parent="deal_id",
    file_names=("contracts", "subscription"),
)
