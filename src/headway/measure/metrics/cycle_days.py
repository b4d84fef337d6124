"""Days from opening to won, from the cumulative incidence: open deals are censored, lost ones compete."""

from __future__ import annotations

import numpy as np

from headway.measure.curves import won_curve
from headway.measure.metric import Cells, Figure, Metric
from headway.stats.intervals import DRAWS, interval
from headway.units import DAYS


def _formula(cells: Cells) -> Figure:
    won = won_curve(cells).won
    spread = np.sqrt(np.nan_to_num(won.days_mean_variance))[:, None]
    draws = np.maximum(won.days_mean[:, None] + spread * cells.streams.normal("cycle", DRAWS), 0.0)
    return Figure.of(interval(won.days_mean, draws), won.count, DAYS, "no deal won yet", draws)


METRIC = Metric(
    name="cycle_days",
    title="Sales cycle",
    definition="Mean days to won among the deals that will be won by the horizon, from the cumulative incidence.",
    trap="The mean of won deals alone is too short: slow deals are still open.",
    over="deals",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
