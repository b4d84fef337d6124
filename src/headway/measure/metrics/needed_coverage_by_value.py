"""The same as needed coverage by money: large deals may be won less often, or later, than small ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from headway.measure.metric import Cells, Figure, Metric
from headway.stats.arrays import ratio
from headway.stats.intervals import Interval, interval, share_draws_from
from headway.units import COUNT

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MOST_WITHOUT = 0.1  # with more deals without amount than this, the share is that of who writes amounts down


def _worth(rows: ir.Table) -> ir.FloatingColumn:
    return rows.worth.cast("float64")


def _formula(cells: Cells) -> Figure:
    n, known, due, won, won_squares, squares = (
        cells.total(name) for name in ("n", "due_known", "due_worth", "due_won", "due_won_squares", "due_squares")
    )
    usable = (won > 0) & (won <= due) & (n - known <= _MOST_WITHOUT * n)
    share = np.where(usable, ratio(won, due), np.nan)
    # Linearised variance of a ratio of sums over deals, as so many equal deals would have it.
    spread = won_squares * (1 - share) ** 2 + (squares - won_squares) * share**2
    trials = np.minimum(np.nan_to_num(ratio(share * (1 - share) * due**2, spread), nan=1.0), n)
    draws = share_draws_from(share, np.maximum(trials, 1.0), cells.streams, purpose="needed coverage by value")
    found = interval(np.nan_to_num(share, nan=0.5), draws)
    low, value, high = (np.where(usable, 1 / side, np.nan) for side in (found.high, found.value, found.low))
    without = float((n - known).sum())
    reason = f"{without:,.0f} of {n.sum():,.0f} deals that came due have no amount" if without else "nothing was won"
    return Figure.alone(Interval(value, low, high), n, COUNT, reason)


METRIC = Metric(
    name="needed_coverage_by_value",
    title="Needed coverage by value",
    definition="1 ÷ share of the amounts that came due in the window won by the end of the quarter they were told for.",
    trap="Deals counted alike: where large ones are won less often, coverage by number promises more than comes.",
    over="due",
    sums={
        "n": lambda rows: rows.count(),
        "due_known": lambda rows: (rows.worth > 0).sum().fill_null(0),
        "due_worth": lambda rows: _worth(rows).sum().fill_null(0.0),
        "due_squares": lambda rows: (_worth(rows) * _worth(rows)).sum().fill_null(0.0),
        "due_won": lambda rows: _worth(rows).sum(where=rows.won_in_time).fill_null(0.0),
        "due_won_squares": lambda rows: (_worth(rows) * _worth(rows)).sum(where=rows.won_in_time).fill_null(0.0),
    },
    formula=_formula,
)
