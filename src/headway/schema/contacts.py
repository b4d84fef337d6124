"""The noun `contacts`: a person at an account."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="contacts",
    meaning="A person at an account.",
    columns=(
        Column(
            "contact_id",
            Type.TEXT,
            "Names the person in its source.",
            required=True,
            headings=("contactid", "person id", "contact seq", "record id", "id"),
        ),
        Column(
            "account_id",
            Type.TEXT,
            "Where the person works.",
            refers="accounts",
            headings=(
                "accountid",
                "company id",
                "account",
                "account name",
                "account seq",
                "organization id",
                "company",
            ),
        ),
        Column(
            "name",
            Type.TEXT,
            "Full name.",
            free=True,
            personal=True,
            headings=("full name", "contact", "contact name", "person"),
        ),
        Column("email", Type.TEXT, "Mail address.", personal=True, headings=("email address", "e-mail", "mail")),
        Column(
            "title",
            Type.TEXT,
            "Job title.",
            free=True,
            personal=True,
            headings=("job title", "jobtitle", "position", "role"),
        ),
        Column(
            "created_at",
            Type.TIME,
            "When the person was first recorded.",
            headings=("created date", "createdate", "create date", "created on"),
        ),
    ),
    key=("contact_id",),
    dated_by=("created_at",),
    parent="account_id",
    undated_always=True,
    file_names=("people", "persons", "contact"),
)
