"""Deals won or lost in the window."""

from __future__ import annotations

from headway.measure.metric import Cells, Figure, Metric
from headway.units import COUNT


def _formula(cells: Cells) -> Figure:
    n = cells.total("n")
    return Figure.fact(n, n, COUNT, "no deal")


METRIC = Metric(
    name="closed_deals",
    title="Deals closed",
    definition="Deals won or lost in the window.",
    trap="Deals closed in a clean-up count as much as deals decided.",
    over="closed",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
