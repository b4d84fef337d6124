"""The noun `statements`: a sentence in which something that matters was said: made by us from activities."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="statements",
    meaning="A sentence in which something that matters to the deal was said: made by us from activities.",
    columns=(
        Column("activity_id", Type.TEXT, "Where it was said.", required=True, refers="activities"),
        Column("deal_id", Type.TEXT, "The deal it was about.", refers="deals"),
        Column(
            "kind",
            Type.TEXT,
            "What was stated.",
            values=("problem", "cost", "date", "owner", "objection", "competitor", "capability", "next_step"),
        ),
        Column("start", Type.INTEGER, "First character of the quote in the body.", unit="characters"),
        Column("end", Type.INTEGER, "One past its last character.", unit="characters"),
        Column("quote", Type.TEXT, "The words themselves.", personal=True),
        Column("speaker", Type.TEXT, "Who said it.", values=("customer", "rep", "unknown")),
        Column("name", Type.TEXT, "What a competitor or capability is called where the data names it."),
        Column("p", Type.NUMBER, "Probability that it is what it seems.", unit="share"),
    ),
    key=("activity_id", "kind", "start"),
    parent="activity_id",
    made=True,
)
