r"""Learns how open journeys move from where past ones stood: a landmark discrete-time competing-risks hazard.

A row is a journey that was open on a past day, in some stage for some days. Lead time from that day is cut into
intervals k = 1, 2, ... In each, a journey still open closes with probability c_k, and is then won with probability
q_k. The product over intervals gives the chance to be won by any day ahead:

    P(won by interval k) = sum over j <= k of (1 - c_1) ... (1 - c_{j-1}) c_j q_j.

Each is a logistic regression on stage, days in stage, lead, stage x lead and stage x days in stage, all effects shrunk
by as much as they prove alike. Pace and odds are learned apart, so stages that differ only in pace keep one win rate:
the odds are judged by outcomes, not by the clock. Rows whose interval ends after the last day known are dropped, with
their events; keeping the events alone would count quick closings only.

Source: van Houwelingen and Putter (2012), Dynamic Prediction in Clinical Survival Analysis, chapters 7 and 9
(landmarks, competing risks); Tutz and Schmid (2016), Modeling Discrete Time-to-Event Data, chapter 8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.predict.landmarks import WON, Landmarks
from headway.stats.arrays import Bools, Floats, Ints, as_floats, as_ints
from headway.stats.clusters import clustered_mean

LEAD_EDGES_DAYS: Floats = np.array([0.0, 7, 14, 30, 60, 90, 180, 365])
AGE_BUCKETS = 5
_ENOUGH = 20.0  # journeys at risk before an interval's pace is read off instead of carried on


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of past journeys by cell and lead: effective counts, float [cells, leads].

    A cell is a stage and a bucket of days in it: cell = place of the stage x buckets + bucket. The last place is kept
    for stages never seen before.

    Attributes:
        stages: int [stages], codes in order of their places; -1 stands for "no stage known".
        age_edges_days: float [buckets - 1], inner edges of the buckets.
        lead_edges_days: float [leads + 1].
        at_risk: journeys open at the start of the lead interval.
        closed: those of them that closed within it.
        decided, won: closings, and won ones, each journey counted once a stage.
        journeys: distinct journeys seen in the cell, float [cells].
    """

    stages: Ints
    age_edges_days: Floats
    lead_edges_days: Floats
    at_risk: Floats
    closed: Floats
    decided: Floats
    won: Floats
    journeys: Floats

    @property
    def buckets(self) -> int:
        """How many buckets of days in stage there are."""
        return self.age_edges_days.size + 1

    def cell(self, stage: ArrayLike, stage_days: ArrayLike) -> Ints:
        """Return the cell of each journey, int [n]."""
        return _cell(self.stages, self.age_edges_days, as_ints(stage), as_floats(stage_days))


def count(
    rows: Landmarks,
    closed_day: Floats,
    outcome: Ints,
    last_day: float,
    *,
    account: ArrayLike | None = None,
    lead_edges_days: Floats = LEAD_EDGES_DAYS,
) -> Counts:
    """Count what became of `rows`, as known at the end of `last_day`.

    Args:
        rows: where journeys stood on past days (see `landmarks`).
        closed_day: float [journeys]; infinity while open.
        outcome: int [journeys], OPEN, WON or LOST.
        last_day: what happened later does not count, and neither do lead intervals that end later.
        account: [journeys], labels of what journeys of one kind belong to; if their outcomes go together, counts are
            divided by the design effect.
        lead_edges_days: ends of the lead intervals, from 0.

    Example:
        >>> from headway.predict.landmarks import Histories, landmarks
        >>> past = Histories.of([0, 0, 0], [10, 20, np.inf], [1, 2, 0])
        >>> learned = count(landmarks(past, [5]), past.closed_day, past.outcome, 19.0)
        >>> learned.closed.sum(axis=0)[:3], learned.at_risk.sum(axis=0)[:3]
        (array([1., 0., 0.]), array([3., 2., 0.]))
    """
    edges = _age_edges(rows.stage_days)
    stages = np.unique(rows.stage) if rows.stage.size else np.array([-1])
    cell = _cell(stages, edges, rows.stage, rows.stage_days)
    cells = (stages.size + 1) * (edges.size + 1)
    events = _Events.of(rows, closed_day, outcome, last_day, lead_edges_days)
    shared = _design_effect(events, rows.journey, outcome, account)

    def table(marked: Bools) -> Floats:
        return np.stack([np.bincount(cell, column, cells) for column in marked.T], axis=1)

    overlap = _overlap(rows, cell, cells, lead_edges_days) / shared
    once = np.repeat(_once(stages, rows, events.closed.sum(axis=1)), edges.size + 1)[:, None] / shared
    return Counts(
        stages=stages.astype(np.int64),
        age_edges_days=edges,
        lead_edges_days=lead_edges_days,
        at_risk=table(events.at_risk) * overlap,
        closed=table(events.closed) * overlap,
        decided=table(events.closed) * once,
        won=table(events.closed & events.won[:, None]) * once,
        journeys=_distinct(rows.journey, cell, cells),
    )


