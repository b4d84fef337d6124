"""Days from opening to lost, from the cumulative incidence: its own number, never mixed with the days to won."""

from __future__ import annotations

from headway.measure.curves import won_curve
from headway.measure.metric import Cells, Figure, Metric
from headway.stats.intervals import interval
from headway.stats.positive_means import positive_mean_draws
from headway.units import DAYS


def _formula(cells: Cells) -> Figure:
    lost = won_curve(cells).lost
    draws = positive_mean_draws(lost.days_mean, lost.days_mean_variance, lost.count, cells.streams, purpose="lost days")
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
