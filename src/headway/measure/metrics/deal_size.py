"""What a won deal is worth, in the reporting currency at the rate of the day it closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scans import WON
from headway.stats.arrays import ratio
from headway.stats.intervals import interval
from headway.stats.sizes import SizeSums, size_draws

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _amount(rows: ir.Table) -> ir.FloatingValue:
    """The worth of a won deal; other deals say nothing about the size of a win."""
    import ibis

    return ibis.ifelse(rows.ended == WON, rows.worth.cast("float64"), ibis.null("float64"))


def _log(rows: ir.Table) -> ir.FloatingValue:
    import ibis

    amount = _amount(rows)
    return ibis.ifelse(amount > 0, amount, ibis.null("float64")).ln()


def _formula(cells: Cells) -> Figure:
    won = np.asarray(cells.columns["ended"]) == WON
    names = ("worth_known", "worth_sum", "worth_squares", "worth_positive", "worth_logs", "worth_log_squares")
    columns = {name: np.nan_to_num(np.asarray(cells.columns[name], dtype=np.float64)) for name in names}
    added = (np.bincount(cells.group[won], columns[name][won], minlength=cells.groups) for name in names)
    sums = SizeSums(*(values.astype(np.float64) for values in added))
    draws = size_draws(sums, cells.streams)
    found = interval(ratio(sums.total, sums.n), draws)
    return Figure.of(found, sums.n, cells.currency, "no won deal with a known amount", draws)


METRIC = Metric(
    name="deal_size",
    title="Deal size",
    definition="Mean amount of won deals, rate of the closing day; missing rates are counted, never 0.",
    trap="Lost deals often carry amount 0, and today's amount is not last year's.",
    over="deals",
    sums={
        "worth_known": lambda rows: _amount(rows).count(),
        "worth_sum": lambda rows: rows.worth.sum(where=rows.ended == WON).cast("float64"),
        "worth_squares": lambda rows: (_amount(rows) * _amount(rows)).sum(),
        "worth_positive": lambda rows: (_amount(rows) > 0).sum(),
        "worth_logs": lambda rows: _log(rows).sum(),
        "worth_log_squares": lambda rows: (_log(rows) * _log(rows)).sum(),
    },
    formula=_formula,
)
