"""Event logs in the words of the XES standard: many events a case, each with an activity and a time."""

from __future__ import annotations

from headway.ingest.sheets import Layout, Sheet

_CASE = "caseconceptname|caseid"
_WHAT = "conceptname|activity|activityname"
_WHEN = "timetimestamp|completetimestamp|timestamp|eventtime"
_HELP = "seriousness|severity|priority|supportsection|servicelevel|ticketid|incidentid|impact|urgency"
# An event that does not say is one that took place.
_COMPLETE = "coalesce(nullif(upper({lifecycletransition}), ''), 'COMPLETE') = 'COMPLETE'"

LAYOUT = Layout(
    "eventlogs",
    (
        Sheet(
            "cases",
            "deals",
            marks=(_CASE, _WHAT, _WHEN),
            without=(_HELP,),
            shares=True,
            columns={
                "deal_id": _CASE,
                "account_id": ("casecustomer", "customer"),
                "rep_id": ("orgresource", "resource"),
                "name": (),
                "stage": {"last": _WHAT},
                "amount": ("caseamountreq", "caseamount", "caserequestedamount", "amountreq", "amount"),
                "created_at": ("caseregdate", {"first": _WHEN}),
                "expected_close_on": (),
            },
            entries={"per": _CASE, "by": _WHEN},
            note="a case is taken as a deal: mend status and closed_at if other activities end one",
        ),
        Sheet(
            "events",
            "deal_changes",
            marks=(_CASE, _WHAT, _WHEN),
            without=(_HELP,),
            shares=True,
            columns={
                "deal_id": _CASE,
                "field": {"const": "stage"},
                "old_value": {"previous": "new_value"},
                "new_value": _WHAT,
                "changed_at": _WHEN,
            },
            entries={"where": _COMPLETE, "keep": False},
        ),
        Sheet(
            "tickets",
            "tickets",
            marks=(_CASE, _WHAT, _WHEN, _HELP),
            columns={
                "ticket_id": _CASE,
                "account_id": ("casecustomer", "customer"),
                "opened_at": {"first": _WHEN},
                "closed_at": {"last": _WHEN, "ends": _WHAT},
                "severity": ("seriousness", "severity", "priority"),
                "capability": ("product", "category"),
            },
            entries={"per": _CASE, "by": _WHEN},
            note="a case is taken as a ticket, from its first event to its last",
        ),
    ),
)
