"""Gross margin at signature of won deals, from their lines' prices and costs."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells, Figure, Metric
from headway.stats.arrays import ratio
from headway.stats.intervals import DRAWS, interval
from headway.units import SHARE

_ROUNDING = 1e-9  # what is left of equal margins is the rounding of large sums, not spread


def _formula(cells: Cells) -> Figure:
    names = ("line_deals", "revenue", "cost", "revenue_squares", "cross", "cost_squares")
    n, revenue, cost, rr, rc, cc = (cells.total(name) for name in names)
    left = ratio(cost, revenue)
    # Linearised variance of a ratio of sums over deals; a single deal tells nothing of its spread.
    residual = np.maximum(cc - 2 * left * rc + left**2 * rr, 0.0)
    residual = np.where(residual < _ROUNDING * cc, 0.0, residual)
    spread = np.sqrt(ratio(residual * ratio(n, n - 1), revenue**2))
    spread = np.where(n > 1, spread, 0.5)
    draws = (1 - left)[:, None] + np.nan_to_num(spread)[:, None] * cells.streams.normal("margin", DRAWS)
    return Figure.of(interval(1 - left, draws), n, SHARE, "no won deal with prices and costs", draws)


METRIC = Metric(
    name="margin",
    title="Gross margin",
    definition="(revenue − cost) ÷ revenue over the lines of won deals, discounts inside.",
    trap="A mean of per-deal margins weighs a giveaway like a sale: this is a ratio of sums.",
    over="lines",
    sums={
        "line_deals": lambda rows: rows.count(),
        "revenue": lambda rows: rows.revenue.sum(),
        "cost": lambda rows: rows.cost.sum(),
        "revenue_squares": lambda rows: (rows.revenue * rows.revenue).sum(),
        "cross": lambda rows: (rows.revenue * rows.cost).sum(),
        "cost_squares": lambda rows: (rows.cost * rows.cost).sum(),
    },
    formula=_formula,
)
