"""Zoho CRM: its export (``Record Id``, ``Account Name.id``) and the API names of its modules."""

from __future__ import annotations

from headway.ingest.sheets import Form, Layout, Sheet

_ID = ("recordid", "id")
_OWNER = ("ownerid", "owner")
_STATE = {"stage": "stage", "amount": "amount", "expected_close_on": "closingdate"}


def _activity(name: str, marks: tuple[str, ...], kind: str = "", **columns: Form) -> Sheet:
    """One of the modules that hold what people did, and with whom."""
    said = kind or name
    about: dict[str, Form] = {"activity_id": _ID, "kind": {"const": said}}
    if name != "note":
        about |= {"contact_id": ("contactnameid", "whoid", "contactname")}
        about |= {"deal_id": ("relatedtoid", "whatid", "relatedto")}
    names = tuple(dict.fromkeys((name, f"{name}s", said, f"{said}s")))
    return Sheet(name, "activities", files=names, marks=marks, columns=about | columns, beside=True)


LAYOUT = Layout(
    "zoho",
    (
        Sheet(
            "deal",
            "deals",
            files=("deal", "deals", "potential", "potentials"),
            marks=("dealname|potentialname", "stage", "closingdate"),
            without=("stageduration", "durationdays"),
            columns={
                "deal_id": _ID,
                "account_id": ("accountnameid", "accountid", "accountname"),
                "rep_id": ("dealownerid", "potentialownerid", *_OWNER, "dealowner", "potentialowner"),
                "name": ("dealname", "potentialname"),
                "kind": "type",
                "stage": "stage",
                "amount": "amount",
                "currency": "currency",
                "created_at": "createdtime",
                "closed_at": ("closedtime", "closingdate"),
                "expected_close_on": "closingdate",
                "lost_reason": ("reasonforloss", "reasonforlosss", "lostreason", "reasonoflost"),
            },
        ),
        Sheet(
            "stage_history",
            "deal_changes",
            files=("stagehistory", "dealstagehistory", "dealhistory", "potentialstagehistory"),
            marks=("stage", "modifiedtime|lastmodifiedtime", "stageduration|durationdays|parentid|probability"),
            without=("createdtime", "leadsource"),
            columns={
                "deal_id": (
                    "dealnameid",
                    "parentidid",
                    "parentid",
                    "dealid",
                    "potentialid",
                    "dealname",
                    "potentialname",
                ),
                "changed_at": ("modifiedtime", "lastmodifiedtime"),
            },
            entries={"fields": _STATE},
        ),
        Sheet(
            "account",
            "accounts",
            files=("account", "accounts"),
            marks=("recordid|id", "accountname", "createdtime|accountowner|accounttype"),
            without=("lastname", "dealname", "potentialname", "closingdate"),
            columns={
                "account_id": _ID,
                "name": "accountname",
                "domain": "website",
                "industry": "industry",
                "country": ("billingcountry", "shippingcountry"),
                "employees": "employees",
                "segment": ("accounttype", "rating"),
                "parent_account_id": ("parentaccountid", "parentaccount"),
                "created_at": "createdtime",
            },
        ),
        Sheet(
            "contact",
            "contacts",
            files=("contact", "contacts"),
            marks=("recordid|id", "lastname", "createdtime|contactowner"),
            without=("leadstatus", "company", "leadowner"),
            columns={
                "contact_id": _ID,
                "account_id": ("accountnameid", "accountid", "accountname"),
                "name": ({"join": ["firstname", "lastname"]}, "fullname", "contactname"),
                "email": "email",
                "title": "title",
                "created_at": "createdtime",
            },
        ),
        Sheet(
            "lead",
            "leads",
            files=("lead", "leads"),
            marks=("recordid|id", "company", "leadstatus|leadowner|leadsource", "createdtime"),
            columns={
                "lead_id": _ID,
                "source": "leadsource",
                "account_id": ("convertedaccountid", "convertedaccount"),
                "rep_id": ("leadownerid", *_OWNER, "leadowner"),
                "company": "company",
                "email": "email",
                "created_at": "createdtime",
                "converted_at": ("converteddatetime", "convertedtime", "convertedon", "converteddate"),
                "deal_id": ("converteddealid", "converteddeal"),
            },
        ),
        Sheet(
            "user",
            "reps",
            files=("user", "users"),
            marks=("fullname|lastname", "email", "role|roleid|profile|profileid"),
            without=("userroleid", "leadstatus", "createddate"),
            columns={
                "rep_id": ("recordid", "userid", "id"),
                "name": ("fullname", {"join": ["firstname", "lastname"]}),
                "email": "email",
                "team": ("rolename", "role"),
                "manager_rep_id": ("reportingtoid", "reportingto"),
            },
        ),
        _activity(
            "task",
            ("recordid|id", "subject", "duedate|closedtime", "createdtime|taskowner"),
            rep_id=("taskownerid", *_OWNER, "taskowner"),
            occurred_at=("closedtime", "duedate", "createdtime"),
            subject="subject",
            body="description",
        ),
        _activity(
            "call",
            ("recordid|id", "callstarttime", "calltype|callduration|callowner"),
            rep_id=("callownerid", *_OWNER, "callowner"),
            occurred_at="callstarttime",
            direction="calltype",
            minutes={"expr": "cast({calldurationinseconds} AS DOUBLE) / 60"},
            subject="subject",
            body=("description", "callagenda", "voicerecording"),
        ),
        _activity(
            "event",
            ("recordid|id", "eventtitle|title", "startdatetime|from", "enddatetime|to|host"),
            kind="meeting",
            rep_id=("hostid", "eventownerid", *_OWNER, "host"),
            occurred_at=("startdatetime", "from"),
            subject=("eventtitle", "title"),
            body="description",
        ),
        _activity(
            "note",
            ("recordid|id", "notecontent", "parentid|parentidid"),
            rep_id=("noteownerid", *_OWNER, "noteowner"),
            deal_id=("parentidid", "parentid"),
            occurred_at="createdtime",
            subject="notetitle",
            body="notecontent",
        ),
        Sheet(
            "product",
            "products",
            files=("product", "products"),
            marks=("recordid|id", "productname", "productcode|unitprice|productcategory|productactive"),
            without=("quantity",),
            columns={
                "product_id": _ID,
                "name": "productname",
                "family": "productcategory",
                "list_price": "unitprice",
                "unit_cost": "unitcost",
            },
        ),
        Sheet(
            "case",
            "tickets",
            files=("case", "cases"),
            marks=("recordid|id", "casenumber|caseorigin|casereason", "createdtime"),
            columns={
                "ticket_id": _ID,
                "account_id": ("accountnameid", "accountid", "accountname"),
                "opened_at": "createdtime",
                "closed_at": "closedtime",
                "severity": "priority",
                "capability": ("casereason", "type", "subject"),
            },
        ),
    ),
)
