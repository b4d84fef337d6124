"""The noun `tickets`: a request for help."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="tickets",
    meaning="A request for help.",
    columns=(
        Column(
            "ticket_id",
            Type.TEXT,
            "Names the ticket in its source.",
            required=True,
            headings=("case id", "caseseq", "case number", "id"),
        ),
        Column(
            "account_id",
            Type.TEXT,
            "Who asked.",
            refers="accounts",
            headings=("account seq", "organization id", "accountid", "customer id"),
        ),
        Column(
            "opened_at",
            Type.TIME,
            "When it was opened.",
            headings=("case created on", "created at", "created date", "submitted at"),
        ),
        Column("closed_at", Type.TIME, "When it was closed.", known="closed_at", headings=("solved at", "resolved at")),
        Column("severity", Type.TEXT, "How bad it was.", headings=("priority",)),
        Column("capability", Type.TEXT, "What it was about.", free=True, headings=("subject", "topic", "category")),
    ),
    key=("ticket_id",),
    dated_by=("opened_at",),
    file_names=("cases", "support_tickets", "ticket"),
)
