"""Deals opened in the window."""

from __future__ import annotations

from headway.measure.metric import Cells, Figure, Metric
from headway.units import COUNT


def _formula(cells: Cells) -> Figure:
    n = cells.total("n")
    return Figure.fact(n, n, COUNT, "no deal")


METRIC = Metric(
    name="opened_deals",
    title="Deals opened",
    definition="Deals opened in the window.",
    trap="A flow, not a stock: it does not say how many are open.",
    over="deals",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
