"""Odoo: its export by labels or by field names; one file holds leads and opportunities, one people and companies."""

from __future__ import annotations

from headway.ingest.sheets import Layout, Sheet

_ID = ("id", "externalid", "databaseid")
_STAGES = {"file": "stage", "key": "id|externalid", "value": "name|stagename|displayname"}
_NO = "IN ('false', 'f', '0', 'no', 'n')"
_LEAD_MARKS = (
    "type|probability|priority|active|datelaststageupdate|dateclosed|closeddate|expectedclosing|datedeadline|salesteam|teamid",
    "expectedrevenue|plannedrevenue|emailfrom|stageid|salesperson|userid|proratedrevenue",
    "partnerid|partneridid|customer|customerid|opportunity|leadopportunity|partnername|name",
    "createdon|createdate",
)
_NOT = (
    "stagename",
    "dealname",
    "amount",
    "createddate",
    "topic",
    "hubspotownerid",
    "closingdate",
    "orderlines",
    "amounttotal",
)
# An opportunity is lost when it was archived, won when its odds are a hundred.
_BY_ODDS = (
    f"CASE WHEN lower({{active}}) {_NO} THEN 'lost' "
    "WHEN TRY_CAST({probability} AS DOUBLE) >= 100 THEN 'won' ELSE 'open' END"
)

