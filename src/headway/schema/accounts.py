"""The noun `accounts`: a company that may buy, buys or bought."""

from __future__ import annotations

from headway.schema.table import CHANGES, Column, Table, Type

TABLE = Table(
    name="accounts",
    meaning="A company that may buy, buys or bought.",
    columns=(
        Column(
            "account_id",
            Type.TEXT,
            "Names the account in its source.",
            required=True,
            headings=(
                "account",
                "accountid",
                "company id",
                "company_id",
                "customer id",
                "organization id",
                "org_id",
                "account seq",
                "company",
                "account name",
                "customer",
                "id",
            ),
        ),
        Column(
            "name",
            Type.TEXT,
            "Name as people write it.",
            free=True,
            known=CHANGES,
            headings=(
                "account",
                "account name",
                "company",
                "company name",
                "organization",
                "customer",
                "organization name",
            ),
        ),
        Column(
            "domain",
            Type.TEXT,
            "Web domain, lower case, without www.",
            known=CHANGES,
            headings=("website", "company domain name", "web", "url"),
        ),
        Column(
            "industry",
            Type.TEXT,
            "What the company does.",
            known=CHANGES,
            headings=("sector", "vertical", "industry lookup"),
        ),
        Column(
            "country",
            Type.TEXT,
            "Country of the head office.",
            known=CHANGES,
            headings=("billing country", "office location", "location", "hq country"),
        ),
        Column(
            "employees",
            Type.INTEGER,
            "People employed.",
            unit="people",
            known=CHANGES,
            headings=("number of employees", "numberofemployees", "employee count", "headcount", "size"),
        ),
        Column(
            "segment",
            Type.TEXT,
            "The group in which the company is judged.",
            known=CHANGES,
            headings=("market segment", "tier", "customer segment", "account type"),
        ),
        Column(
            "parent_account_id",
            Type.TEXT,
            "The account that owns this one.",
            refers="accounts",
            known=CHANGES,
            headings=("parentid", "subsidiary of", "parent account", "parent company id"),
        ),
        Column(
            "created_at",
            Type.TIME,
            "When the account was first recorded.",
            headings=("created date", "createdate", "create date", "created on", "date added"),
        ),
    ),
    key=("account_id",),
    dated_by=("created_at",),
    file_names=("companies", "organizations", "customers", "account"),
)
