"""The share of the closed amount that was won; not known where the lost deals carry no amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from headway.measure.curves import inside
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scan import LOST, WON
from headway.stats.arrays import ratio
from headway.stats.intervals import interval, share_draws_from
from headway.units import SHARE

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MOST_WITHOUT = 0.1  # with more lost deals without amount than this, the share is that of who writes amounts down


def _squares(rows: ir.Table) -> ir.FloatingScalar:
    return (rows.ending_worth * rows.ending_worth).sum()


def _reason(n: float, less: float, lost: float, with_amount: float) -> str:
    """Why it is not known, of all groups together."""
    if not n:
        return "nothing closed yet"
    if less:
        return f"{less:,.0f} of {n:,.0f} closed deals have an amount below 0, so a share of the amounts says nothing"
    without = f"{lost - with_amount:,.0f} of {lost:,.0f} lost deals"
    return f"{without} have no amount in the reporting currency, nor had one before"


def _formula(cells: Cells) -> Figure:
    won, lost = (np.asarray(cells.columns["ended"]) == end for end in (WON, LOST))
    gained, closed = cells.total("ending_sum", won), cells.total("ending_sum")
    n, less = cells.total("n"), cells.total("ending_less")
    with_amount, lost_n = cells.total("ending_known", lost), cells.total("n", lost)
    share = ratio(gained, closed)
    # Linearised variance of a ratio of sums over deals.
    spread = cells.total("ending_squares", won) * (1 - share) ** 2 + cells.total("ending_squares", lost) * share**2
    told = lost_n - with_amount <= _MOST_WITHOUT * np.maximum(lost_n, 1)
    usable = told & (less == 0) & (closed > 0)
    share = np.where(usable, share, np.nan)
    # Where all was won, or all was lost, the amounts do not vary: it is as sure as the number of deals.
    alone = (share == 0) | (share == 1)
    trials = np.where(alone, n, np.minimum(np.nan_to_num(ratio(share * (1 - share) * closed**2, spread), nan=1.0), n))
    draws = share_draws_from(share, np.maximum(trials, 1.0), cells.streams, purpose="value win rate")
    draws[~usable] = np.nan
    reason = _reason(n.sum(), less.sum(), lost_n.sum(), with_amount.sum())
    return Figure.of(interval(inside(share, np.maximum(trials, 1.0)), draws), n, SHARE, reason, draws)


METRIC = Metric(
    name="value_win_rate",
    title="Win rate by value",
    definition="won amount ÷ closed amount, deals closed in the window; a lost deal without one at its last known.",
    trap="Lost deals often carry amount 0: the rate then reads 100%. Here it is not known, and it says why.",
    over="endings",
    sums={
        "n": lambda rows: rows.count(),
        "ending_sum": lambda rows: rows.ending_worth.sum().fill_null(0.0),
        "ending_known": lambda rows: (rows.ending_worth > 0).sum().fill_null(0),
        "ending_less": lambda rows: (rows.ending_worth < 0).sum().fill_null(0),
        "ending_squares": lambda rows: _squares(rows).fill_null(0.0),
    },
    formula=_formula,
)
