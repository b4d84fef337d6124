"""Pipedrive: its export (``Deal - Title``) and the fields of its programming interface."""

from __future__ import annotations

from headway.ingest.sheet_shapes import field_history
from headway.ingest.sheets import Layout, Sheet

_STAGES = {"file": "stage", "key": "id", "value": "name"}
_FIELDS = {
    "stage_id": "stage", "value": "amount", "user_id": "rep_id", "expected_close_date": "expected_close_on",
    "title": "name", "org_id": "account_id",
}  # fmt: skip

LAYOUT = Layout(
    "pipedrive",
    (
        Sheet(
            "deal",
            "deals",
            files=("deal", "deals"),
            marks=("title", "status", "addtime|dealcreated|wontime|losttime"),
            without=("subject",),
            columns={
                "deal_id": "id",
                "account_id": ("orgid", "orgidvalue", "organizationid", "organization", "orgname"),
                "rep_id": ("userid", "useridid", "ownerid", "owner", "ownername"),
                "name": "title",
                "kind": (),
                "stage": ({"column": "stageid", "lookup": _STAGES}, "stage", "stageid"),
                # What was deleted says no longer whether it was won.
                "status": {"column": "status", "map": {"deleted": "open"}},
                "deleted_at": {
                    "expr": "CASE WHEN lower({status}) = 'deleted' THEN {updatetime|addtime|dealcreated} END"
                },
                "amount": "value",
                "currency": ("currency", "currencyofvalue"),
                "created_at": ("addtime", "dealcreated"),
                "closed_at": (
                    {"either": ["closetime", "wontime", "losttime"]},
                    "dealclosedon",
                    {"either": ["wontime", "losttime"]},
                    "closetime",
                ),
                "expected_close_on": "expectedclosedate",
                "lost_reason": "lostreason",
            },
        ),
        Sheet(
            "stage",
            "",
            files=("stage", "stages"),
            marks=("id", "name", "ordernr|pipelineid|dealprobability"),
            named=True,
        ),
        Sheet("pipeline", "", files=("pipeline", "pipelines"), marks=("id", "name", "urltitle|ordernr"), named=True),
        Sheet(
            "organization",
            "accounts",
            files=("organization", "organizations", "organisations"),
            marks=("id", "name", "addtime|organizationcreated|peoplecount|opendealscount|opendeals|wondeals"),
            without=("orgid", "email", "title"),
            columns={
                "account_id": "id",
                "name": "name",
                "domain": ("website", "domain"),
                "industry": "industry",
                "country": ("addresscountry", "countryofaddress", "countryoforganizationaddress"),
                "employees": ("employeecount", "numberofemployees"),
                "segment": ("label", "labels", "segment"),
                "created_at": ("addtime", "organizationcreated"),
            },
        ),
        Sheet(
            "person",
            "contacts",
            files=("person", "persons", "people"),
            marks=(
                "id",
                "name",
                "orgid|organization|personcreated|firstname",
                "email|emailwork|primaryemail|phone|emails",
            ),
            without=("accountid", "associatedcompanyid", "hscreatedate", "createdate", "createddate"),
            columns={
                "contact_id": "id",
                "account_id": ("orgid", "orgidvalue", "organizationid", "organization"),
                "name": "name",
                "email": ("primaryemail", "emailwork", "email", "emailvalue"),
                "title": "jobtitle",
                "created_at": ("addtime", "personcreated"),
            },
        ),
        Sheet(
            "user",
            "reps",
            files=("user", "users"),
            marks=("id", "name", "email", "activeflag|isadmin|timezonename|lastlogin|created"),
            named=True,
            columns={"rep_id": "id", "name": "name", "email": "email", "started_on": (), "ended_on": ()},
        ),
        Sheet(
            "activity",
            "activities",
            files=("activity", "activities"),
            marks=(
                "subject",
                "type",
                "duedate|markedasdonetime|done",
                "dealid|deal|orgid|organization|userid|assignedtouser",
            ),
            columns={
                "activity_id": "id",
                "kind": "type",
                "occurred_at": ("markedasdonetime", "duedate", "addtime"),
                "rep_id": ("userid", "assignedtouserid", "ownerid", "assignedtouser"),
                "account_id": ("orgid", "organizationid", "organization"),
                "contact_id": ("personid", "contactperson", "person"),
                "deal_id": ("dealid", "deal"),
                "subject": "subject",
                "body": ("note", "publicdescription"),
                "minutes": (),
            },
            beside=True,
        ),
        Sheet(
            "note",
            "activities",
            files=("note", "notes"),
            marks=("id", "content", "dealid|orgid|personid"),
            columns={
                "activity_id": {"join": [{"const": "note"}, "id"], "with": "-"},
                "kind": {"const": "note"},
                "occurred_at": "addtime",
                "rep_id": "userid",
                "account_id": "orgid",
                "contact_id": "personid",
                "deal_id": "dealid",
                "body": "content",
            },
            beside=True,
        ),
        Sheet(
            "lead",
            "leads",
            files=("lead", "leads"),
            marks=("id", "title", "sourcename|isarchived|leadcreated|wasseen|source"),
            without=("status", "stagename", "createdon"),
            columns={
                "lead_id": "id",
                "source": ("sourcename", "source", "channel"),
                "account_id": ("organizationid", "organization"),
                "rep_id": ("ownerid", "owner"),
                "created_at": ("addtime", "leadcreated"),
            },
        ),
        Sheet(
            "deal_product",
            "deal_lines",
            files=("dealproduct", "dealproducts", "dealsproducts"),
            marks=("dealid", "productid", "itemprice|quantity"),
            columns={
                "deal_id": "dealid",
                "product_id": "productid",
                "quantity": "quantity",
                "price": "itemprice",
                "unit_cost": "cost",
                "currency": "currency",
            },
        ),
        Sheet(
            "product",
            "products",
            files=("product", "products"),
            marks=("id", "name", "code", "unit|firstchar|selectable|prices"),
            columns={
                "product_id": "id",
                "name": "name",
                "family": "category",
                "list_price": ("price", "unitprice"),
                "unit_cost": "cost",
            },
        ),
        field_history(
            "deal_flow",
            "deal_changes",
            ("itemid", "dealid"),
            _FIELDS,
            field="fieldkey",
            old=({"column": "oldvalue", "lookup": {**_STAGES, "when": "{fieldkey} = 'stage_id'"}}, "oldvalue"),
            new=({"column": "newvalue", "lookup": {**_STAGES, "when": "{fieldkey} = 'stage_id'"}}, "newvalue"),
            at=("logtime", "timestamp", "addtime"),
            files=("dealflow", "dealupdates", "flow", "dealchanges", "dealhistory"),
            marks=("itemid|dealid", "fieldkey", "newvalue"),
            entries={"keep": False},
        ),
    ),
)