LAYOUT = Layout(
    "odoo",
    (
        Sheet(
            "opportunity",
            "deals",
            files=(
                "crmlead",
                "crmleadopportunity",
                "opportunities",
                "opportunity",
                "leadopportunity",
                "leadsandopportunities",
                "pipeline",
            ),
            marks=(*_LEAD_MARKS, "expectedrevenue|plannedrevenue|stageid|stage"),
            without=_NOT,
            shares=True,
            columns={
                "deal_id": (*_ID, "opportunity", "name"),
                "account_id": ("partneridid", "partnerid", "customerid", "customer", "partnername", "companyname"),
                "rep_id": ("useridid", "useridname", "userid", "salespersonid", "salesperson", "salespersonname"),
                "name": ("name", "opportunity", "leadopportunity"),
                "kind": (),
                "stage": (
                    {"column": "stageid", "lookup": _STAGES},
                    "stagedisplayname",
                    "stageidname",
                    "stagename",
                    "stage",
                    "stageid",
                ),
                "status": (
                    {"column": "wonstatus|wonlost", "map": {"pending": "open"}},
                    {"expr": _BY_ODDS},
                    {
                        "column": "stageid|stage",
                        "lookup": {"file": "stage", "key": "id|externalid", "value": "iswon|iswonstage"},
                        "map": {"true": "won", "1": "won", "t": "won"},
                        "else": "open",
                    },
                ),
                "amount": ("expectedrevenue", "plannedrevenue"),
                "currency": ("companycurrencyname", "companycurrency", "currency"),
                "created_at": ("createdate", "createdon"),
                "closed_at": ("dateclosed", "closeddate", "closedate"),
                "expected_close_on": ("datedeadline", "expectedclosing"),
                "lost_reason": ("lostreasonidname", "lostreasonid", "lostreason"),
            },
            entries={"where": "coalesce(lower({type}), '') != 'lead'"},
        ),
        Sheet(
            "lead",
            "leads",
            files=("crmlead", "lead", "leads"),
            marks=(*_LEAD_MARKS, "type"),
            without=_NOT,
            shares=True,
            columns={
                "lead_id": (*_ID, "lead", "name"),
                "source": ("sourceidname", "sourceid", "source", "medium", "mediumid"),
                "campaign": ("campaignidname", "campaignid", "campaign"),
                "account_id": (),
                "rep_id": ("useridid", "userid", "salesperson"),
                "company": ("partnername", "companyname"),
                "email": ("emailfrom", "email"),
                "created_at": ("createdate", "createdon"),
                "converted_at": ("dateconversion", "conversiondate"),
                "deal_id": (),
            },
            entries={"where": "lower({type}) = 'lead'"},
        ),
        Sheet(
            "stage",
            "stages",
            files=("crmstage", "stage", "stages"),
            marks=("id|externalid", "name|stagename", "iswon|iswonstage|sequence"),
            columns={"stage": "name|stagename|displayname", "position": "sequence", "stage_id": "id|externalid"},
            named=True,
        ),
        Sheet(
            "tracking",
            "deal_changes",
            files=("mailtrackingvalue", "trackingvalue", "trackingvalues"),
            marks=("mailmessageid", "newvaluechar", "oldvaluechar"),
            columns={
                "deal_id": {"lookup": {"file": "message", "on": "mailmessageid", "key": "id", "value": "resid"}},
                "field": {
                    "column": "fieldname|fieldidname|fielddesc|fieldid|field",
                    "map": {"stage_id": "stage", "Stage": "stage", "user_id": "rep_id", "Salesperson": "rep_id"},
                },
                "old_value": "oldvaluechar",
                "new_value": "newvaluechar",
                "changed_at": "createdate",
            },
            entries={"keep": False},
        ),
        Sheet("message", "", files=("mailmessage", "messages"), marks=("id", "resid", "model")),
        Sheet(
            "company",
            "accounts",
            files=("respartner", "partner", "partners", "contact", "contacts", "company", "companies", "customers"),
            marks=("iscompany|isacompany|companytype", "name|displayname|completename"),
            shares=True,
            columns={
                "account_id": (*_ID, "displayname", "name"),
                "name": ("name", "displayname", "completename"),
                "domain": ("website", "websitelink"),
                "industry": ("industryidname", "industryid", "industry"),
                "country": ("countryidname", "countryid", "country"),
                "parent_account_id": (),
                "created_at": ("createdate", "createdon"),
            },
            entries={"where": "lower({iscompany|isacompany|companytype}) IN ('company', 'true', 't', '1', 'yes')"},
        ),
        Sheet(
            "person",
            "contacts",
            files=("respartner", "partner", "partners", "contact", "contacts", "people"),
            marks=("iscompany|isacompany|companytype", "name|displayname|completename"),
            shares=True,
            columns={
                "contact_id": (*_ID, "displayname", "name"),
                "account_id": ("parentidid", "parentid", "relatedcompany", "companyname", "commercialpartnerid"),
                "name": ("name", "displayname"),
                "email": "email",
                "title": ("function", "jobposition"),
                "created_at": ("createdate", "createdon"),
            },
            entries={"where": "lower({iscompany|isacompany|companytype}) NOT IN ('company', 'true', 't', '1', 'yes')"},
        ),
        Sheet(
            "user",
            "reps",
            files=("resusers", "user", "users"),
            marks=("login", "name|partnerid|email|displayname"),
            columns={
                "rep_id": (*_ID, "name", "login"),
                "name": ("name", "displayname", "partnerid", "relatedpartner"),
                "email": ("email", "login"),
                "team": ("saleteamid", "salesteam", "crmteamid"),
                "started_on": (),
            },
        ),
        Sheet(
            "meeting",
            "activities",
            files=("calendarevent", "meeting", "meetings", "calendar"),
            marks=(
                "start|startdate|startdatetime",
                "stop|duration|enddate",
                "name|meetingsubject|opportunityid|subject",
            ),
            without=("recordid", "whatid", "engagementid"),
            columns={
                "activity_id": _ID,
                "kind": {"const": "meeting"},
                "occurred_at": ("start", "startdatetime", "startdate"),
                "minutes": {"expr": "cast({duration} AS DOUBLE) * 60"},
                "rep_id": ("useridid", "userid", "organizer", "responsible"),
                "deal_id": ("opportunityidid", "opportunityid", "opportunity", "resid"),
                "subject": ("name", "meetingsubject", "subject"),
                "body": "description",
            },
            beside=True,
        ),
        Sheet(
            "activity",
            "activities",
            files=("mailactivity", "activity", "activities"),
            marks=("resmodel|resname|documentname", "activitytypeid|activitytype", "datedeadline|duedate"),
            columns={
                "activity_id": {"join": [{"const": "activity"}, "id|externalid"], "with": "-"},
                "kind": ("activitytypeidname", "activitytypeid", "activitytype"),
                "occurred_at": ("datedone", "datedeadline", "duedate", "createdate"),
                "rep_id": ("userid", "assignedto"),
                "deal_id": ("resid", "relateddocumentid"),
                "subject": "summary",
                "body": "note",
            },
            beside=True,
        ),
        Sheet(
            "product",
            "products",
            files=("producttemplate", "productproduct", "product", "products"),
            marks=(
                "name|displayname",
                "listprice|salesprice|lstprice",
                "standardprice|cost|defaultcode|internalreference|categid|productcategory",
            ),
            without=("recordid", "quantity", "opportunityid"),
            columns={
                "product_id": (*_ID, "defaultcode", "internalreference", "name"),
                "name": ("name", "displayname"),
                "family": ("categidname", "categid", "productcategory"),
                "list_price": ("listprice", "lstprice", "salesprice"),
                "unit_cost": ("standardprice", "cost"),
            },
        ),
        Sheet(
            "order_line",
            "deal_lines",
            files=("saleorderline", "saleorderlines", "orderlines"),
            marks=("orderid|orderreference", "productid|product", "priceunit|unitprice", "productuomqty|quantity"),
            named=True,
            columns={
                "deal_id": (
                    {"lookup": {"file": "order", "on": "orderid", "key": "id", "value": "opportunityid"}},
                    "orderid",
                    "orderreference",
                ),
                "product_id": ("productid", "product"),
                "quantity": ("productuomqty", "quantity"),
                "price": ("priceunit", "unitprice"),
                "unit_cost": ("purchaseprice", "cost"),
            },
        ),
        Sheet("order", "", files=("saleorder", "saleorders"), marks=("id", "opportunityid", "amounttotal")),
    ),
)
