"""Turns what was learned into chances: won by a day ahead, won ever, days to close, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.predict.hazards import Counts
from headway.stats.arrays import Floats, Ints
from headway.stats.intervals import Interval, interval
from headway.stats.laplace import crossed_logit
from headway.stats.streams import Streams

EVER_DAYS = 730.0  # a journey still open two years from now counts as not won
DRAWS = 400
_SURE = 1e-9
_NOTHING = 1e-300


@dataclass(frozen=True, slots=True)
class Curves:
    """Chances of every cell to be won and lost by each edge of lead time, [cells, edges, ...draws]."""

    edges_days: Floats
    won: Floats
    lost: Floats

    def at(self, days: float) -> tuple[Floats, Floats]:
        """Return P(won) and P(lost) within `days`, [cells, ...draws], straight lines between edges."""
        last = self.edges_days.size - 1
        right = int(np.clip(np.searchsorted(self.edges_days, days), 1, last))
        left_edge, right_edge = self.edges_days[right - 1], self.edges_days[right]
        part = float(np.clip((days - left_edge) / (right_edge - left_edge), 0.0, 1.0))
        won, lost = ((1.0 - part) * side[:, right - 1] + part * side[:, right] for side in (self.won, self.lost))
        return won, lost

    def median_days(self) -> Floats:
        """Return the day ahead by which half of what ever closes has closed, [cells, ...draws]."""
        gone = self.won + self.lost
        share = gone / np.maximum(gone[:, -1:], _NOTHING)
        right = np.clip((share >= 0.5).argmax(axis=1), 1, self.edges_days.size - 1)[:, None]
        below, above = (np.take_along_axis(share, right - back, axis=1)[:, 0] for back in (1, 0))
        part = (0.5 - below) / np.maximum(above - below, _NOTHING)
        start, end = self.edges_days[right - 1][:, 0], self.edges_days[right][:, 0]
        found: Floats = start + np.clip(part, 0.0, 1.0) * (end - start)
        return found


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is ahead of each journey, arrays [journeys].

    Attributes:
        p_won: chance to be won within `EVER_DAYS`.
        p_won_30, p_won_90: chance to be won within 30 and 90 days.
        p_lost: chance to be lost within `EVER_DAYS`.
        days_to_close: median days until it closes, if it ever does.
        n: past journeys seen in the same cell.
    """

    p_won: Interval
    p_won_30: Interval
    p_won_90: Interval
    p_lost: Interval
    days_to_close: Interval
    n: Floats


@dataclass(frozen=True, slots=True)
class Outlook:
    """Curves of all cells: the best guess, and posterior draws of it."""

    counts: Counts
    expected: Curves
    drawn: Curves
    pooled: Curves

    def forecast(self, stage: ArrayLike, stage_days: ArrayLike) -> Forecast:
        """Return the forecast of journeys that are in `stage` [n] since `stage_days` [n]."""
        cell = self.counts.cell(stage, stage_days)
        won, lost = self.expected.at(EVER_DAYS)
        drawn_won, drawn_lost = self.drawn.at(EVER_DAYS)
        return Forecast(
            p_won=_pick(interval(won, drawn_won), cell),
            p_won_30=_pick(interval(self.expected.at(30.0)[0], self.drawn.at(30.0)[0]), cell),
            p_won_90=_pick(interval(self.expected.at(90.0)[0], self.drawn.at(90.0)[0]), cell),
            p_lost=_pick(interval(lost, drawn_lost), cell),
            days_to_close=_pick(interval(self.expected.median_days(), self.drawn.median_days()), cell),
            n=self.counts.journeys[cell],
        )

    def odds_if_closed(self, stage: ArrayLike, stage_days: ArrayLike, within_days: float) -> tuple[Floats, float]:
        """Return P(won | closed within the days), [n], and the same for all journeys pooled: a base rate.

        Who judges a forecast by what has closed since must ask it about what closes by then.
        """
        won, lost = self.expected.at(within_days)
        pooled_won, pooled_lost = self.pooled.at(within_days)
        odds = won / np.maximum(won + lost, _NOTHING)
        pooled = pooled_won[0] / max(pooled_won[0] + pooled_lost[0], _NOTHING)
        return odds[self.counts.cell(stage, stage_days)], float(pooled)

    def closes(self, stage: ArrayLike, stage_days: ArrayLike, within_days: float) -> tuple[Floats, float]:
        """Return P(closed within the days), [n], and the same for all journeys pooled."""
        gone, pooled = (np.add(*curves.at(within_days)) for curves in (self.expected, self.pooled))
        return gone[self.counts.cell(stage, stage_days)], float(pooled[0])


