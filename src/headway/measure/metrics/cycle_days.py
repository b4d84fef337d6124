"""Days from opening to won, from the cumulative incidence: open deals are censored, lost ones compete."""

from __future__ import annotations

import numpy as np

from headway.measure.curves import won_curve
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scans import DAY_SECONDS, WON
from headway.stats.intervals import interval
from headway.stats.positive_means import positive_mean_draws
from headway.units import DAYS


def _formula(cells: Cells) -> Figure:
    parts = np.asarray(cells.columns["won_part_seconds"], dtype=np.float64) / DAY_SECONDS
    won = won_curve(cells, np.nan_to_num(parts)).won
    draws = positive_mean_draws(won.days_mean, won.days_mean_variance, won.count, cells.streams, purpose="cycle")
    return Figure.of(interval(won.days_mean, draws), won.count, DAYS, "no deal won yet", draws)


METRIC = Metric(
    name="cycle_days",
    title="Sales cycle",
    definition="Mean days to won of the deals won by the horizon, from the cumulative incidence; parts of a day too.",
    trap="The mean of won deals alone is too short: slow deals are still open.",
    over="deals",
    sums={
        "n": lambda rows: rows.count(),
        "won_part_seconds": lambda rows: rows["_part_seconds"].sum(where=rows.ended == WON),
    },
    formula=_formula,
)
