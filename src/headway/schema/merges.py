"""The noun `merges`: one row was found to be another, and has stood for it since."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

MERGED = ("accounts", "contacts", "leads", "deals", "reps")
"""The tables whose rows may be one under several ids."""

TABLE = Table(
    name="merges",
    meaning="One row was found to be another (a company, a person, a deal twice), and has stood for it since.",
    columns=(
        Column(
            "table",
            Type.TEXT,
            "Whose rows they are.",
            required=True,
            values=MERGED,
            closed=True,
        ),
        Column(
            "from_id",
            Type.TEXT,
            "The row that is gone.",
            required=True,
            headings=("merged id", "loser id", "duplicate id", "merged deal id", "vid to merge", "merged from id"),
        ),
        Column(
            "into_id",
            Type.TEXT,
            "The row that stands for it; it may itself be merged later. Empty: nothing was merged.",
            headings=("master record id", "masterrecordid", "survivor id", "winner id", "master id", "canonical vid"),
        ),
        Column(
            "merged_at",
            Type.TIME,
            "When they became one; empty: they always were.",
            headings=("merge date", "merged on", "merge timestamp"),
        ),
    ),
    key=("table", "from_id"),
    dated_by=("merged_at",),
    undated_always=True,
    file_names=("merge_audit", "merge_history"),
)
