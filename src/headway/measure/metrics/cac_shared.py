"""Which share of the costs of winning customers names no group, and is shared by the deals opened."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells, Figure, Metric
from headway.measure.spending import SUMS
from headway.stats.arrays import ratio
from headway.units import SHARE


def _formula(cells: Cells) -> Figure:
    spent, opened = cells.total("spent"), cells.total("opened")
    shared = float(cells.total("shared").sum()) * np.nan_to_num(ratio(opened, opened.sum()))
    return Figure.fact(ratio(shared, spent + shared), opened, SHARE, "nothing was spent on it")


METRIC = Metric(
    name="cac_shared",
    title="Shared part of the cost",
    definition="Costs of marketing and sales that name no group ÷ all of the group's, its share of them included.",
    trap="A cost of a customer by segment that is mostly shared says more of the key than of the segment.",
    over="acquisition",
    sums=SUMS,
    formula=_formula,
)
