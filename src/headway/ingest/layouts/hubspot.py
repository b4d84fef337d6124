"""HubSpot: exports by their labels, properties by their names, and the tables that warehouses make of them."""

from __future__ import annotations

from headway.ingest.sheets import Form, Layout, Sheet

_FIELDS = {
    "dealstage": "stage", "amount": "amount", "closedate": "expected_close_on", "hubspot_owner_id": "rep_id",
    "dealname": "name", "dealtype": "kind", "Deal Stage": "stage", "Close Date": "expected_close_on",
    "Deal owner": "rep_id", "Deal Name": "name",
}  # fmt: skip
_COMPANY_FIELDS = {
    "numberofemployees": "employees", "hs_parent_company_id": "parent_account_id", "Company name": "name",
    "Industry": "industry", "Country/Region": "country", "Number of Employees": "employees",
}  # fmt: skip
_IS_STAGE = "{name|property|propertyname} IN ('dealstage', 'Deal Stage')"
_STAGE_FILE = {"file": "deal_stage_names", "key": "stageid|id", "value": "label"}
_ENGAGEMENT = {
    "activity_id": ("engagementid", "id", "recordid", "hsobjectid", "objectid"),
    "rep_id": ("hubspotownerid", "ownerid", "activityassignedto"),
    "deal_id": (
        {"lookup": {"file": "engagement_deal", "on": "engagementid|id", "key": "engagementid", "value": "dealid"}},
        "associateddealids",
        "associateddealid",
    ),
    "account_id": (
        {
            "lookup": {
                "file": "engagement_company",
                "on": "engagementid|id",
                "key": "engagementid",
                "value": "companyid",
            }
        },
        "associatedcompanyids",
        "associatedcompanyid",
    ),
    "contact_id": (
        {
            "lookup": {
                "file": "engagement_contact",
                "on": "engagementid|id",
                "key": "engagementid",
                "value": "contactid",
            }
        },
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


LAYOUT = Layout(
    "hubspot",
    (
        Sheet(
            "deal",
            "deals",
            files=("deal", "deals"),
            marks=(
                "dealname",
                "dealstage|dealpipelinestageid|pipelinestageid|pipeline|dealpipelineid",
                "createdate|closedate",
            ),
            without=("createdtime", "closingdate"),
            shares=True,
            columns={
                "deal_id": ("dealid", "recordid", "hsobjectid", "objectid", "id"),
                "account_id": (
                    {
                        "lookup": {
                            "file": "deal_company",
                            "on": "dealid|recordid|hsobjectid|id",
                            "key": "dealid",
                            "value": "companyid",
                        }
                    },
                    "associatedcompanyids",
                    "associatedcompanyid",
                    "primaryassociatedcompanyid",
                    "associatedcompany",
                    "associatedcompanyprimary",
                ),
                "rep_id": ("hubspotownerid", "ownerid", "dealowner"),
                "name": "dealname",
                "kind": "dealtype",
                "stage": (
                    {"column": "dealpipelinestageid|dealstage|pipelinestageid", "lookup": _STAGE_FILE},
                    "dealstage",
                    "dealpipelinestageid",
                ),
                "status": (
                    {
                        "column": "dealpipelinestageid|dealstage|pipelinestageid",
                        "lookup": {"file": "deal_stage_names", "key": "stageid|id", "value": "probability"},
                        "map": {"1.0": "won", "1": "won", "0.0": "lost", "0": "lost"},
                        "else": "open",
                    },
                ),
                "amount": ("amount", "amountincompanycurrency", "amounthomecurrency"),
                "currency": ("dealcurrencycode", "currency"),
                "created_at": ("createdate", "hscreatedate", "createdat"),
                "closed_at": "closedate",
                "lost_reason": ("closedlostreason",),
            },
        ),
        Sheet(
            "deal_stage_names",
            "",
            files=("dealpipelinestage", "pipelinestage", "dealstages", "pipelinestages"),
            marks=("stageid|id", "label", "probability|closedwon|isclosed|displayorder"),
            named=True,
        ),
        Sheet("deal_pipeline", "", files=("dealpipeline",), marks=("pipelineid|id", "label"), named=True),
        Sheet("deal_company", "", files=("dealcompany",), marks=("dealid", "companyid"), without=("dealname",)),
        Sheet("deal_contact", "", files=("dealcontact",), marks=("dealid", "contactid"), without=("dealname",)),
        Sheet("engagement_deal", "", files=("engagementdeal",), marks=("engagementid", "dealid")),
        Sheet("engagement_company", "", files=("engagementcompany",), marks=("engagementid", "companyid")),
        Sheet("engagement_contact", "", files=("engagementcontact",), marks=("engagementid", "contactid")),
        Sheet("ticket_company", "", files=("ticketcompany",), marks=("ticketid", "companyid"), without=("subject",)),
        Sheet("line_item_deal", "", files=("lineitemdeal",), marks=("lineitemid", "dealid"), without=("quantity",)),
        Sheet(
            "deal_property_history",
            "deal_changes",
            files=("dealpropertyhistory",),
            marks=(
                "dealid|recordid|objectid|hsobjectid",
                "name|property|propertyname",
                "value",
                "timestamp|timestampinstant|changedat",
            ),
            columns={
                "deal_id": ("dealid", "recordid", "objectid", "hsobjectid"),
                "field": {"column": "name|property|propertyname", "map": _FIELDS},
                "new_value": ({"column": "value", "lookup": _STAGE_FILE | {"when": _IS_STAGE}}, "value"),
                "old_value": {"previous": "new_value"},
                "changed_at": ("timestamp", "timestampinstant", "changedat"),
            },
            entries={"keep": False},
        ),
        Sheet(
            "deal_stage",
            "deal_changes",
            files=("dealstage", "dealstagehistory"),
            marks=("dealid", "value|stageid", "dateentered|enteredat"),
            columns={
                "deal_id": "dealid",
                "field": {"const": "stage"},
                "new_value": ({"column": "value|stageid", "lookup": _STAGE_FILE}, "value", "stageid"),
                "old_value": {"previous": "new_value"},
                "changed_at": ("dateentered", "enteredat"),
            },
            entries={"keep": False},
            last=True,
        ),
        Sheet(
            "company_property_history",
            "account_changes",
            files=("companypropertyhistory",),
            marks=(
                "companyid|recordid|objectid|hsobjectid",
                "name|property|propertyname",
                "value",
                "timestamp|timestampinstant|changedat",
            ),
            without=("dealid", "contactid"),
            columns={
                "account_id": ("companyid", "recordid", "objectid", "hsobjectid"),
                "field": {"column": "name|property|propertyname", "map": _COMPANY_FIELDS},
                "new_value": "value",
                "old_value": {"previous": "new_value"},
                "changed_at": ("timestamp", "timestampinstant", "changedat"),
            },
            entries={"keep": False},
        ),
        Sheet(
            "merged_deal",
            "merges",
            files=("mergeddeal",),
            marks=("dealid", "mergeddealid"),
            columns={"table": {"const": "deals"}, "from_id": "mergeddealid", "into_id": "dealid"},
            entries={"keep": False},
            beside=True,
        ),
        Sheet(
            "contact_merge_audit",
            "merges",
            files=("contactmergeaudit",),
            marks=("canonicalvid", "vidtomerge"),
            columns={
                "table": {"const": "contacts"},
                "from_id": "vidtomerge",
                "into_id": "canonicalvid",
                "merged_at": "timestamp",
            },
            entries={"keep": False},
            beside=True,
        ),
        Sheet(
            "company",
            "accounts",
            files=("company", "companies"),
            marks=(
                "createdate|hscreatedate",
                "name|companyname",
                "numberofemployees|industry|domain|companydomainname|companyowner|annualrevenue",
            ),
            without=("dealname", "firstname", "lastname", "dealstage"),
            columns={
                "account_id": ("id", "companyid", "recordid", "hsobjectid"),
                "name": ("name", "companyname"),
                "domain": ("domain", "companydomainname", "website", "websiteurl"),
                "industry": "industry",
                "country": ("country", "countryregion"),
                "employees": "numberofemployees",
                "segment": ("segment", "type", "lifecyclestage"),
                "parent_account_id": ("hsparentcompanyid", "parentcompanyid", "parentcompanyids"),
                "created_at": ("createdate", "hscreatedate"),
            },
        ),
        Sheet(
            "contact",
            "contacts",
            files=("contact", "contacts"),
            marks=("createdate|hscreatedate|createdat", "firstname|lastname", "email"),
            without=("userid", "activeuserid", "dealname", "accountid"),
            shares=True,
            columns={
                "contact_id": ("id", "contactid", "recordid", "hsobjectid", "vid"),
                "account_id": (
                    "associatedcompanyid",
                    "primaryassociatedcompanyid",
                    "associatedcompanyids",
                    "companyid",
                    "associatedcompany",
                ),
                "name": {"join": ["firstname", "lastname"]},
                "email": "email",
                "title": "jobtitle",
                "created_at": ("createdate", "hscreatedate", "createdat"),
            },
        ),
        Sheet(
            "lifecycle",
            "leads",
            files=("contact", "contacts"),
            marks=(
                "createdate|hscreatedate",
                "becameamarketingqualifiedleaddate|becamealeaddate|hslifecyclestagemarketingqualifiedleaddate|hslifecyclestageleaddate",
                "email",
            ),
            shares=True,
            columns={
                "lead_id": ("id", "contactid", "recordid", "hsobjectid", "vid"),
                "source": ("originalsource", "originaltrafficsource", "hsanalyticssource", "originalsourcetype"),
                "account_id": ("associatedcompanyid", "primaryassociatedcompanyid", "associatedcompanyids"),
                "rep_id": ("hubspotownerid", "contactowner"),
                "company": ("company", "companyname"),
                "email": "email",
                "created_at": ("becamealeaddate", "hslifecyclestageleaddate", "createdate"),
                "mql_at": ("becameamarketingqualifiedleaddate", "hslifecyclestagemarketingqualifiedleaddate"),
                "sql_at": ("becameasalesqualifiedleaddate", "hslifecyclestagesalesqualifiedleaddate"),
                "converted_at": ("becameanopportunitydate", "hslifecyclestageopportunitydate"),
            },
        ),
        Sheet(
            "owner",
            "reps",
            files=("owner", "owners", "users", "user"),
            marks=("ownerid|id|userid", "email", "firstname|lastname|name"),
            without=(
                "createdate",
                "accountid",
                "company",
                "stagename",
                "jobtitle",
                "hscreatedate",
                "leadsource",
                "organizationid",
            ),
            named=True,
            columns={
                "rep_id": ("ownerid", "id", "userid"),
                "name": ({"join": ["firstname", "lastname"]}, "name", "fullname"),
                "email": "email",
                "team": ("team", "teams", "teamname"),
                "started_on": (),
            },
        ),
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
        _engagement(
            "task", "task", subject=("hstasksubject", "tasktitle", "subject"), body=("hstaskbody", "tasknotes")
        ),
        Sheet(
            "line_item",
            "deal_lines",
            files=("lineitem", "lineitems"),
            marks=(
                "quantity",
                "price|unitprice",
                "hsproductid|productid|hslineitemcurrencycode|associateddealids|dealid",
            ),
            without=("opportunityid", "orderid"),
            columns={
                "deal_id": (
                    "dealid",
                    "associateddealids",
                    {
                        "lookup": {
                            "file": "line_item_deal",
                            "on": "id|lineitemid|hsobjectid",
                            "key": "lineitemid",
                            "value": "dealid",
                        }
                    },
                ),
                "product_id": ("hsproductid", "productid", "hssku", "sku", "name"),
                "quantity": "quantity",
                "price": ("price", "unitprice"),
                "unit_cost": ("hscostofgoodssold", "unitcost"),
                "currency": ("hslineitemcurrencycode", "currency"),
            },
        ),
        Sheet(
            "product",
            "products",
            files=("product", "products"),
            marks=("hscostofgoodssold|unitcost|hssku|sku", "name|productname", "price|unitprice"),
            without=("quantity",),
            columns={
                "product_id": ("id", "productid", "recordid", "hsobjectid"),
                "name": ("name", "productname"),
                "list_price": ("price", "unitprice"),
                "unit_cost": ("hscostofgoodssold", "unitcost"),
            },
        ),
        Sheet(
            "ticket",
            "tickets",
            files=("ticket", "tickets"),
            marks=(
                "subject|ticketname",
                "createdate|hscreatedate",
                "hspipelinestage|ticketstatus|hsticketpriority|priority",
            ),
            columns={
                "ticket_id": ("id", "ticketid", "recordid", "hsobjectid"),
                "account_id": (
                    {
                        "lookup": {
                            "file": "ticket_company",
                            "on": "id|ticketid|recordid",
                            "key": "ticketid",
                            "value": "companyid",
                        }
                    },
                    "associatedcompanyids",
                    "associatedcompanyid",
                ),
                "opened_at": ("createdate", "hscreatedate"),
                "closed_at": ("closeddate", "closedate"),
                "severity": ("hsticketpriority", "priority"),
                "capability": ("hsticketcategory", "category", "subject", "ticketname"),
            },
        ),
    ),
)
