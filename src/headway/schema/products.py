"""The noun `products`: something that is sold."""

from __future__ import annotations

from headway.schema.table import ALWAYS, Column, Table, Type

TABLE = Table(
    name="products",
    meaning="Something that is sold.",
    columns=(
        Column(
            "product_id",
            Type.TEXT,
            "Names the product in its source.",
            required=True,
            known=ALWAYS,
            headings=("product", "productid", "sku", "product seq", "product code", "product name", "id"),
        ),
        Column(
            "name",
            Type.TEXT,
            "Name of the product.",
            free=True,
            known=ALWAYS,
            headings=("product", "product name", "title"),
        ),
        Column(
            "family",
            Type.TEXT,
            "Line to which it belongs.",
            known=ALWAYS,
            headings=("series", "product family", "product category", "category"),
        ),
        Column(
            "list_price",
            Type.MONEY,
            "Price on the list.",
            unit="currency",
            known=ALWAYS,
            headings=("sales price", "price", "unit price", "listprice"),
        ),
        Column(
            "unit_cost",
            Type.MONEY,
            "What one costs us.",
            unit="currency",
            known=ALWAYS,
            headings=("cost", "standard cost", "cogs"),
        ),
        Column(
            "currency",
            Type.TEXT,
            "Currency of the prices; the reporting currency when empty.",
            headings=("currency_iso_code", "currency code", "deal currency", "transactioncurrencyid"),
        ),
    ),
    key=("product_id",),
    always=True,
    file_names=("product", "items", "catalog"),
)
