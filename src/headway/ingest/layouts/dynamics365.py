"""Dynamics 365 Sales: entities by their logical names, and the sheets that its own export to Excel makes."""

from __future__ import annotations

from headway.ingest.sheets import Form, Layout, Sheet

_STATE = {"0": "open", "1": "won", "2": "lost"}


def _amount(actual: str, estimated: str) -> tuple[Form, ...]:
    """What a deal came to where it is won or that is not 0 (as it is written for lost ones), else what was expected."""
    some = f"regexp_matches({{{actual}}}, '[1-9]')"
    won = "lower(trim({statecode|status})) IN ('1', 'won')"
    return tuple(
        {"either": [{"expr": f"CASE WHEN {when} THEN {{{actual}}} END", "written": actual}, estimated]}
        for when in (f"{won} OR {some}", some)
    )


def _activity(name: str, kind: str, **more: Form) -> Sheet:
    """One of the entities that hold what people did, a file a kind."""
    columns: dict[str, Form] = {
        "activity_id": ("activityid", f"donotmodify{name}"),
        "kind": {"const": kind},
        "direction": {
            "column": "directioncode|direction",
            "map": {
                "1": "outbound",
                "true": "outbound",
                "0": "inbound",
                "false": "inbound",
                "outgoing": "outbound",
                "incoming": "inbound",
            },
        },
        "occurred_at": (
            "actualstart",
            "actualend",
            "scheduledstart",
            "scheduledend",
            "starttime",
            "duedate",
            "senton",
            "createdon",
        ),
        "minutes": ("actualdurationminutes", "scheduleddurationminutes", "duration"),
        "rep_id": ("owneridvalue", "ownerid", "owner"),
        "deal_id": ("regardingobjectidvalue", "regardingobjectid", "regarding"),
        "subject": "subject",
        "body": "description",
        **more,
    }
    return Sheet(
        name,
        "activities",
        files=(name, f"{name}s", f"my{name}s", f"all{name}s"),
        marks=("activityid|donotmodify" + name, "subject"),
        columns=columns,
        beside=True,
        named=True,
    )


