"""Days from opening to lost, from the cumulative incidence: its own number, never mixed with the days to won."""

from __future__ import annotations

import numpy as np

from headway.measure.curves import won_curve
from headway.measure.metric import Cells, Figure, Metric
from headway.stats.intervals import DRAWS, interval
from headway.units import DAYS


def _formula(cells: Cells) -> Figure:
    lost = won_curve(cells).lost
    spread = np.sqrt(np.nan_to_num(lost.days_mean_variance))[:, None]
    draws = np.maximum(lost.days_mean[:, None] + spread * cells.streams.normal("lost days", DRAWS), 0.0)
    return Figure.of(interval(lost.days_mean, draws), lost.count, DAYS, "no deal lost yet", draws)


METRIC = Metric(
    name="lost_days",
    title="Days to lost",
    definition="Mean days to lost of the deals lost by the horizon, from the cumulative incidence.",
    trap="One mean of won and lost together: it moves when the mix of outcomes moves, and nothing got faster.",
    over="deals",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
