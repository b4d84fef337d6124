"""How many meetings, calls and demos there were for every 30 days."""

from __future__ import annotations

from headway.measure.metric import Cells, Figure, Metric
from headway.stats.intervals import rate
from headway.units import COUNT

_MONTH_DAYS = 30


def _formula(cells: Cells) -> Figure:
    n = cells.total("met")
    found = rate(n, [cells.days / _MONTH_DAYS] * cells.groups)
    return Figure.alone(found, n, COUNT, "no day in the window")


METRIC = Metric(
    name="meetings",
    title="Meetings in 30 days",
    definition="Meetings in the window ÷ its days × 30; a meeting, a call or a demo is one.",
    trap="Counting what was logged, not what took place: a team that writes nothing down looks idle.",
    over="activities",
    sums={"met": lambda rows: rows.met.sum().fill_null(0)},
    formula=_formula,
)
