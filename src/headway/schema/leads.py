"""The noun `leads`: a person or company that may become a deal."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="leads",
    meaning="A person or company that may become a deal.",
    columns=(
        Column(
            "lead_id",
            Type.TEXT,
            "Names the lead in its source.",
            required=True,
            headings=("leadid", "prospect id", "lead number", "id"),
        ),
        Column(
            "source",
            Type.TEXT,
            "Where the lead came from (the lead's own).",
            headings=("lead source", "original source", "lead origin", "channel"),
        ),
        Column("campaign", Type.TEXT, "The campaign that brought it.", headings=("campaign name", "utm_campaign")),
        Column(
            "account_id",
            Type.TEXT,
            "The account, where known.",
            refers="accounts",
            headings=("accountid", "company id"),
        ),
        Column(
            "rep_id", Type.TEXT, "Who works it.", refers="reps", headings=("owner id", "ownerid", "lead owner", "owner")
        ),
        Column("company", Type.TEXT, "Company name as given.", free=True, headings=("company name", "organization")),
        Column("email", Type.TEXT, "Mail address.", personal=True, headings=("email address", "e-mail")),
        Column(
            "created_at",
            Type.TIME,
            "When the lead was first recorded.",
            headings=("created date", "createdate", "create date", "created on", "lead created"),
        ),
        Column(
            "mql_at",
            Type.TIME,
            "When marketing qualified it.",
            known="mql_at",
            headings=("mql date", "became mql", "date entered mql"),
        ),
        Column(
            "sql_at",
            Type.TIME,
            "When sales accepted it.",
            known="sql_at",
            headings=("sql date", "became sql", "date entered sql"),
        ),
        Column(
            "converted_at",
            Type.TIME,
            "When it became a deal.",
            known="converted_at",
            headings=("converted date", "converteddate", "conversion date"),
        ),
        Column(
            "deal_id",
            Type.TEXT,
            "The deal it became.",
            refers="deals",
            known="converted_at",
            headings=("converted opportunity id", "convertedopportunityid", "opportunity id"),
        ),
        Column(
            "disqualified_at",
            Type.TIME,
            "When it was given up.",
            known="disqualified_at",
            headings=("disqualified date",),
        ),
        Column(
            "disqualified_reason",
            Type.TEXT,
            "Why it was given up.",
            free=True,
            known="disqualified_at",
            headings=("disqualification reason", "unqualified reason"),
        ),
    ),
    key=("lead_id",),
    dated_by=("created_at", "mql_at", "sql_at", "converted_at", "disqualified_at"),
    file_names=("lead", "prospects"),
)
