"""The share of opened deals that is won, as a curve: losing competes with winning, and open deals are censored."""

from __future__ import annotations

import numpy as np

from headway.measure.curves import inside, won_curve
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scans import LOST, WON
from headway.stats.intervals import Interval, interval, share_draws_from
from headway.units import SHARE


def _formula(cells: Cells) -> Figure:
    found = won_curve(cells).won
    draws = share_draws_from(found.p, found.effective_n, cells.streams, purpose="win rate")
    ended = np.isin(np.asarray(cells.columns["ended"]), (WON, LOST))
    known = np.isfinite(found.p) & (cells.total("n", ended) > 0)
    draws[~known] = np.nan
    value = np.where(known, inside(found.p, found.effective_n), np.nan)
    spread = interval(value, draws)
    around = Interval(value, np.minimum(spread.low, value), np.maximum(spread.high, value))
    return Figure.of(around, cells.total("n"), SHARE, "nothing closed yet", draws)


METRIC = Metric(
    name="win_rate",
    title="Win rate",
    definition="P(won by the age at which the last deal closed), Aalen-Johansen: lost competes, open is censored.",
    trap="won ÷ (won + lost) forgets the open deals, won ÷ opened takes them as lost: 63% and 48%; the curve: 52%.",
    over="deals",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
