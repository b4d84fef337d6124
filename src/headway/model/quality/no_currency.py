"""Amounts that do not say their currency: they are taken as money of the reporting currency."""

from __future__ import annotations

from headway.model.checks import INFO, Check

CHECK = Check(
    name="no_currency",
    title="Amounts that do not say their currency",
    table="deals",
    column="currency",
    remedy="map the column that holds the currency, or set [workspace] currency to the one that is meant",
    affects=("velocity", "deals", "next"),
    severity=INFO,
    detail="taken as money of the reporting currency",
    fails=lambda deals: deals.currency.isnull() & deals.amount.notnull(),
)
