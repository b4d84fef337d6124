"""Gross retention after a year, counted on exposure."""

from __future__ import annotations

from headway.measure.keeping import SUMS, at_month
from headway.measure.metric import Metric

METRIC = Metric(
    name="grr_12",
    title="Gross retention after a year",
    definition="Share still paid after 12 months of life, without what was added; by exposure, at most 100%.",
    trap="Judging a cohort by who has left so far: those who stay have not had the time yet.",
    over="customers",
    sums=SUMS,
    formula=at_month("gross", 12),
)
