"""Customers kept after a year, counted on exposure."""

from __future__ import annotations

from headway.measure.keeping import SUMS, at_month
from headway.measure.metric import Metric

METRIC = Metric(
    name="logos_12",
    title="Customers kept after a year",
    definition="Share of customers still there after 12 months of life; an end for a term or an upgrade is none.",
    trap="A changed plan counted as a customer that left.",
    over="customers",
    sums=SUMS,
    formula=at_month("logos", 12),
)
