"""Deals opened per day."""

from __future__ import annotations

from headway.measure.metric import Cells, Figure, Metric
from headway.stats.intervals import rate, rate_draws
from headway.units import PER_DAY


def _formula(cells: Cells) -> Figure:
    opened = cells.total("n")
    days = [cells.days] * cells.groups
    return Figure.of(
        rate(opened, days),
        opened,
        PER_DAY,
        "no day in the window",
        rate_draws(opened, days, cells.streams, purpose="arrivals"),
    )


METRIC = Metric(
    name="arrivals",
    title="Deals a day",
    definition="Deals opened in the window ÷ days of the window.",
    trap="A count of deals that are open now is a stock, not a rate: it grows when nothing closes.",
    over="deals",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
