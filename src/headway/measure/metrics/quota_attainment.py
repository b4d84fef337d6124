"""What was booked of what the quotas asked for, in the quota periods that ended in the window."""

from __future__ import annotations

from headway.measure.metric import Cells, Figure, Metric
from headway.stats.arrays import ratio
from headway.units import SHARE


def _formula(cells: Cells) -> Figure:
    reason = "no quota period ended in the window"
    return Figure.fact(ratio(cells.total("booked"), cells.total("quota")), cells.total("wins"), SHARE, reason)


METRIC = Metric(
    name="quota_attainment",
    title="Quota attainment",
    definition="Booked ÷ quota in force, periods that ended in the window; a seller who was there for part, pro rata.",
    trap="Giving a seller's old wins to who has the account now, and judging a quarter that has not ended.",
    over="quotas",
    sums={
        "booked": lambda rows: rows.booked.sum(),
        "quota": lambda rows: (rows.quota * rows.there).sum(),
        "wins": lambda rows: rows.wins.sum(),
    },
    formula=_formula,
)
