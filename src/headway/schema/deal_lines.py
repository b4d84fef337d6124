"""The noun `deal_lines`: what a deal would deliver: a product, how many, at what price."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="deal_lines",
    meaning="What a deal would deliver: a product, how many, at what price.",
    columns=(
        Column(
            "deal_id",
            Type.TEXT,
            "The deal.",
            required=True,
            refers="deals",
            headings=("opportunity id", "opportunityid", "opportunity_id"),
        ),
        Column(
            "product_id",
            Type.TEXT,
            "The product.",
            required=True,
            refers="products",
            headings=("product", "product2id", "product name", "item", "sku", "product seq"),
        ),
        Column("quantity", Type.NUMBER, "How many.", unit="units", headings=("qty", "units")),
        Column(
            "list_price",
            Type.MONEY,
            "Price on the list.",
            unit="currency",
            headings=("list price", "listprice", "catalog price"),
        ),
        Column(
            "price",
            Type.MONEY,
            "Price agreed, for one.",
            unit="currency",
            headings=("unit price", "unitprice", "sales price", "net price"),
        ),
        Column("unit_cost", Type.MONEY, "What one costs us.", unit="currency", headings=("cost", "unit cost", "cogs")),
        Column(
            "currency",
            Type.TEXT,
            "Currency of the prices; the reporting currency when empty.",
            headings=("currency_iso_code", "currency code", "deal currency", "transactioncurrencyid"),
        ),
    ),
    multiset_of="deal_id",
    parent="deal_id",
    file_names=(
        *("line_items", "opportunity_products", "opportunity_line_items", "opportunitylineitem", "deal_products"),
        *("lines", "order_lines", "items"),
    ),
)