def outlook(counts: Counts, question: str, as_of: object, draws: int = DRAWS) -> Outlook:
    """Return the curves of all cells.

    Args:
        counts: what became of past journeys.
        question: which question asks; with `as_of` it seeds the draws.
        as_of: the day it is asked for.
        draws: posterior draws behind each interval.

    Example:
        >>> from headway.predict.hazards import count
        >>> from headway.predict.landmarks import Histories, landmarks
        >>> rng = np.random.default_rng(0)
        >>> start, took = rng.integers(0, 300, 500), rng.integers(1, 60, 500)
        >>> past = Histories.of(start, start + took, rng.integers(1, 3, 500))
        >>> learned = count(landmarks(past, np.arange(7, 300, 7)), past.closed_day, past.outcome, 400.0)
        >>> ahead = outlook(learned, "deals", "2024-01-01").forecast([-1], [10.0])
        >>> bool(ahead.p_won.low[0] < 0.5 < ahead.p_won.high[0])
        True
    """
    streams = Streams.of(question, ["all"], as_of)
    pace, pace_drawn, pooled_pace = _learn(counts, counts.closed, counts.at_risk, (streams, "pace", draws), by_day=True)
    odds, odds_drawn, pooled_odds = _learn(counts, counts.won, counts.decided, (streams, "odds", draws), by_day=False)
    edges = counts.lead_edges_days
    return Outlook(
        counts,
        _curves(edges, pace, odds),
        _curves(edges, pace_drawn, odds_drawn),
        _curves(edges, pooled_pace[None], pooled_odds[None]),
    )


def _pick(found: Interval, cell: Ints) -> Interval:
    return Interval(found.value[cell], found.low[cell], found.high[cell])


def _learn(
    counts: Counts, yes: Floats, of: Floats, drawing: tuple[Streams, str, int], *, by_day: bool
) -> tuple[Floats, Floats, Floats]:
    """Return shares [cells, leads], draws of them [cells, leads, draws], and the shares by lead alone [leads].

    With `by_day` the odds are proportional to the length of the lead interval, before anything is learned.
    """
    cells, leads = of.shape
    cell, lead = (side.ravel() for side in np.indices(of.shape))
    stage, bucket = cell // counts.buckets, cell % counts.buckets
    levels = [lead, stage, bucket, stage * leads + lead, cell]
    sizes = [leads, counts.stages.size + 1, counts.buckets, (counts.stages.size + 1) * leads, cells]
    width = np.log(np.diff(counts.lead_edges_days)) if by_day else np.zeros(leads)
    seen = of.ravel() > 0
    fitted = crossed_logit(
        yes.ravel()[seen], of.ravel()[seen], [level[seen] for level in levels], sizes, offset=width[lead][seen]
    )
    streams, purpose, draws = drawing
    drawn = fitted.drawn(levels, streams, purpose, draws, offset=width[lead])
    alone = crossed_logit(yes.sum(axis=0), of.sum(axis=0), [np.arange(leads)], [leads], offset=width)
    pooled = alone.expected([np.arange(leads)], offset=width)
    return fitted.expected(levels, offset=width[lead]).reshape(of.shape), drawn.reshape(cells, leads, draws), pooled


def _curves(edges: Floats, pace: Floats, odds: Floats) -> Curves:
    """Multiply pace and odds out over lead time, and carry the last pace on to the end of `EVER_DAYS`."""
    width = edges[-1] - edges[-2]
    pace = np.minimum(pace, 1.0 - _SURE)
    carried = -np.expm1(np.log1p(-pace[:, -1:]) * (EVER_DAYS - edges[-1]) / width)
    pace = np.concatenate((pace, carried), axis=1)
    odds = np.concatenate((odds, odds[:, -1:]), axis=1)
    left = np.cumprod(1.0 - pace, axis=1)
    before = np.concatenate((np.ones_like(left[:, :1]), left[:, :-1]), axis=1)
    zero = np.zeros_like(left[:, :1])
    sides = [np.cumsum(before * pace * side, axis=1) for side in (odds, 1.0 - odds)]
    won, lost = (np.concatenate((zero, side), axis=1) for side in sides)
    return Curves(np.append(edges, EVER_DAYS), won, lost)
