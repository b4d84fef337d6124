"""What it costs to win a customer: loaded costs of marketing and sales, spent a cycle before."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells, Figure, Metric
from headway.measure.spending import SUMS
from headway.stats.arrays import ratio
from headway.stats.intervals import interval, rate_draws


def _formula(cells: Cells) -> Figure:
    spent, opened, won = (cells.total(name) for name in ("spent", "opened", "won"))
    shared = float(cells.total("shared").sum())
    cost = spent + shared * np.nan_to_num(ratio(opened, opened.sum()))
    known = (cost > 0) & (won > 0)
    draws = ratio(cost[:, None], rate_draws(won, np.ones_like(won), cells.streams, purpose="customers"))
    draws[~known] = np.nan
    with np.errstate(invalid="ignore"):
        found = interval(np.where(known, ratio(cost, won), np.nan), draws)
    return Figure.of(found, won, cells.currency, "no new customer in the window, or nothing spent on it", draws)


METRIC = Metric(
    name="cac",
    title="Cost of a new customer",
    definition="Costs of marketing and sales a mean cycle before ÷ accounts with their first win in the window.",
    trap="Dividing this month's costs by this month's wins: they were won with what was spent a cycle before.",
    over="acquisition",
    sums=SUMS,
    formula=_formula,
)
