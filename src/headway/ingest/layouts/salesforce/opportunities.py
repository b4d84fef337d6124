"""Salesforce's opportunities: their stages, fields and products as they were, and what sellers are to bring."""

from __future__ import annotations

from headway.ingest.sheet_shapes import field_history
from headway.ingest.sheets import Sheet

_FIELDS = {
    "StageName": "stage", "Stage": "stage", "Amount": "amount", "CloseDate": "expected_close_on",
    "Close Date": "expected_close_on", "OwnerId": "rep_id", "Owner": "rep_id", "Name": "name",
    "Opportunity Name": "name", "Type": "kind", "AccountId": "account_id", "Account": "account_id",
}  # fmt: skip
_STATE = {
    "stage": "stagename|stage",
    "amount": "amount",
    "expected_close_on": "closedate",
    "rep_id": "ownerid",
}

SHEETS = (
    Sheet(
        "opportunity",
        "deals",
        files=("opportunity", "opportunities"),
        marks=("stagename|stage", "closedate", "createddate|opportunityid"),
        without=("opportunityhistoryid", "validthroughdate", "fromstage", "fivetranend", "dealname", "closingdate"),
        columns={
            "deal_id": ("opportunityid", "id", "opportunityname"),
            "account_id": ("accountid", "accountid18", "accountname"),
            "rep_id": ("ownerid", "opportunityownerid", "opportunityowner", "owner"),
            "name": ("opportunityname", "name"),
            "kind": ("opportunitytype", "type"),
            "stage": ("stagename", "stage"),
            "amount": ("amount", "amountconverted"),
            "currency": ("currencyisocode", "amountcurrency", "opportunitycurrency"),
            "created_at": ("createddate",),
            "closed_at": ("closedate",),
            "lost_reason": ("lossreason", "closedlostreason", "reasonlost", "lostreason"),
            "competitor": ("maincompetitors", "maincompetitor", "primarycompetitor"),
        },
    ),
    field_history(
        "opportunity_field_history",
        "deal_changes",
        ("opportunityid", "parentid"),
        _FIELDS,
        field="field|fieldevent|fieldname",
        new="newvalue",
        old="oldvalue",
        at=("createddate", "editdate"),
        files=("opportunityfieldhistory",),
        marks=("opportunityid|parentid", "field|fieldevent|fieldname", "newvalue"),
    ),
    Sheet(
        "opportunity_history",
        "deal_changes",
        files=("opportunityhistory",),
        marks=("opportunityid", "stagename|stage", "createddate"),
        without=("newvalue", "fromstage", "quantity"),
        columns={"deal_id": "opportunityid", "changed_at": "createddate"},
        entries={"fields": {name: words for name, words in _STATE.items() if name != "rep_id"}},
        named=True,
    ),
    Sheet(
        "opportunity_versions",
        "deal_changes",
        files=("opportunityhistory",),
        marks=("id", "stagename", "fivetranstart"),
        columns={"deal_id": "id", "changed_at": "fivetranstart"},
        entries={"fields": _STATE},
        named=True,
    ),
    Sheet(
        "stage_report",
        "deal_changes",
        files=("opportunityhistory", "opportunitystagehistory"),
        marks=("opportunityid", "fromstage", "tostage"),
        columns={
            "deal_id": "opportunityid",
            "field": {"const": "stage"},
            "old_value": "fromstage",
            "new_value": "tostage",
            "changed_at": ("lastmodified", "lastmodifieddate", "stagechangedate", "createddate"),
        },
    ),
    Sheet(
        "opportunity_stage",
        "stages",
        files=("opportunitystage",),
        marks=("masterlabel", "isclosed", "iswon"),
        columns={
            "stage": "masterlabel",
            "position": ("sortorder", "defaultprobability"),
            "pipeline": (),
            "stage_id": "apiname",
        },
    ),
    Sheet(
        "line_item",
        "deal_lines",
        files=("opportunitylineitem", "opportunityproduct", "opportunityproducts"),
        marks=("opportunityid", "quantity", "unitprice|salesprice|totalprice"),
        columns={
            "deal_id": "opportunityid",
            "product_id": ("product2id", "productid", "productcode", "productname", "name"),
            "quantity": "quantity",
            "list_price": "listprice",
            "price": ("unitprice", "salesprice"),
            "currency": "currencyisocode",
        },
    ),
    Sheet(
        "product",
        "products",
        files=("product2", "product", "products"),
        marks=(
            "productcode|family|productfamily|stockkeepingunit",
            "name|productname",
            "id|product2id|productid|productcode",
        ),
        without=("quantity", "opportunityid", "recordid", "listprice"),
        columns={
            "product_id": ("id", "productid", "product2id", "productcode"),
            "name": ("productname", "name"),
            "family": ("family", "productfamily"),
        },
    ),
    Sheet(
        "quota",
        "quotas",
        files=("forecastingquota", "quota"),
        marks=("quotaownerid", "quotaamount", "startdate"),
        columns={
            "rep_id": "quotaownerid",
            "period_start": "startdate",
            "amount": "quotaamount",
            "currency": "currencyisocode",
        },
    ),
)
