"""The noun `targets`: what a group is asked to reach in a period."""

from __future__ import annotations

from headway.schema.table import ALWAYS, Column, Table, Type

TABLE = Table(
    name="targets",
    meaning="What a group is asked to reach in a period.",
    columns=(
        Column(
            "metric",
            Type.TEXT,
            "What is measured.",
            required=True,
            values=("mql", "pipeline", "win_rate", "bookings", "arr", "grr"),
            known=ALWAYS,
        ),
        Column("group", Type.TEXT, "The group, empty for the whole company.", known=ALWAYS),
        Column("period_start", Type.DAY, "First day of the period.", required=True, known=ALWAYS),
        Column("period_end", Type.DAY, "Last day of the period.", known=ALWAYS),
        Column("value", Type.NUMBER, "The figure to reach, in ``unit``.", known=ALWAYS),
        Column("unit", Type.TEXT, "Unit of the figure.", known=ALWAYS),
    ),
    key=("metric", "group", "period_start"),
    always=True,
)
