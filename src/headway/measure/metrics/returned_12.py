"""The share of buyers that bought again within a year of their first order."""

from __future__ import annotations

from headway.measure.metric import Cells, Figure, Metric
from headway.measure.returning import returned
from headway.stats.intervals import Interval
from headway.units import SHARE

_YEAR = 12


def _formula(cells: Cells) -> Figure:
    share, exposure, _ = returned(cells)
    reason = "no buyer has been seen for 12 months"
    if share.value.shape[1] < _YEAR:
        return Figure.unknown(cells.groups, SHARE, reason)
    value, low, high = (side[:, _YEAR - 1] for side in (share.value, share.low, share.high))
    return Figure.alone(Interval(value, low, high), exposure[:, _YEAR - 1], SHARE, reason)


METRIC = Metric(
    name="returned_12",
    title="Buyers that come back within a year",
    definition="Bought again, on a later day, within 12 months of the first won deal; by exposure.",
    trap="Counting who bought twice among all buyers: those of last month have not had the time.",
    over="buyers",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
