"""How often over the open deals due in the quarter hold what is still to be won in it."""

from __future__ import annotations

import numpy as np

from headway.measure.covering import SUMS
from headway.measure.metric import Cells, Figure, Metric
from headway.stats.arrays import ratio
from headway.units import COUNT


def _formula(cells: Cells) -> Figure:
    asked, booked, due, deals = (cells.total(name) for name in ("asked", "booked", "due", "deals"))
    value = np.where(asked > booked, ratio(due, asked - booked), np.nan)
    return Figure.fact(value, deals, COUNT, "no quota for this quarter, or it is reached")


METRIC = Metric(
    name="coverage",
    title="Pipeline coverage",
    definition="Open amount due in the quarter of the window's last day ÷ (quotas of that quarter − won in it).",
    trap="Three times is no law: compare with the coverage that is needed, which your own deals tell.",
    over="covering",
    sums=SUMS,
    formula=_formula,
)
