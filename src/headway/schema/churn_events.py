"""The noun `churn_events`: that a customer left, as a list of departures of its own tells it."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="churn_events",
    meaning="That a customer left, as a list of departures tells it; the ends of subscriptions are checked against it.",
    columns=(
        Column(
            "churn_event_id",
            Type.TEXT,
            "Names the departure in its source.",
            required=True,
            headings=("churn id", "churn event", "cancellation id", "cancellation event id", "departure id"),
        ),
        Column(
            "account_id",
            Type.TEXT,
            "Who left.",
            required=True,
            refers="accounts",
            headings=("accountid", "customer id", "customer", "account"),
        ),
        Column(
            "subscription_id",
            Type.TEXT,
            "What was ended, where it is named.",
            refers="subscriptions",
            headings=("subscriptionid", "contract id"),
        ),
        Column(
            "churned_on",
            Type.DAY,
            "The day on which it left.",
            required=True,
            headings=("churn date", "churned at", "cancellation date", "canceled at", "cancelled on", "left on"),
        ),
        Column(
            "reason",
            Type.TEXT,
            "Why, as its source says.",
            free=True,
            headings=("reason code", "churn reason", "cancellation reason"),
        ),
    ),
    key=("churn_event_id",),
    dated_by=("churned_on",),
    file_names=("churn", "churned", "cancellations", "departures"),
)
