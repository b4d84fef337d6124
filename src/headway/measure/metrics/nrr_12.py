"""Net retention after a year, counted on exposure."""

from __future__ import annotations

from headway.measure.keeping import SUMS, at_month
from headway.measure.metric import Metric

METRIC = Metric(
    name="nrr_12",
    title="Net retention after a year",
    definition="Share still paid after 12 months of life with what was added; new and returned customers never enter.",
    trap="A healthy net over a sliding gross hides that customers leave.",
    over="customers",
    sums=SUMS,
    formula=at_month("net", 12),
)
