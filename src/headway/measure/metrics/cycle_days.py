"""Days from opening to won, from the cumulative incidence: open deals are censored, lost ones compete."""

from __future__ import annotations

import numpy as np

from headway.measure.curves import won_curve
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scans import DAY_SECONDS, WON
from headway.stats.intervals import DRAWS, interval
from headway.units import DAYS

_SMALL, _LIMIT = 1e-9, 1e5  # days; one deal alone tells nothing of its spread


def _formula(cells: Cells) -> Figure:
    parts = np.asarray(cells.columns["won_part_seconds"], dtype=np.float64) / DAY_SECONDS
    won = won_curve(cells, np.nan_to_num(parts)).won
    spread = np.sqrt(np.nan_to_num(won.days_mean_variance))[:, None]
    # Few won deals tell little of their spread too: Student's t, as for any mean of so many.
    freedom = np.maximum(won.count - 1, 1.0)
    chi2 = 2.0 * cells.streams.gamma("cycle spread", freedom / 2.0, DRAWS)
    t = cells.streams.normal("cycle", DRAWS) / np.sqrt(np.maximum(chi2, _SMALL) / freedom[:, None])
    few = np.sqrt(won.count / freedom)[:, None]
    draws = np.maximum(won.days_mean[:, None] + np.clip(spread * few * t, -_LIMIT, _LIMIT), 0.0)
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
