"""How many activities there were for every 30 days."""

from __future__ import annotations

from headway.measure.metric import Cells, Figure, Metric
from headway.stats.intervals import rate
from headway.units import COUNT

_MONTH_DAYS = 30


def _formula(cells: Cells) -> Figure:
    n = cells.total("n")
    found = rate(n, [cells.days / _MONTH_DAYS] * cells.groups)
    return Figure.alone(found, n, COUNT, "no day in the window")


METRIC = Metric(
    name="activities",
    title="Activities in 30 days",
    definition="Activities in the window ÷ its days × 30.",
    trap="Counting what was logged, not what took place: a team that writes nothing down looks idle.",
    over="activities",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
