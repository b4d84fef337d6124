"""Salesforce's tasks, events and cases."""

from __future__ import annotations

from headway.ingest.sheets import Sheet

SHEETS = (
    Sheet(
        "task",
        "activities",
        files=("task", "tasks", "activity"),
        marks=(
            "whatid|whoid|tasksubtype|opportunity|accountid",
            "activitydate|date|duedateonly|createddate",
            "subject",
        ),
        without=("startdatetime", "enddatetime", "stagename"),
        beside=True,
        columns={
            "activity_id": ("id", "activityid", "taskid"),
            "kind": ("tasksubtype", "type", {"const": "task"}),
            "direction": "calltype",
            "occurred_at": ("completeddatetime", "activitydate", "date", "createddate"),
            "minutes": {"expr": "cast({calldurationinseconds} AS DOUBLE) / 60"},
            "rep_id": ("ownerid", "assigned", "assignedto"),
            "account_id": ("accountid", "companyaccount"),
            "contact_id": ("whoid", "contact", "name"),
            "deal_id": ("whatid", "opportunityid", "opportunity"),
            "subject": "subject",
            "body": ("description", "fullcomments", "comments"),
        },
    ),
    Sheet(
        "event",
        "activities",
        files=("event", "events"),
        marks=("whatid|whoid|eventsubtype|accountid", "startdatetime|activitydatetime", "subject"),
        without=("stagename",),
        beside=True,
        columns={
            "activity_id": ("id", "activityid", "eventid"),
            "kind": ("type", {"const": "meeting"}),
            "occurred_at": ("startdatetime", "activitydatetime", "activitydate"),
            "minutes": "durationinminutes",
            "rep_id": ("ownerid", "assigned"),
            "account_id": "accountid",
            "contact_id": "whoid",
            "deal_id": ("whatid", "opportunityid"),
            "subject": "subject",
            "body": "description",
        },
    ),
    Sheet(
        "case",
        "tickets",
        files=("case", "cases"),
        marks=("casenumber|caseid", "priority|origin|status", "createddate|datetimeopened|openeddate"),
        columns={
            "ticket_id": ("caseid", "id", "casenumber"),
            "account_id": ("accountid", "accountname"),
            "opened_at": ("createddate", "datetimeopened", "openeddate"),
            "closed_at": ("closeddate", "datetimeclosed"),
            "severity": "priority",
            "capability": ("reason", "casereason", "type", "subject"),
        },
    ),
)
