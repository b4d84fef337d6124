"""Zendesk: tickets, the organizations that ask, agents and end users, as its interface and warehouses name them."""

from __future__ import annotations

from headway.ingest.sheets import Layout, Sheet

LAYOUT = Layout(
    "zendesk",
    (
        Sheet(
            "ticket",
            "tickets",
            files=("ticket", "tickets"),
            marks=(
                "id|ticketid",
                "requesterid|submitterid|requester",
                "assigneeid|assignee|organizationid|organization",
                "status|ticketstatus",
            ),
            columns={
                "ticket_id": ("id", "ticketid"),
                "account_id": ("organizationid", "ticketorganizationname", "organization"),
                "opened_at": ("createdat", "ticketcreateddate", "requesteddate"),
                "closed_at": (
                    {
                        "lookup": {
                            "file": "field_history",
                            "on": "id|ticketid",
                            "key": "ticketid",
                            "value": "updated|createdat",
                            "where": "{fieldname} = 'status' AND {value} IN ('solved', 'closed')",
                            "order": "updated|createdat",
                        }
                    },
                    "solvedat",
                    "ticketsolveddate",
                ),
                "severity": "priority",
                "capability": ("type", "tickettype", "subject"),
            },
        ),
        Sheet(
            "field_history",
            "",
            files=("ticketfieldhistory",),
            marks=("ticketid", "fieldname", "value", "updated|createdat"),
        ),
        Sheet(
            "organization",
            "accounts",
            files=("organization", "organizations"),
            marks=("id", "name", "sharedtickets|sharedcomments|domainnames|groupid"),
            columns={
                "account_id": "id",
                "name": "name",
                "domain": (
                    "domainnames",
                    {
                        "lookup": {
                            "file": "domain",
                            "on": "id",
                            "key": "organizationid",
                            "value": "domainname",
                            "order": "index",
                        }
                    },
                ),
                "created_at": "createdat",
            },
        ),
        Sheet("domain", "", files=("domainname",), marks=("organizationid", "domainname", "index")),
        Sheet(
            "agent",
            "reps",
            files=("user", "users"),
            marks=("id", "role", "organizationid", "email", "name"),
            shares=True,
            columns={"rep_id": "id", "name": "name", "email": "email", "team": (), "started_on": (), "ended_on": ()},
            entries={"where": "{role} IN ('agent', 'admin')"},
        ),
        Sheet(
            "end_user",
            "contacts",
            files=("user", "users"),
            marks=("id", "role", "organizationid", "email", "name"),
            shares=True,
            columns={
                "contact_id": "id",
                "account_id": "organizationid",
                "name": "name",
                "email": "email",
                "title": (),
                "created_at": "createdat",
            },
            entries={"where": "{role} NOT IN ('agent', 'admin')"},
        ),
    ),
)
