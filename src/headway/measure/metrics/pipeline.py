"""What the open deals are worth together, as it was known at the end of the window."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells, Figure, Metric


def _formula(cells: Cells) -> Figure:
    known, worth = cells.total("open_known"), cells.total("open_worth")
    value = np.where((known > 0) | (cells.total("n") == 0), worth, np.nan)
    return Figure.fact(value, known, cells.currency, "no open deal with a known amount")


METRIC = Metric(
    name="pipeline",
    title="Pipeline",
    definition="Amounts of the deals open at the end of the window, added up; as they were known then.",
    trap="Won and lost deals added in: more than twice too big on one public pipeline.",
    over="open",
    sums={
        "n": lambda rows: rows.count(),
        "open_known": lambda rows: rows.worth.count(),
        "open_worth": lambda rows: rows.worth.sum().cast("float64").fill_null(0.0),
    },
    formula=_formula,
)
