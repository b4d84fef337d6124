"""HubSpot's engagements: calls, mails, meetings, notes and tasks, a file a kind, and the files that say of whom."""

from __future__ import annotations

from headway.ingest.sheet_shapes import pairs, through
from headway.ingest.sheets import Form, Sheet

_ENGAGEMENT = {
    "activity_id": ("engagementid", "id", "recordid", "hsobjectid", "objectid"),
    "rep_id": ("hubspotownerid", "ownerid", "activityassignedto"),
    "deal_id": (
        through("engagement_deal", "engagementid|id", "engagementid", "dealid"),
        "associateddealids",
        "associateddealid",
    ),
    "account_id": (
        through("engagement_company", "engagementid|id", "engagementid", "companyid"),
        "associatedcompanyids",
        "associatedcompanyid",
    ),
    "contact_id": (
        through("engagement_contact", "engagementid|id", "engagementid", "contactid"),
        "associatedcontactids",
    ),
}


def _engagement(name: str, kind: str, **more: Form) -> Sheet:
    """One of the files that hold what people did, a file a kind."""
    columns: dict[str, Form] = {
        **_ENGAGEMENT,
        "kind": {"const": kind},
        "occurred_at": (
            "hstimestamp",
            "timestamp",
            "activitydate",
            "starttime",
            "hscreatedate",
            "createdate",
            "createdat",
        ),
        **more,
    }
    return Sheet(
        name,
        "activities",
        files=(f"engagement{name}", f"engagements{name}", f"{name}s", name),
        marks=("engagementid|hstimestamp|activitydate|hsobjectid",),
        columns=columns,
        beside=True,
        named=True,
    )


SHEETS = (
    pairs("engagement_deal", "engagementid", "dealid"),
    pairs("engagement_company", "engagementid", "companyid"),
    pairs("engagement_contact", "engagementid", "contactid"),
    _engagement(
        "call",
        "call",
        subject=("hscalltitle", "calltitle"),
        body=("hscallbody", "callnotes", "calltranscript"),
        minutes={"expr": "cast({hscallduration|callduration} AS DOUBLE) / 60000"},
        direction=("hscalldirection", "calldirection"),
    ),
    _engagement(
        "email",
        "email",
        subject=("hsemailsubject", "emailsubject"),
        body=("hsemailtext", "emailbody"),
        direction={
            "column": "hsemaildirection|emaildirection",
            "map": {"INCOMING_EMAIL": "inbound", "EMAIL": "outbound", "FORWARDED_EMAIL": "inbound"},
        },
    ),
    _engagement(
        "meeting",
        "meeting",
        subject=("hsmeetingtitle", "meetingname", "title"),
        body=("hsmeetingbody", "body"),
        occurred_at=(
            "hsmeetingstarttime",
            "starttime",
            "meetingstarttime",
            "hstimestamp",
            "activitydate",
            "createdate",
        ),
    ),
    _engagement("note", "note", body=("hsnotebody", "notebody", "hsbodypreview")),
    _engagement("task", "task", subject=("hstasksubject", "tasktitle", "subject"), body=("hstaskbody", "tasknotes")),
)
