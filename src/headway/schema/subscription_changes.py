"""The noun `subscription_changes`: a change of the annual amount of a subscription."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="subscription_changes",
    meaning="A change of the annual amount of a subscription.",
    columns=(
        Column("subscription_id", Type.TEXT, "The subscription.", required=True, refers="subscriptions"),
        Column("changed_on", Type.DAY, "First day of the new amount.", required=True, headings=("change date", "date")),
        Column("arr_before", Type.MONEY, "Annual amount before.", unit="currency", headings=("old arr",)),
        Column("arr_after", Type.MONEY, "Annual amount after.", unit="currency", headings=("new arr",)),
        Column("reason", Type.TEXT, "Why it changed.", free=True),
    ),
    key=("subscription_id", "changed_on"),
    dated_by=("changed_on",),
)
