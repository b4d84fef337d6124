"""The share of the booked annual amount still paid, averaged over three years, counted on exposure."""

from __future__ import annotations

import numpy as np

from headway.measure.metric import Cells, Figure, Metric
from headway.stats.arrays import Floats, ratio
from headway.stats.intervals import DRAWS, interval
from headway.units import SHARE

HORIZON_MONTHS = 36
_LAST_YEAR = 12
_LEAST = 1e-3  # where all are gone, or none
_PRIOR_CUSTOMERS = 4.0  # a month of the pooled curve is worth this many customers of the group's own


def _formula(cells: Cells) -> Figure:
    month = np.asarray(cells.columns["month"], dtype=np.int64)
    early = month < HORIZON_MONTHS
    exposed, gone, squares = (_by_month(cells, name, month, early) for name in ("exposed", "gone", "exposed_squares"))
    seen = exposed.sum(axis=0) > 0
    pooled = _continued(ratio(gone.sum(axis=0), exposed.sum(axis=0)), seen, gone.sum(axis=0), exposed.sum(axis=0))
    # As many equal customers as would tell as much as these of unequal size (Kish).
    customers = np.nan_to_num(ratio(exposed**2, squares))
    a = customers * np.nan_to_num(ratio(gone, exposed)) + _PRIOR_CUSTOMERS * pooled
    b = customers + _PRIOR_CUSTOMERS - a
    value = _average(a / (a + b))
    draws = np.empty((cells.groups, DRAWS))
    shape, rest = (np.broadcast_to(np.maximum(part, _LEAST)[:, :, None], (*part.shape, DRAWS)) for part in (a, b))
    lost = np.stack([cells.streams.gamma_each(f"lost {m}", shape[:, m]) for m in range(HORIZON_MONTHS)], axis=1)
    stay = np.stack(
        [cells.streams.gamma_each(f"stay {m}", rest[:, m]) for m in range(HORIZON_MONTHS)],
        axis=1,
    )
    draws = _average((lost / (lost + stay)).transpose(0, 2, 1))
    n = cells.total("customer_months", early)
    nothing = n == 0
    value = np.where(nothing, np.nan, value)
    draws[nothing] = np.nan
    return Figure.of(interval(value, draws), n, SHARE, "no subscription of a won deal has been seen for a month", draws)


def _by_month(cells: Cells, name: str, month: np.ndarray, early: np.ndarray) -> Floats:
    """A sum [groups, months]."""
    flat = cells.group[early] * HORIZON_MONTHS + month[early]
    values = np.asarray(cells.columns[name], dtype=np.float64)[early]
    sums: Floats = np.bincount(flat, values, minlength=cells.groups * HORIZON_MONTHS).astype(np.float64)
    return sums.reshape(cells.groups, HORIZON_MONTHS)


def _continued(hazard: Floats, seen: np.ndarray, gone: Floats, exposed: Floats) -> Floats:
    """The pooled monthly loss; after the last month seen, that of the last year that was."""
    last = int(np.flatnonzero(seen).max(initial=-1)) + 1
    tail = slice(max(last - _LAST_YEAR, 0), last)
    late = float(gone[tail].sum() / exposed[tail].sum()) if last else 0.0
    return np.where(seen, np.nan_to_num(hazard), late)


def _average(hazard: Floats) -> Floats:
    """Mean over the months of the share still paid half-way through each."""
    stays = np.cumprod(1 - hazard, axis=-1)
    before = np.concatenate([np.ones_like(stays[..., :1]), stays[..., :-1]], axis=-1)
    averaged: Floats = ((stays + before) / 2).mean(axis=-1)
    return averaged


METRIC = Metric(
    name="retained",
    title="Retained value",
    definition="(1/36)∫S(t)dt over 36 months; S: share of the booked annual amount still paid, by exposure.",
    trap="Scoring those who left before those who stay have had time to is alarm by arithmetic: exposure is counted.",
    over="subscriptions",
    sums={
        "customer_months": lambda rows: rows.count(),
        "exposed": lambda rows: rows.exposed.sum(),
        "exposed_squares": lambda rows: (rows.exposed * rows.exposed).sum(),
        "gone": lambda rows: rows.gone.sum(),
    },
    formula=_formula,
)
