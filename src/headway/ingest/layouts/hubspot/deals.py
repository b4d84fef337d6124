"""HubSpot's deals: their stages, what changed in them, which were merged."""

from __future__ import annotations

from headway.ingest.sheet_shapes import field_history, pairs, through
from headway.ingest.sheets import Sheet

_FIELDS = {
    "dealstage": "stage", "amount": "amount", "closedate": "expected_close_on", "hubspot_owner_id": "rep_id",
    "dealname": "name", "dealtype": "kind", "Deal Stage": "stage", "Close Date": "expected_close_on",
    "Deal owner": "rep_id", "Deal Name": "name",
}  # fmt: skip
_IS_STAGE = "{name|property|propertyname} IN ('dealstage', 'Deal Stage')"
_STAGE_FILE = {"file": "deal_stage_names", "key": "stageid|id", "value": "label"}

SHEETS = (
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
                through("deal_company", "dealid|recordid|hsobjectid|id", "dealid", "companyid"),
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
        "stages",
        files=("dealpipelinestage", "pipelinestage", "dealstages", "pipelinestages"),
        marks=("stageid|id", "label", "probability|closedwon|isclosed|displayorder"),
        columns={
            "stage": "label",
            "position": ("displayorder", "probability"),
            "pipeline": "pipelineid",
            "stage_id": ("stageid", "id"),
        },
        named=True,
    ),
    Sheet("deal_pipeline", "", files=("dealpipeline",), marks=("pipelineid|id", "label"), named=True),
    pairs("deal_company", "dealid", "companyid", without=("dealname",)),
    pairs("deal_contact", "dealid", "contactid", without=("dealname",)),
    field_history(
        "deal_property_history",
        "deal_changes",
        ("dealid", "recordid", "objectid", "hsobjectid"),
        _FIELDS,
        field="name|property|propertyname",
        new=({"column": "value", "lookup": _STAGE_FILE | {"when": _IS_STAGE}}, "value"),
        old={"previous": "new_value"},
        at=("timestamp", "timestampinstant", "changedat"),
        files=("dealpropertyhistory", "dealspropertyhistory", "propertyhistorydeals", "dealhistory"),
        marks=(
            "dealid|recordid|objectid|hsobjectid",
            "name|property|propertyname",
            "value",
            "timestamp|timestampinstant|changedat",
        ),
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
        "merged_deal",
        "merges",
        files=("mergeddeal",),
        marks=("dealid", "mergeddealid"),
        columns={"table": {"const": "deals"}, "from_id": "mergeddealid", "into_id": "dealid"},
        entries={"keep": False},
        beside=True,
    ),
)