LAYOUT = Layout(
    "dynamics365",
    (
        Sheet(
            "opportunity",
            "deals",
            files=("opportunity", "opportunities", "allopportunities", "myopenopportunities", "openopportunities"),
            marks=(
                "opportunityid|donotmodifyopportunity|topic",
                "estimatedclosedate|estclosedate|estimatedvalue|estrevenue|actualclosedate",
            ),
            without=("closingdate", "stagename", "dealname"),
            columns={
                "deal_id": ("opportunityid", "donotmodifyopportunity", "topic"),
                "account_id": (
                    "parentaccountidvalue",
                    "parentaccountid",
                    "customeridvalue",
                    "customerid",
                    "account",
                    "potentialcustomer",
                ),
                "rep_id": ("owneridvalue", "ownerid", "owner"),
                "lead_id": ("originatingleadidvalue", "originatingleadid", "originatinglead"),
                "name": ("name", "topic"),
                "kind": ("opportunitytypecode", "opportunitytype"),
                "stage": ("salesstage", "stepname", "pipelinephase", "salesstagecode", "processstage"),
                "status": ({"column": "statecode", "map": _STATE}, "status"),
                "amount": (
                    *_amount("actualvalue", "estimatedvalue"),
                    *_amount("actualrevenue", "estrevenue"),
                    "estimatedvalue",
                    "estrevenue",
                    "estimatedrevenue",
                    "totalamount",
                ),
                "currency": (
                    "isocurrencycode",
                    {
                        "lookup": {
                            "file": "transactioncurrency",
                            "on": "transactioncurrencyidvalue|transactioncurrencyid",
                            "key": "transactioncurrencyid",
                            "value": "isocurrencycode",
                        }
                    },
                    "transactioncurrencyidname",
                    "currency",
                ),
                "created_at": ("createdon", "overriddencreatedon"),
                "closed_at": ("actualclosedate",),
                "expected_close_on": ("estimatedclosedate", "estclosedate"),
                "lost_reason": ("statuscodename", "statusreason"),
            },
        ),
        Sheet(
            "transactioncurrency",
            "",
            files=("transactioncurrency", "transactioncurrencies"),
            marks=("transactioncurrencyid", "isocurrencycode"),
        ),
        Sheet(
            "account",
            "accounts",
            files=("account", "accounts", "activeaccounts", "myactiveaccounts"),
            marks=(
                "accountid|donotmodifyaccount|accountname",
                "createdon|websiteurl|industrycode|address1country|address1city|mainphone",
            ),
            without=("contactid", "donotmodifycontact", "donotmodifyopportunity", "opportunityid", "incidentid"),
            columns={
                "account_id": ("accountid", "donotmodifyaccount", "accountname"),
                "name": ("name", "accountname"),
                "domain": ("websiteurl", "website"),
                "industry": ("industrycodename", "industry", "industrycode"),
                "country": ("address1country", "address1countryregion"),
                "employees": ("numberofemployees", "noofemployees"),
                "segment": ("customertypecodename", "relationshiptype", "accountcategorycodename", "category"),
                "parent_account_id": ("parentaccountidvalue", "parentaccountid", "parentaccount"),
                "created_at": "createdon",
            },
        ),
        Sheet(
            "contact",
            "contacts",
            files=("contact", "contacts", "activecontacts", "myactivecontacts"),
            marks=(
                "contactid|donotmodifycontact|fullname",
                "emailaddress1|email",
                "parentcustomerid|parentcustomeridvalue|companyname|jobtitle|accountname",
            ),
            without=("leadid", "donotmodifylead", "systemuserid", "internalemailaddress"),
            columns={
                "contact_id": ("contactid", "donotmodifycontact"),
                "account_id": ("parentcustomeridvalue", "parentcustomerid", "companyname", "accountname"),
                "name": ("fullname", {"join": ["firstname", "lastname"]}),
                "email": ("emailaddress1", "email"),
                "title": "jobtitle",
                "created_at": "createdon",
            },
        ),
        Sheet(
            "systemuser",
            "reps",
            files=("systemuser", "systemusers", "users", "enabledusers"),
            marks=("systemuserid|donotmodifyuser|primaryemail|internalemailaddress", "fullname"),
            columns={
                "rep_id": ("systemuserid", "donotmodifyuser", "fullname"),
                "name": "fullname",
                "email": ("internalemailaddress", "primaryemail"),
                "team": ("businessunitidname", "businessunit", "businessunitid"),
                "manager_rep_id": ("parentsystemuseridvalue", "parentsystemuserid", "manager"),
            },
        ),
        Sheet(
            "lead",
            "leads",
            files=("lead", "leads", "openleads", "myopenleads", "allleads"),
            marks=("leadid|donotmodifylead", "companyname|leadsourcecode|leadsource|topic|subject"),
            without=("opportunityid", "originatingleadid", "isconverted", "leadowner"),
            columns={
                "lead_id": ("leadid", "donotmodifylead"),
                "source": ("leadsourcecodename", "leadsource", "leadsourcecode"),
                "campaign": ("campaignidname", "sourcecampaign", "campaignid"),
                "account_id": ("parentaccountidvalue", "parentaccountid"),
                "rep_id": ("owneridvalue", "ownerid", "owner"),
                "company": "companyname",
                "email": ("emailaddress1", "email"),
                "created_at": "createdon",
                "deal_id": ("qualifyingopportunityidvalue", "qualifyingopportunityid", "qualifyingopportunity"),
            },
        ),
        _activity("phonecall", "call"),
        _activity("appointment", "meeting"),
        _activity("email", "email"),
        _activity("task", "task"),
        Sheet(
            "activitypointer",
            "activities",
            files=("activitypointer", "activities", "allactivities", "myactivities"),
            marks=("activityid|donotmodifyactivity", "activitytypecode|activitytype", "subject"),
            beside=True,
            columns={
                "activity_id": ("activityid", "donotmodifyactivity"),
                "kind": ("activitytypecode", "activitytype"),
                "occurred_at": (
                    "actualstart",
                    "actualend",
                    "scheduledstart",
                    "scheduledend",
                    "startdate",
                    "duedate",
                    "createdon",
                ),
                "minutes": ("actualdurationminutes", "duration"),
                "rep_id": ("owneridvalue", "ownerid", "owner"),
                "deal_id": ("regardingobjectidvalue", "regardingobjectid", "regarding"),
                "subject": "subject",
                "body": "description",
            },
        ),
        Sheet(
            "opportunityproduct",
            "deal_lines",
            files=("opportunityproduct", "opportunityproducts"),
            marks=("opportunityid|opportunityidvalue|opportunity", "priceperunit", "quantity"),
            columns={
                "deal_id": ("opportunityidvalue", "opportunityid", "opportunity"),
                "product_id": (
                    "productidvalue",
                    "productid",
                    "existingproduct",
                    "product",
                    "productname",
                    "productdescription",
                ),
                "quantity": "quantity",
                "price": "priceperunit",
            },
        ),
        Sheet(
            "product",
            "products",
            files=("product", "products", "activeproducts"),
            marks=("productid|donotmodifyproduct", "productnumber|standardcost|currentcost|listprice", "name"),
            without=("quantity", "orderid"),
            columns={
                "product_id": ("productid", "donotmodifyproduct"),
                "name": "name",
                "family": ("parentproductidname", "parent", "producttypecodename"),
                "list_price": ("price", "listprice"),
                "unit_cost": ("standardcost", "currentcost"),
            },
        ),
        Sheet(
            "incident",
            "tickets",
            files=("incident", "incidents", "case", "cases", "activecases", "mycases", "allcases"),
            marks=("incidentid|donotmodifycase", "ticketnumber|casenumber|title|casetitle"),
            columns={
                "ticket_id": ("incidentid", "donotmodifycase", "ticketnumber", "casenumber"),
                "account_id": ("customeridvalue", "customerid", "accountid", "customer"),
                "opened_at": "createdon",
                "closed_at": ("resolvedon", "casecloseddate"),
                "severity": ("prioritycodename", "priority", "prioritycode", "severitycode"),
                "capability": ("casetypecodename", "subjectidname", "subject", "casetype", "title", "casetitle"),
            },
        ),
    ),
)
