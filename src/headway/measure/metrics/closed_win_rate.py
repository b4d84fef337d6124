"""The share of closed deals that was won: the closed cohort, shown beside the curve."""

from __future__ import annotations

import numpy as np

from headway.measure.curves import inside
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scan import WON
from headway.stats.arrays import ratio
from headway.stats.intervals import interval, share_draws
from headway.units import SHARE


def _formula(cells: Cells) -> Figure:
    won, closed = cells.total("n", np.asarray(cells.columns["ended"]) == WON), cells.total("n")
    draws = share_draws(won, closed, cells.streams, purpose="closed win rate")
    draws[closed == 0] = np.nan
    return Figure.of(interval(inside(ratio(won, closed), closed), draws), closed, SHARE, "nothing closed yet", draws)


METRIC = Metric(
    name="closed_win_rate",
    title="Win rate of closed deals",
    definition="won ÷ (won + lost) of the deals closed in the window.",
    trap="Quick losses close first, so a young company looks worse than it is; a cleaning-up of old deals, too.",
    over="closed",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
