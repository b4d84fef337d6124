"""The noun `journeys`: every step that a lead, a deal or a customer took: made by us from the other tables."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="journeys",
    meaning="Every step that a lead, a deal or a customer took: made by us from the other tables.",
    columns=(
        Column("journey_id", Type.TEXT, "Kind and id.", required=True),
        Column("kind", Type.TEXT, "Whose journey.", values=("lead", "deal", "customer")),
        Column("entity_id", Type.TEXT, "The lead, deal or account."),
        Column("account_id", Type.TEXT, "The account.", refers="accounts"),
        Column("from_state", Type.TEXT, "State before; empty at the start."),
        Column("to_state", Type.TEXT, "State after."),
        Column("at", Type.TIME, "When it happened."),
        Column("known_at", Type.TIME, "Since when it is known."),
        Column("rebuilt", Type.FLAG, "Made from creation and closing because no history was given."),
    ),
    key=("journey_id", "at", "to_state"),
    dated_by=("known_at",),
    made=True,
)
