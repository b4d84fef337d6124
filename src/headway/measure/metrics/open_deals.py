"""Deals open at the end of the window, as they were known then."""

from __future__ import annotations

from headway.measure.metric import Cells, Figure, Metric
from headway.units import COUNT


def _formula(cells: Cells) -> Figure:
    n = cells.total("n")
    return Figure.fact(n, n, COUNT, "no deal")


METRIC = Metric(
    name="open_deals",
    title="Deals open",
    definition="Deals open at the end of the window, as they were known then.",
    trap="A stock: it grows when nothing closes.",
    over="open",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
