r"""Learns how open journeys move from where past ones stood: a landmark discrete-time competing-risks hazard.

A row is a journey that was open on a past day, in some stage for some days. Lead time from that day is cut into
intervals k = 1, 2, ... In each, a journey still open closes with probability c_k, and is then won with probability
q_k. The product over intervals gives the chance to be won by any day ahead:

    P(won by interval k) = sum over j <= k of (1 - c_1) ... (1 - c_{j-1}) c_j q_j.

Both are learned by cell (stage x days in stage) and shrunk: cell to stage to all, by as much as cells have shown to be
alike. Pace and odds are shrunk apart, so that stages which differ only in pace lend each other their whole win rate:
the odds are judged by outcomes, not by the clock. Rows whose interval ends after the last day known are dropped, with
their events; keeping the events alone would count quick closings only.

Source: van Houwelingen and Putter (2012), Dynamic Prediction in Clinical Survival Analysis, chapters 7 and 9 (landmarks,
competing risks); Tutz and Schmid (2016), Modeling Discrete Time-to-Event Data, chapter 8; Minka (2000) for the shrinking.
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
    """Effective counts at one level of the tree, arrays [nodes, leads].

    Attributes:
        at_risk: journeys open at the start of the lead interval.
        closed: those of them that closed within it.
        decided, won: closings and won closings, each journey counted once a node.
        journeys: distinct journeys seen in the node, float [nodes].
    """

    at_risk: Floats
    closed: Floats
    decided: Floats
    won: Floats
    journeys: Floats


@dataclass(frozen=True, slots=True)
class Hazards:
    """What was learned, as counts on a tree: all journeys, stages, cells (stage x bucket of days in stage).

    Attributes:
        stages: int [stages], codes in order of the nodes; -1 stands for "no stage known".
        age_edges_days: float [buckets - 1], inner edges of the days-in-stage buckets.
        lead_edges_days: float [leads + 1].
        every, by_stage, by_cell: the counts; cell = stage's place x buckets + bucket.
    """

    stages: Ints
    age_edges_days: Floats
    lead_edges_days: Floats
    every: Counts
    by_stage: Counts
    by_cell: Counts

    @property
    def buckets(self) -> int:
        """How many buckets of days in stage there are."""
        return self.age_edges_days.size + 1

    def cell(self, stage: ArrayLike, stage_days: ArrayLike) -> Ints:
        """Return the cell of each journey, int [n]; a stage never seen before falls to the last cells, all its own."""
        codes = as_ints(stage)
        place = np.minimum(np.searchsorted(self.stages, codes), self.stages.size - 1)
        place = np.where(self.stages[place] == codes, place, self.stages.size)
        bucket = np.digitize(as_floats(stage_days), self.age_edges_days)
        return place * self.buckets + bucket


def fit(
    rows: Landmarks,
    closed_day: Floats,
    outcome: Ints,
    last_day: float,
    *,
    account: ArrayLike | None = None,
    lead_edges_days: Floats = LEAD_EDGES_DAYS,
) -> Hazards:
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
        >>> learned = fit(landmarks(past, [5]), past.closed_day, past.outcome, 19.0)
        >>> learned.every.closed[0, :3], learned.every.at_risk[0, :3]
        (array([1., 0., 0.]), array([3., 2., 0.]))
    """
    edges = _age_edges(rows.stage_days)
    stages = np.unique(rows.stage) if rows.stage.size else np.array([-1])
    place = np.searchsorted(stages, rows.stage)
    bucket = np.digitize(rows.stage_days, edges)
    events = _Events.of(rows, closed_day, outcome, last_day, lead_edges_days)
    shared = _design_effect(events, rows.journey, outcome, account)
    buckets = edges.size + 1
    levels = (
        (np.zeros_like(place), 1),
        (place, stages.size + 1),
        (place * buckets + bucket, (stages.size + 1) * buckets),
    )
    every, by_stage, by_cell = (_count(events, rows, node, nodes, shared) for node, nodes in levels)
    return Hazards(stages.astype(np.int64), edges, lead_edges_days, every, by_stage, by_cell)


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
    overlap: Floats

    @classmethod
    def of(cls, rows: Landmarks, closed_day: Floats, outcome: Ints, last_day: float, edges: Floats) -> _Events:
        lead = (closed_day[rows.journey] - rows.day)[:, None]
        whole = rows.day[:, None] + edges[1:] <= last_day
        at_risk = whole & (lead > edges[:-1])
        looked = np.unique(rows.day)
        spacing = float(np.median(np.diff(looked))) if looked.size > 1 else np.inf
        overlap = np.minimum(1.0, spacing / np.diff(edges))
        return cls(at_risk, at_risk & (lead <= edges[1:]), outcome[rows.journey] == WON, overlap)


def _design_effect(events: _Events, journey: Ints, outcome: Ints, account: ArrayLike | None) -> float:
    """Return by how much the outcomes of one account go together, at least 1."""
    closed = np.unique(journey[events.closed.any(axis=1)])
    if account is None or closed.size < _ENOUGH:
        return 1.0
    effect = clustered_mean(outcome[closed] == WON, np.asarray(account)[closed]).design_effect
    return max(1.0, effect) if np.isfinite(effect) else 1.0


def _count(events: _Events, rows: Landmarks, node: Ints, nodes: int, shared: float) -> Counts:
    """Add up by node, and count a journey that was looked at on several days no more often than it tells."""

    def table(marked: Bools) -> Floats:
        columns = [np.bincount(node[column], minlength=nodes) for column in marked.T]
        return np.stack(columns, axis=1).astype(np.float64)

    at_risk, closed = table(events.at_risk), table(events.closed)
    won = table(events.closed & events.won[:, None])
    once = _distinct(rows.journey, node, nodes)
    seen = np.bincount(node, minlength=nodes)
    any_closed = events.closed.any(axis=1)
    closers = _distinct(rows.journey[any_closed], node[any_closed], nodes)
    # Windows that overlap tell the same story twice; those that do not are news.
    fresh = np.maximum(events.overlap, (once / np.maximum(seen, 1))[:, None]) / shared
    each = (closers / np.maximum(closed.sum(axis=1), 1.0))[:, None] / shared
    return Counts(at_risk * fresh, closed * fresh, closed * each, won * each, once)


def _distinct(journey: Ints, node: Ints, nodes: int) -> Floats:
    """Count distinct journeys by node."""
    pairs = np.unique(journey * nodes + node)
    return np.bincount(pairs % nodes, minlength=nodes).astype(np.float64)
