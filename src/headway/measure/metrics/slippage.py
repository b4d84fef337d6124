"""The share of deals that were still open after the day on which they were first expected to close."""

from __future__ import annotations

import numpy as np

from headway.measure.curves import inside
from headway.measure.metric import Cells, Figure, Metric
from headway.stats.arrays import ratio
from headway.stats.intervals import share
from headway.units import SHARE


def _formula(cells: Cells) -> Figure:
    slipped, n = cells.total("slipped"), cells.total("n")
    found = share(slipped, n)
    value = np.where(n > 0, inside(ratio(slipped, n), n), np.nan)
    return Figure.alone(type(found)(value, found.low, found.high), n, SHARE, "no deal came due in the window")


METRIC = Metric(
    name="slippage",
    title="Slippage",
    definition="Still open after the day first told for their closing ÷ deals whose first told day lay in the window.",
    trap="Judging by the day that is told today: a deal that was moved five times is never late.",
    over="due",
    sums={"n": lambda rows: rows.count(), "slipped": lambda rows: rows.slipped.sum()},
    formula=_formula,
)
