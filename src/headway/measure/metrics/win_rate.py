"""The share of opened deals that is won, as a curve: losing competes with winning, and open deals are censored."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scans import LOST, OPEN, WON
from headway.stats.incidence import Incidence, incidence
from headway.stats.intervals import Interval, interval, share_draws_from
from headway.units import SHARE


def curve(cells: Cells) -> Incidence:
    """Cumulative incidence of every group, read at the last age at which any deal of the company closed."""
    ended = np.asarray(cells.columns["ended"])
    n = np.asarray(cells.columns["n"], dtype=np.float64)
    ages = np.asarray(cells.columns["age_days"])
    counts = [np.where(ended == kind, n, 0.0) for kind in (WON, LOST, OPEN)]
    horizon = float(ages[(ended == WON) | (ended == LOST)].max(initial=0))
    return incidence(ages, *counts, cells.group, groups=cells.groups, horizon_days=horizon)


def _formula(cells: Cells) -> Figure:
    found = curve(cells).won
    draws = share_draws_from(found.p, found.effective_n, cells.streams, purpose="win rate")
    draws[~np.isfinite(found.p)] = np.nan
    value = inside(found.p, found.effective_n)
    spread = interval(value, draws)
    return Figure.of(
        Interval(value, np.minimum(spread.low, value), np.maximum(spread.high, value)),
        cells.total("n"),
        SHARE,
        "nothing closed yet",
        draws,
    )


def inside(share: np.ndarray, trials: np.ndarray) -> np.ndarray:
    """A share that is never exactly 0 or 1: there it is the posterior mean under Jeffreys' prior.

    Example:
        >>> inside(np.array([0.0, 0.5]), np.array([9.0, 10.0]))
        array([0.05, 0.5 ])
    """
    edge = (share <= 0) | (share >= 1)
    return np.where(edge, (share * trials + 0.5) / (trials + 1), share)


METRIC = Metric(
    name="win_rate",
    title="Win rate",
    definition="P(won by the age at which the last deal closed), Aalen-Johansen: lost competes, open is censored.",
    trap="won ÷ (won + lost) forgets the open deals, won ÷ opened forgets that they are not done: 63%, 48% and 52% of the same deals.",
    over="deals",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
