"""How often the expected day of closing was moved later, for each deal that came due."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells, Figure, Metric
from headway.stats.arrays import ratio
from headway.stats.intervals import DRAWS, interval
from headway.units import COUNT


def _formula(cells: Cells) -> Figure:
    n, pushes, squares = (cells.total(name) for name in ("n", "pushes", "push_squares"))
    mean = ratio(pushes, n)
    spread = np.sqrt(np.maximum(ratio(squares - mean * pushes, n * np.maximum(n - 1, 1)), 0.0))
    draws = np.maximum(mean[:, None] + np.nan_to_num(spread)[:, None] * cells.streams.normal("pushes", DRAWS), 0.0)
    return Figure.of(interval(mean, draws), n, COUNT, "no deal came due in the window", draws)


METRIC = Metric(
    name="pushes",
    title="Pushes a deal",
    definition="Times that the expected day was moved later ÷ deals whose first told day lay in the window.",
    trap="A robot that rolls the day each night: see robot_dates in health before reading this.",
    over="due",
    sums={
        "n": lambda rows: rows.count(),
        "pushes": lambda rows: rows.pushes.sum(),
        "push_squares": lambda rows: (rows.pushes * rows.pushes).sum(),
    },
    formula=_formula,
)
