"""How many times what is to be won must be open and due, for its share that is won in time to be enough."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells, Figure, Metric
from headway.stats.intervals import Interval, share
from headway.units import COUNT


def _formula(cells: Cells) -> Figure:
    won, n = cells.total("won_in_time"), cells.total("n")
    found = share(won, n)
    known = won > 0
    low, value, high = (
        np.where(known, 1 / np.where(known, side, 1.0), np.nan) for side in (found.high, found.value, found.low)
    )
    return Figure.alone(Interval(value, low, high), n, COUNT, "none of the deals that came due was won in its quarter")


METRIC = Metric(
    name="needed_coverage",
    title="Needed coverage",
    definition="1 ÷ share won by the end of the quarter of their first told day, of deals that came due in the window.",
    trap="Three times for everybody: a segment that wins one in six needs six, one that wins one in two needs two.",
    over="due",
    sums={"n": lambda rows: rows.count(), "won_in_time": lambda rows: rows.won_in_time.sum().fill_null(0)},
    formula=_formula,
)
