"""HubSpot's companies, contacts and owners: who they are, what changed, when they became leads."""

from __future__ import annotations

from headway.ingest.sheet_shapes import field_history
from headway.ingest.sheets import Sheet

_FIELDS = {
    "numberofemployees": "employees", "hs_parent_company_id": "parent_account_id", "Company name": "name",
    "Industry": "industry", "Country/Region": "country", "Number of Employees": "employees",
}  # fmt: skip


def _history(name: str, key: str, *, named: bool = False) -> Sheet:
    """The history of companies' fields, by what their id is called."""
    return field_history(
        name,
        "account_changes",
        tuple(key.split("|")),
        _FIELDS,
        field="name|property|propertyname",
        new="value",
        old={"previous": "new_value"},
        at=("timestamp", "timestampinstant", "changedat"),
        files=("companypropertyhistory", "companiespropertyhistory", "propertyhistorycompanies", "companyhistory"),
        marks=(key, "name|property|propertyname", "value", "timestamp|timestampinstant|changedat"),
        without=("dealid", "contactid"),
        entries={"keep": False},
        named=named,
    )


SHEETS = (
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
    _history("company_property_history", "companyid"),
    # An id of no kind is a company's when the file says so; otherwise it is taken for a deal's.
    _history("named_company_property_history", "recordid|objectid|hsobjectid", named=True),
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
)
