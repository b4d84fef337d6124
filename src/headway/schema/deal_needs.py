"""The noun `deal_needs`: a capability that a deal asks for, and how the product meets it."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="deal_needs",
    meaning="A capability that a deal asks for, and how the product meets it.",
    columns=(
        Column("deal_id", Type.TEXT, "The deal.", required=True, refers="deals"),
        Column(
            "capability", Type.TEXT, "What is asked for.", required=True, headings=("feature", "requirement", "need")
        ),
        Column(
            "importance", Type.TEXT, "How much it matters.", values=("required", "preferred"), headings=("priority",)
        ),
        Column("fit", Type.TEXT, "How the product meets it.", values=("native", "custom", "missing", "unknown")),
        Column("effort_days", Type.NUMBER, "Work to meet it.", unit="days"),
        Column("stated_at", Type.TIME, "When it was asked for."),
    ),
    key=("deal_id", "capability"),
    dated_by=("stated_at",),
    parent="deal_id",
    file_names=("requirements", "feature_requests"),
)
