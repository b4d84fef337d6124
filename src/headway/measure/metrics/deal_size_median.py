"""What half of the won deals were worth at most: beside the mean, which a few large deals carry."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells, Figure, Metric
from headway.stats.intervals import Interval

_Z80 = 1.2815515655446004


def _formula(cells: Cells) -> Figure:
    sizes, often = np.asarray(cells.columns["size"], dtype=np.float64), np.asarray(cells.columns["n"], dtype=np.float64)
    value, low, high = (np.full(cells.groups, np.nan) for _ in range(3))
    for group in range(cells.groups):
        mine = cells.group == group
        if not mine.any():
            continue
        order = np.argsort(sizes[mine])
        ranked, so_far = sizes[mine][order], np.cumsum(often[mine][order])
        n = so_far[-1]
        # Between which ranks the middle lies in four of five samples (binomial); whatever the amounts are shaped like.
        margin = _Z80 * np.sqrt(n) / 2
        value[group], low[group], high[group] = (
            _at(ranked, so_far, place) for place in ((n + 1) / 2, (n + 1) / 2 - margin, (n + 1) / 2 + margin)
        )
    return Figure.alone(Interval(value, low, high), cells.total("n"), cells.currency, "no won deal with a known amount")


def _at(ranked: np.ndarray, so_far: np.ndarray, place: float) -> float:
    """The amount at a rank; half-way between two, their mean."""
    down, up = (np.clip(rank, 1, so_far[-1]) for rank in (np.floor(place), np.ceil(place)))
    first, second = (ranked[np.searchsorted(so_far, rank)] for rank in (down, up))
    return float((first + second) / 2)


METRIC = Metric(
    name="deal_size_median",
    title="Median deal size",
    definition="Median amount of won deals that were opened in the window; the range holds for any shape of amounts.",
    trap="A mean without its median: a few large deals make every deal look large.",
    over="sizes",
    sums={"n": lambda rows: rows.count()},
    formula=_formula,
)
