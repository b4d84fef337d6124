"""The share of opened deals that was won: the created cohort, of deals old enough to have closed."""

from __future__ import annotations

import numpy as np

from headway.measure.curves import inside
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scan import OPEN, WON
from headway.stats.arrays import ratio
from headway.stats.intervals import interval, share_draws
from headway.units import SHARE

_MOST = 0.95  # a cohort is judged at the age by which so many of the company's closed deals had closed


def matured_weeks(weeks: np.ndarray, n: np.ndarray) -> int:
    """The whole weeks by which most closed deals had closed; 0 where none did."""
    if n.sum() == 0:
        return 0
    order = np.argsort(weeks)
    so_far = np.cumsum(n[order])
    return int(weeks[order][np.searchsorted(so_far, _MOST * so_far[-1])]) + 1


def _formula(cells: Cells) -> Figure:
    ended, weeks = np.asarray(cells.columns["ended"]), np.asarray(cells.columns["weeks"])
    closed = ended != OPEN
    age = matured_weeks(weeks[closed], np.asarray(cells.columns["n"])[closed])
    old = np.asarray(cells.columns["weeks_old"]) >= age
    won, n = cells.total("n", (ended == WON) & old), cells.total("n", old)
    nothing = (n == 0) | (not closed.any())
    draws = share_draws(won, n, cells.streams, purpose="created win rate")
    draws[nothing] = np.nan
    value = np.where(nothing, np.nan, inside(ratio(won, n), n))
    reason = f"no deal is {age} weeks old, by when most had closed" if closed.any() else "nothing closed yet"
    return Figure.of(interval(value, draws), n, SHARE, reason, draws)


METRIC = Metric(
    name="created_win_rate",
    title="Win rate of opened deals",
    definition="won ÷ opened, of deals opened in the window and as many whole weeks old as 19 of 20 closed deals were.",
    trap="Counting young deals as not won: every recent month then looks worse than the one before.",
    over="cohort",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
