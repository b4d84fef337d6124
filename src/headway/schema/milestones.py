"""The noun `milestones`: a step of a customer on the way to using what was sold."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="milestones",
    meaning="A step of a customer on the way to using what was sold.",
    columns=(
        Column("account_id", Type.TEXT, "The account.", required=True, refers="accounts"),
        Column("deal_id", Type.TEXT, "The deal that sold it.", refers="deals"),
        Column("kind", Type.TEXT, "Which step.", required=True, values=("kickoff", "deployed", "first_value")),
        Column("reached_at", Type.TIME, "When it was reached.", headings=("date", "completed at")),
    ),
    key=("account_id", "deal_id", "kind"),
    dated_by=("reached_at",),
    parent="deal_id",
    file_names=("onboarding",),
)
