"""The noun `rejects`: a row that was refused, with the reason and the remedy: made by us."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="rejects",
    meaning="A row that was refused, with the reason and the remedy: made by us.",
    columns=(
        Column("source", Type.TEXT, "The source.", required=True),
        Column("table", Type.TEXT, "The table it was meant for."),
        Column("row", Type.TEXT, "File and line."),
        Column("column", Type.TEXT, "The column that broke the rule; empty for the whole row."),
        Column("rule", Type.TEXT, "The rule that was broken."),
        Column("value", Type.TEXT, "The value that broke it.", personal=True),
        Column("remedy", Type.TEXT, "What to do about it."),
    ),
    made=True,
)
