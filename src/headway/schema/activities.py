"""The noun `activities`: a call, mail, meeting, demo, note or task."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="activities",
    meaning="A call, mail, meeting, demo, note or task.",
    columns=(
        Column(
            "activity_id",
            Type.TEXT,
            "Names the activity in its source.",
            required=True,
            headings=("activityid", "engagement id", "task id", "event id", "id"),
        ),
        Column(
            "kind",
            Type.TEXT,
            "What sort of activity.",
            values=("call", "email", "meeting", "demo", "note", "task"),
            headings=("type", "activity type", "engagement type", "tasksubtype"),
        ),
        Column(
            "direction", Type.TEXT, "Inbound or outbound.", values=("inbound", "outbound"), headings=("call direction",)
        ),
        Column(
            "occurred_at",
            Type.TIME,
            "When it took place.",
            headings=("activity date", "activitydate", "date", "timestamp", "start time", "created date"),
        ),
        Column(
            "minutes",
            Type.NUMBER,
            "How long it took.",
            unit="minutes",
            headings=("duration", "duration minutes", "call duration"),
        ),
        Column(
            "rep_id", Type.TEXT, "Our side.", refers="reps", headings=("owner id", "ownerid", "owner", "assigned to")
        ),
        Column(
            "account_id", Type.TEXT, "The account.", refers="accounts", headings=("accountid", "account", "company id")
        ),
        Column(
            "contact_id",
            Type.TEXT,
            "The person at the account.",
            refers="contacts",
            headings=("whoid", "contactid", "contact"),
        ),
        Column(
            "deal_id",
            Type.TEXT,
            "The deal it was about.",
            refers="deals",
            headings=("whatid", "opportunity id", "opportunity_id", "deal"),
        ),
        Column("speaker", Type.TEXT, "Whose words the body holds.", values=("customer", "rep", "unknown")),
        Column("subject", Type.TEXT, "Subject line.", free=True, personal=True, headings=("title",)),
        Column(
            "body",
            Type.TEXT,
            "What was said or written.",
            free=True,
            personal=True,
            headings=("description", "notes", "text", "comments", "content"),
        ),
    ),
    key=("activity_id",),
    dated_by=("occurred_at",),
    parent="deal_id",
    file_names=("engagements", "tasks", "events", "interactions"),
)
