"""The noun `deal_changes`: one change of one field of a deal; ``stage`` changes are its history."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="deal_changes",
    meaning="One change of one field of a deal; ``stage`` changes are its history.",
    columns=(
        Column(
            "deal_id",
            Type.TEXT,
            "The deal.",
            required=True,
            refers="deals",
            headings=("opportunity id", "opportunityid", "opportunity_id", "parent id"),
        ),
        Column(
            "field",
            Type.TEXT,
            "Which field changed; ``stage`` is the stage history.",
            required=True,
            headings=("field name", "property", "property name"),
        ),
        Column(
            "old_value",
            Type.TEXT,
            "Value before.",
            free=True,
            headings=("old value", "oldvalue", "from", "from value", "previous value"),
        ),
        Column(
            "new_value",
            Type.TEXT,
            "Value after.",
            free=True,
            headings=("new value", "newvalue", "to", "to value", "value"),
        ),
        Column(
            "changed_at",
            Type.TIME,
            "When it changed.",
            required=True,
            headings=("created date", "createddate", "timestamp", "change date", "changed on", "edit date", "date"),
        ),
    ),
    key=("deal_id", "field", "changed_at", "new_value"),
    dated_by=("changed_at",),
    changes_of="deals",
    file_names=(
        "opportunity_field_history",
        "opportunityfieldhistory",
        "opportunity_history",
        "deal_history",
        "deal_property_history",
        "stage_history",
    ),
)