def _cell(stages: Ints, edges: Floats, stage: Ints, stage_days: Floats) -> Ints:
    place = np.minimum(np.searchsorted(stages, stage), stages.size - 1)
    place = np.where(stages[place] == stage, place, stages.size)
    return place * (edges.size + 1) + np.digitize(stage_days, edges)


def _age_edges(stage_days: Floats) -> Floats:
    """Cut days in stage into buckets that hold about as many rows each."""
    if not stage_days.size:
        return np.zeros(0)
    inner = np.quantile(stage_days, np.arange(1, AGE_BUCKETS) / AGE_BUCKETS)
    return np.unique(np.ceil(inner))


@dataclass(frozen=True, slots=True)
class _Events:
    """What became of each row: at risk and closed by lead interval (bool [rows, leads]), and won (bool [rows])."""

    at_risk: Bools
    closed: Bools
    won: Bools

    @classmethod
    def of(cls, rows: Landmarks, closed_day: Floats, outcome: Ints, last_day: float, edges: Floats) -> _Events:
        lead = (closed_day[rows.journey] - rows.day)[:, None]
        whole = rows.day[:, None] + edges[1:] <= last_day
        at_risk = whole & (lead > edges[:-1])
        return cls(at_risk, at_risk & (lead <= edges[1:]), outcome[rows.journey] == WON)


def _design_effect(events: _Events, journey: Ints, outcome: Ints, account: ArrayLike | None) -> float:
    """Return by how much the outcomes of one account go together, at least 1."""
    closed = np.flatnonzero(np.bincount(journey[events.closed.any(axis=1)]))
    if account is None or closed.size < _ENOUGH:
        return 1.0
    effect = clustered_mean(outcome[closed] == WON, np.asarray(account)[closed]).design_effect
    return max(1.0, effect) if np.isfinite(effect) else 1.0


def _overlap(rows: Landmarks, cell: Ints, cells: int, edges: Floats) -> Floats:
    """Return what a row is worth by cell and lead: windows that overlap tell the same story twice, others are news."""
    looked = np.unique(rows.day)
    spacing = float(np.median(np.diff(looked))) if looked.size > 1 else np.inf
    fresh = np.minimum(1.0, spacing / np.diff(edges))
    seen = np.maximum(np.bincount(cell, minlength=cells), 1)
    return np.maximum(fresh, (_distinct(rows.journey, cell, cells) / seen)[:, None])


def _once(stages: Ints, rows: Landmarks, closings: Ints) -> Floats:
    """Return what a closing is worth by place: one for each journey that closed, however often it was looked at.

    All closings of a stage weigh the same. Were those of one journey made to add up to one, journeys that hurried on
    would weigh more, and they are won more often.
    """
    place, any_closed = np.searchsorted(stages, rows.stage), closings > 0
    journeys = _distinct(rows.journey[any_closed], place[any_closed], stages.size + 1)
    return journeys / np.maximum(np.bincount(place, closings, stages.size + 1), 1.0)


def _distinct(journey: Ints, cell: Ints, cells: int) -> Floats:
    """Count distinct journeys by cell."""
    met = np.zeros((int(journey.max(initial=-1)) + 1, cells), dtype=np.bool_)
    met[journey, cell] = True
    journeys: Floats = met.sum(axis=0, dtype=np.float64)
    return journeys
