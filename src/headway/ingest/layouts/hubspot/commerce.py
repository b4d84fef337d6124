"""HubSpot's line items, products and tickets."""

from __future__ import annotations

from headway.ingest.sheet_shapes import pairs, through
from headway.ingest.sheets import Sheet

SHEETS = (
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
                through("line_item_deal", "id|lineitemid|hsobjectid", "lineitemid", "dealid"),
            ),
            "product_id": ("hsproductid", "productid", "hssku", "sku", "name"),
            "quantity": "quantity",
            "price": ("price", "unitprice"),
            "unit_cost": ("hscostofgoodssold", "unitcost"),
            "currency": ("hslineitemcurrencycode", "currency"),
        },
    ),
    pairs("line_item_deal", "lineitemid", "dealid", without=("quantity",)),
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
                through("ticket_company", "id|ticketid|recordid", "ticketid", "companyid"),
                "associatedcompanyids",
                "associatedcompanyid",
            ),
            "opened_at": ("createdate", "hscreatedate"),
            "closed_at": ("closeddate", "closedate"),
            "severity": ("hsticketpriority", "priority"),
            "capability": ("hsticketcategory", "category", "subject", "ticketname"),
        },
    ),
    pairs("ticket_company", "ticketid", "companyid", without=("subject",)),
)
