"""What a new customer pays a month, as far as its subscriptions tell."""

from __future__ import annotations

import numpy as np

from headway.measure.keeping import SUMS
from headway.measure.metric import Cells, Figure, Metric
from headway.stats.arrays import ratio
from headway.stats.intervals import DRAWS, interval


def _formula(cells: Cells) -> Figure:
    first = np.asarray(cells.columns["month"]) == 1
    n, total, squares = (cells.total(name, first) for name in ("there", "kept", "kept_squares"))
    mean = ratio(total, n)
    spread = np.sqrt(np.maximum(ratio(squares - mean * total, n * np.maximum(n - 1, 1)), 0.0))
    off = np.where(n > 1, ratio(spread, mean), 1.0)
    draws = mean[:, None] / 12 * np.exp(np.nan_to_num(off)[:, None] * cells.streams.normal("monthly", DRAWS))
    with np.errstate(invalid="ignore"):
        found = interval(mean / 12, draws)
    return Figure.of(found, n, cells.currency, "no customer has been seen for a month", draws)


METRIC = Metric(
    name="monthly_amount",
    title="Paid a month",
    definition="Annual amount at the start ÷ 12, mean of the customers that began in the window.",
    trap="An annual amount taken for a month's, or a week's times four.",
    over="customers",
    sums=SUMS,
    formula=_formula,
)
