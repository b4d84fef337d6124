"""The noun `account_changes`: one change of one field of an account; what it was before is known of each day."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="account_changes",
    meaning="One change of one field of an account: its segment, its name, its owner company.",
    columns=(
        Column(
            "account_id",
            Type.TEXT,
            "The account.",
            required=True,
            refers="accounts",
            headings=("accountid", "company id", "company_id"),
        ),
        Column(
            "field",
            Type.TEXT,
            "Which field changed.",
            required=True,
            headings=("field name", "property", "property name"),
        ),
        Column("old_value", Type.TEXT, "Value before.", free=True, headings=("old value", "oldvalue", "from")),
        Column("new_value", Type.TEXT, "Value after.", free=True, headings=("new value", "newvalue", "to", "value")),
        Column(
            "changed_at",
            Type.TIME,
            "When it changed.",
            required=True,
            headings=("created date", "createddate", "timestamp", "change date", "changed on", "edit date"),
        ),
    ),
    key=("account_id", "field", "changed_at", "new_value"),
    dated_by=("changed_at",),
    changes_of="accounts",
    file_names=("account_history", "accounthistory", "account_field_history", "company_property_history"),
)
