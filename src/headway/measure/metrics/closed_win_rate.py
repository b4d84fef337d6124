"""The share of closed deals that was won: the closed cohort, shown beside the curve."""

from __future__ import annotations

import numpy as np

from headway.measure.curves import inside
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scans import LOST, WON
from headway.stats.arrays import ratio
from headway.stats.intervals import interval, share_draws
from headway.units import SHARE


def _formula(cells: Cells) -> Figure:
    ended = np.asarray(cells.columns["ended"])
    won, closed = cells.total("n", ended == WON), cells.total("n", (ended == WON) | (ended == LOST))
    draws = share_draws(won, closed, cells.streams, purpose="closed win rate")
    draws[closed == 0] = np.nan
    return Figure.of(interval(inside(ratio(won, closed), closed), draws), closed, SHARE, "nothing closed yet", draws)


METRIC = Metric(
    name="closed_win_rate",
    title="Win rate of closed deals",
    definition="won ÷ (won + lost), closed deals only.",
    trap="Quick losses close first, so a young cohort looks worse than it is.",
    over="deals",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
