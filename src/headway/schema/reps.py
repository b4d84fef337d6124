"""The noun `reps`: a person who sells."""

from __future__ import annotations

from headway.schema.table import ALWAYS, Column, Table, Type

TABLE = Table(
    name="reps",
    meaning="A person who sells.",
    columns=(
        Column(
            "rep_id",
            Type.TEXT,
            "Names the seller in its source.",
            required=True,
            known=ALWAYS,
            headings=(
                "owner id",
                "sales agent",
                "ownerid",
                "user id",
                "systemuserseq",
                "rep",
                "sales rep",
                "sales owner",
                "salesperson",
                "owner",
                "id",
            ),
        ),
        Column(
            "name",
            Type.TEXT,
            "Full name.",
            free=True,
            personal=True,
            known=ALWAYS,
            headings=("sales agent", "sales owner", "owner name", "full name", "rep", "owner", "user name", "username"),
        ),
        Column("email", Type.TEXT, "Mail address.", personal=True, known=ALWAYS, headings=("email address", "e-mail")),
        Column(
            "team",
            Type.TEXT,
            "Team or office.",
            known=ALWAYS,
            headings=("regional office", "region", "sales team", "office", "territory"),
        ),
        Column(
            "manager_rep_id",
            Type.TEXT,
            "The seller to whom this one reports.",
            refers="reps",
            known=ALWAYS,
            headings=("manager", "manager id", "managerid", "reports to"),
        ),
        Column(
            "started_on",
            Type.DAY,
            "First day in the role.",
            known=ALWAYS,
            headings=("start date", "hire date", "hired on"),
        ),
        Column(
            "ended_on",
            Type.DAY,
            "Last day in the role.",
            known=ALWAYS,
            headings=("end date", "left on", "termination date"),
        ),
    ),
    key=("rep_id",),
    always=True,
    file_names=(
        "owners",
        "users",
        "sales_teams",
        "sellers",
        "salespeople",
        "sales_reps",
        "sales reps",
        "team",
        "agents",
    ),
)
