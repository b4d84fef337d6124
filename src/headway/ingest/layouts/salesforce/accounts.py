"""Salesforce's accounts, contacts, leads and users: who they are, what they were, which were merged."""

from __future__ import annotations

from headway.ingest.sheet_shapes import field_history
from headway.ingest.sheets import Sheet

_FIELDS = {
    "Name": "name", "Account Name": "name", "Industry": "industry", "BillingCountry": "country",
    "Billing Country": "country", "NumberOfEmployees": "employees", "Employees": "employees", "Type": "segment",
    "ParentId": "parent_account_id", "Website": "domain",
}  # fmt: skip
_STATE = {
    "name": "name",
    "industry": "industry",
    "country": "billingcountry",
    "employees": "numberofemployees",
    "parent_account_id": "parentid",
}


def _merged(name: str, table: str) -> Sheet:
    """What a merge leaves of a record: it is deleted, and names the one that stands for it."""
    return Sheet(
        f"merged_{name}",
        "merges",
        files=(name, f"{name}s"),
        marks=("id", "masterrecordid", "isdeleted"),
        without=("fivetranstart",),
        columns={
            "table": {"const": table},
            "from_id": "id",
            "into_id": "masterrecordid",
            "merged_at": ("lastmodifieddate", "systemmodstamp"),
        },
        entries={"where": "length({masterrecordid}) > 0", "keep": False},
        shares=True,
        last=True,
        beside=True,
        named=True,
    )


SHEETS = (
    Sheet(
        "account",
        "accounts",
        files=("account", "accounts"),
        marks=(
            "accountname|name",
            "billingcountry|billingcity|annualrevenue|accountowner|numberofemployees|accountsource|parentaccountid",
        ),
        without=("stagename", "lastname", "firstname", "fivetranstart", "closedate", "opportunityid"),
        shares=True,
        columns={
            "account_id": ("accountid", "id", "accountid18"),
            "name": ("accountname", "name"),
            "domain": "website",
            "industry": "industry",
            "country": ("billingcountry", "billingcountrycode", "shippingcountry"),
            "employees": ("numberofemployees", "employees"),
            "segment": ("segment", "accounttype", "type"),
            "parent_account_id": ("parentid", "parentaccountid"),
            "created_at": "createddate",
        },
    ),
    field_history(
        "account_field_history",
        "account_changes",
        "accountid",
        _FIELDS,
        field="field|fieldevent|fieldname",
        new="newvalue",
        old="oldvalue",
        at=("createddate", "editdate"),
        files=("accounthistory", "accountfieldhistory"),
        marks=("accountid", "field|fieldevent|fieldname", "newvalue", "oldvalue"),
    ),
    Sheet(
        "account_versions",
        "account_changes",
        files=("accounthistory",),
        marks=("id", "name", "fivetranstart"),
        without=("stagename", "lastname"),
        columns={"account_id": "id", "changed_at": "fivetranstart"},
        entries={"fields": _STATE},
        named=True,
    ),
    Sheet(
        "contact",
        "contacts",
        files=("contact", "contacts"),
        marks=("accountid|accountname", "lastname|name|fullname", "email|contactid"),
        without=("stagename", "leadid", "company", "userid", "profileid", "fivetranstart"),
        shares=True,
        columns={
            "contact_id": ("contactid", "id"),
            "account_id": ("accountid", "accountname"),
            "name": ("fullname", "name", {"join": ["firstname", "lastname"]}),
            "email": "email",
            "title": "title",
            "created_at": "createddate",
        },
    ),
    Sheet(
        "lead",
        "leads",
        files=("lead", "leads"),
        marks=(
            "company|companyaccount",
            "leadsource|leadstatus|status",
            "isconverted|converted|leadid|leadowner|converteddate",
        ),
        without=("createdtime",),
        shares=True,
        columns={
            "lead_id": ("leadid", "id"),
            "source": "leadsource",
            "account_id": "convertedaccountid",
            "rep_id": ("ownerid", "leadownerid", "leadowner"),
            "company": ("company", "companyaccount"),
            "email": "email",
            "created_at": ("createddate", "createdate"),
            "converted_at": "converteddate",
            "deal_id": ("convertedopportunityid", "opportunityid"),
        },
    ),
    Sheet(
        "user",
        "reps",
        files=("user", "users"),
        marks=("userroleid|profileid|username|role|profile|userid|managerid", "email", "name|fullname|lastname"),
        without=("accountname", "recordid", "lastname1"),
        columns={
            "rep_id": ("userid", "id"),
            "name": ("name", "fullname", {"join": ["firstname", "lastname"]}),
            "email": "email",
            "team": ("department", "division", "userrole", "role"),
            "manager_rep_id": "managerid",
            "started_on": (),
        },
    ),
    _merged("account", "accounts"),
    _merged("contact", "contacts"),
    _merged("lead", "leads"),
)
