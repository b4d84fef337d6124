"""Deals that are won or lost without saying when: they count in no period."""

from __future__ import annotations

from headway.model.checks import Check

CHECK = Check(
    name="closed_without_day",
    title="Closed deals without a closing day",
    table="deals",
    column="closed_at",
    remedy="map the column that holds the closing day, or load the change to won or lost as deal_changes",
    affects=("velocity", "funnel", "model"),
    fails=lambda deals: deals.outcome.notnull() & deals.closed_at.isnull(),
)
