"""Turns what was learned into chances: won by a day ahead, won ever, days to close, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.predict.hazards import Counts, Hazards
from headway.stats.arrays import Floats, Ints, as_floats
from headway.stats.intervals import Interval, interval
from headway.stats.shrinkage import shrink, shrunk_draws, strength_weights
from headway.stats.streams import Streams

EVER_DAYS = 730.0  # a journey still open two years from now counts as not won
DRAWS = 400
_ENOUGH = 20.0
_SURE = 1e-9
_ROOT = 1.0  # trials that "even odds" is worth before anything was seen


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
        share = gone / np.maximum(gone[:, -1:], 1e-300)
        right = np.clip((share >= 0.5).argmax(axis=1), 1, self.edges_days.size - 1)[:, None]
        below, above = (np.take_along_axis(share, right - back, axis=1)[:, 0] for back in (1, 0))
        part = (0.5 - below) / np.maximum(above - below, 1e-300)
        start, end = self.edges_days[right - 1][:, 0], self.edges_days[right][:, 0]
        return start + np.clip(part, 0.0, 1.0) * (end - start)


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

    hazards: Hazards
    expected: Curves
    drawn: Curves
    pooled: Curves

    def forecast(self, stage: ArrayLike, stage_days: ArrayLike) -> Forecast:
        """Return the forecast of journeys that are in `stage` [n] since `stage_days` [n]."""
        cell = self.hazards.cell(stage, stage_days)
        won, lost = self.expected.at(EVER_DAYS)
        drawn_won, drawn_lost = self.drawn.at(EVER_DAYS)
        return Forecast(
            p_won=_pick(interval(won, drawn_won), cell),
            p_won_30=_pick(interval(self.expected.at(30.0)[0], self.drawn.at(30.0)[0]), cell),
            p_won_90=_pick(interval(self.expected.at(90.0)[0], self.drawn.at(90.0)[0]), cell),
            p_lost=_pick(interval(lost, drawn_lost), cell),
            days_to_close=_pick(interval(self.expected.median_days(), self.drawn.median_days()), cell),
            n=self.hazards.by_cell.journeys[cell],
        )

    def odds_if_closed(self, stage: ArrayLike, stage_days: ArrayLike, within_days: float) -> tuple[Floats, float]:
        """Return P(won | closed within the days), [n], and the same for all journeys pooled: a base rate.

        Who judges a forecast by what has closed since must ask it about what closes by then.
        """
        won, lost = self.expected.at(within_days)
        pooled_won, pooled_lost = self.pooled.at(within_days)
        odds = won / np.maximum(won + lost, 1e-300)
        return odds[self.hazards.cell(stage, stage_days)], float(pooled_won[0] / (pooled_won[0] + pooled_lost[0]))


def outlook(hazards: Hazards, question: str, as_of: object, draws: int = DRAWS) -> Outlook:
    """Return the curves of all cells, shrunk cell to stage to all.

    Args:
        hazards: from `fit`.
        question: which question asks; with `as_of` and the cell it seeds the draws.
        as_of: the day it is asked for.
        draws: posterior draws behind each interval.

    Example:
        >>> from headway.predict.hazards import fit
        >>> from headway.predict.landmarks import Histories, landmarks
        >>> rng = np.random.default_rng(0)
        >>> start, took = rng.integers(0, 300, 500), rng.integers(1, 60, 500)
        >>> past = Histories.of(start, start + took, rng.integers(1, 3, 500))
        >>> learned = fit(landmarks(past, np.arange(7, 300, 7)), past.closed_day, past.outcome, 400.0)
        >>> ahead = outlook(learned, "deals", "2024-01-01").forecast([-1], [10.0])
        >>> bool(ahead.p_won.low[0] < 0.5 < ahead.p_won.high[0])
        True
    """
    ids = [f"{stage}/{bucket}" for stage in (*hazards.stages, "new") for bucket in range(hazards.buckets)]
    cells = Streams.of(question, ids, as_of)
    stages = Streams.of(question, [*(str(stage) for stage in hazards.stages), "new"], as_of)
    root = Streams.of(question, ["all"], as_of)
    tree = _Tree(hazards, (root, stages, cells), draws)
    pace, pace_drawn = tree.pace()
    odds, odds_drawn = tree.odds()
    pooled = _curves(hazards, tree.root_pace[None], tree.root_odds[None])
    return Outlook(hazards, _curves(hazards, pace, odds), _curves(hazards, pace_drawn, odds_drawn), pooled)


def _pick(found: Interval, cell: Ints) -> Interval:
    return Interval(found.value[cell], found.low[cell], found.high[cell])


class _Tree:
    """The two things that are shrunk down the tree, as means and as draws."""

    def __init__(self, hazards: Hazards, streams: tuple[Streams, Streams, Streams], draws: int) -> None:
        self.hazards, self.streams, self.draws = hazards, streams, draws
        self.levels = (hazards.every, hazards.by_stage, hazards.by_cell)
        self.stage_of_cell = np.repeat(np.arange(hazards.by_stage.journeys.size), hazards.buckets)
        self.root_pace = self._root_pace()
        self.root_odds = np.full(self.root_pace.shape, _root_mean(hazards.every))

    def _root_pace(self) -> Floats:
        """Return the pace of all by lead; where too few were at risk, the last known pace by day is carried on."""
        every, widths = self.hazards.every, np.diff(self.hazards.lead_edges_days)
        raw = (every.closed[0] + 0.5) / (every.at_risk[0] + 1.0)
        by_day, known = -np.log1p(-raw) / widths, every.at_risk[0] >= _ENOUGH
        last = int(np.flatnonzero(known)[-1]) if known.any() else 0
        carried = np.where(np.arange(widths.size) > last, by_day[last], by_day)
        return -np.expm1(-carried * widths)

    def pace(self) -> tuple[Floats, Floats]:
        """Return P(close in a lead interval | open at its start): [cells, leads] and [cells, leads, draws]."""
        return self._down("pace", self.root_pace, [_pair(level.closed, level.at_risk) for level in self.levels])

    def odds(self) -> tuple[Floats, Floats]:
        """Return P(won | closed in a lead interval), shrunk over cells first, then over leads within the cell."""
        summed = [_pair(*(side.sum(axis=1, keepdims=True) for side in (lv.won, lv.decided))) for lv in self.levels]
        mean, drawn = self._down("odds", self.root_odds[:1], summed)
        cell = self.hazards.by_cell
        own = _pair(cell.won, cell.decided)
        leads = own.shape[1]
        return self._step("odds/lead", own, np.repeat(mean, leads, 1), np.repeat(drawn, leads, 1), self.streams[2])

    def _down(self, name: str, root: Floats, counts: list[Floats]) -> tuple[Floats, Floats]:
        """Shrink all to root, stages to all, cells to stages."""
        leads = root.size
        top = counts[0][0] + _ROOT * np.stack([root, 1.0 - root], axis=1)
        mean = np.broadcast_to(root, (counts[1].shape[0], leads))
        drawn = _beta(top, self.streams[0], name, self.draws)
        drawn = np.broadcast_to(drawn, (counts[1].shape[0], leads, self.draws))
        mean, drawn = self._step(f"{name}/stage", counts[1], mean, drawn, self.streams[1])
        mean, drawn = mean[self.stage_of_cell], drawn[self.stage_of_cell]
        return self._step(f"{name}/cell", counts[2], mean, drawn, self.streams[2])

    def _step(
        self, name: str, counts: Floats, mean: Floats, drawn: Floats, streams: Streams
    ) -> tuple[Floats, Floats]:
        """Shrink one level, [nodes, leads, 2 outcomes], to its parents' `mean` and `drawn`."""
        nodes, leads = mean.shape
        flat, parents = counts.reshape(-1, 2), np.stack([mean, 1.0 - mean], axis=2).reshape(-1, 2)
        weights = strength_weights(flat, parents)
        expected = shrink(flat, parents, weights)[:, 0].reshape(nodes, leads)
        shares = [
            shrunk_draws(counts[:, k], np.stack([drawn[:, k], 1.0 - drawn[:, k]], 1), weights, streams, f"{name}{k}")
            for k in range(leads)
        ]
        return expected, np.stack([share[:, 0] for share in shares], axis=1)


def _root_mean(every: Counts) -> float:
    return float((every.won.sum() + 0.5 * _ROOT) / (every.decided.sum() + _ROOT))


def _pair(yes: Floats, of: Floats) -> Floats:
    return np.stack([yes, np.maximum(of - yes, 0.0)], axis=2)


def _beta(counts: Floats, streams: Streams, name: str, draws: int) -> Floats:
    """Return draws of the first share for each of `counts` [leads, 2], float [1, leads, draws]."""
    sides = [
        [streams.gamma(f"{name}/{k}/{side}", as_floats(counts[k, side])[None], draws)[0] for side in (0, 1)]
        for k in range(counts.shape[0])
    ]
    return np.stack([yes / (yes + no) for yes, no in sides])[None]


def _curves(hazards: Hazards, pace: Floats, odds: Floats) -> Curves:
    """Multiply pace and odds out over lead time, and carry the last pace on to the end of `EVER_DAYS`."""
    edges = hazards.lead_edges_days
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
