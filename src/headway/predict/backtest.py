"""Replays the past: at each cut date learns from what was known then, and waits for what became of the open journeys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.predict.forecasts import Outlook, outlook
from headway.predict.hazards import fit
from headway.predict.landmarks import LOST, WON, Histories, landmarks
from headway.predict.scores import Judgement, judge
from headway.stats.arrays import Floats, Ints

CUTS = 12
SNAPSHOTS = 52
_FEWEST_DAYS_APART = 7.0
_FEWEST_CLOSED = 30
_FEWEST_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class Replay:
    """What was said at past cut dates of journeys open then that have closed since; columns [rows].

    Attributes:
        journey: index of the journey.
        cut_day: the day on which it was said.
        p_won: chance to be won, given that it closes by the day of judging.
        happened: 1 if it was won.
        base_closed: won share of what had closed by the cut.
        base_open: chance that one cell for everything gives: the base rate of journeys that are open.
    """

    journey: Ints
    cut_day: Floats
    p_won: Floats
    happened: Ints
    base_closed: Floats
    base_open: Floats

    def judged(self, account: ArrayLike | None = None) -> Judgement:
        """Judge the replay; `account` [journeys] says whose journeys may go together (default: none do)."""
        labels = self.journey if account is None else np.asarray(account)[self.journey]
        return judge(self.p_won, self.happened, [self.base_closed, self.base_open], labels)


def learn(histories: Histories, day: float, as_of: object, account: ArrayLike | None = None) -> Outlook:
    """Return the outlook that can be had at the end of `day` from `histories`; later facts are not looked at.

    Example:
        >>> past = Histories.of([0, 0, 3], [10, 20, np.inf], [1, 2, 0])
        >>> float(learn(past, 30.0, "2024-01-31").forecast([-1], [5.0]).p_won.value[0].round(1))
        0.5
    """
    known = histories.known_by(day)
    rows = landmarks(known, snapshot_days(known.created_day, day))
    return outlook(fit(rows, known.closed_day, known.outcome, day, account=account), "deals", as_of)


def snapshot_days(created_day: Floats, day: float) -> Floats:
    """Return past days to look back to: evenly spaced before `day`, at least a week apart, at most 52.

    Example:
        >>> snapshot_days(np.array([0.0]), 30.0)
        array([ 2.,  9., 16., 23.])
    """
    begun = created_day[np.isfinite(created_day)]
    span = day - (begun.min() if begun.size else day)
    apart = max(_FEWEST_DAYS_APART, np.ceil(span / SNAPSHOTS))
    return day - apart * np.arange(int(span // apart), 0, -1.0)


def cut_days(histories: Histories, day: float, cuts: int = CUTS) -> Floats:
    """Return past days to replay, from the first on which enough had closed, evenly to before `day`.

    Example:
        >>> past = Histories.of(np.arange(100), np.arange(100) + 9, [1, 2] * 50)
        >>> cut_days(past, 120.0, cuts=3)
        array([38., 65., 92.])
    """
    closed = np.sort(histories.closed_day[histories.closed_day <= day])
    if closed.size <= _FEWEST_CLOSED:
        return np.zeros(0)
    begin = closed[_FEWEST_CLOSED - 1]
    return np.unique(np.floor(begin + (day - begin) * np.arange(cuts) / cuts))


def replay(
    histories: Histories, day: float, as_of: object, *, account: ArrayLike | None = None, days: Floats | None = None
) -> Replay:
    """Return what would have been said on past days, next to what had happened by the end of `day`.

    Args:
        histories: the journeys.
        day: the day of judging; nothing later is looked at.
        as_of: the same day as it seeds the draws.
        account: [journeys], labels; see `fit`.
        days: cut dates (default: `cut_days`).

    Example:
        >>> rng = np.random.default_rng(0)
        >>> start, took = rng.integers(0, 300, 300), rng.integers(1, 60, 300)
        >>> past = Histories.of(start, start + took, rng.integers(1, 3, 300))
        >>> replay(past, 400.0, "2024-01-01").judged().verdict
        'no signal'
    """
    truth = histories.known_by(day)
    parts = [_said(truth, cut, day, as_of, account) for cut in (cut_days(truth, day) if days is None else days)]
    columns = [np.concatenate([part[column] for part in parts]) if parts else np.zeros(0) for column in range(6)]
    journey, cut_day, p_won, happened, base_closed, base_open = columns
    return Replay(journey.astype(np.int64), cut_day, p_won, happened.astype(np.int64), base_closed, base_open)


def _said(truth: Histories, cut: float, day: float, as_of: object, account: ArrayLike | None) -> tuple[Floats, ...]:
    """Return one cut date's columns of `Replay`."""
    known = truth.known_by(cut)
    rows = landmarks(known, [cut])
    since = np.isfinite(truth.closed_day[rows.journey])
    kinds = [int((known.outcome == kind).sum()) for kind in (WON, LOST)]
    if not since.any() or min(kinds) < _FEWEST_OF_A_KIND:
        return (np.zeros(0),) * 6
    view = learn(known, cut, as_of, account)
    p_won, pooled = view.odds_if_closed(rows.stage[since], rows.stage_days[since], day - cut)
    journey = rows.journey[since]
    same = np.ones(journey.size)
    won = (truth.outcome[journey] == WON).astype(np.float64)
    return journey.astype(np.float64), cut * same, p_won, won, kinds[0] / sum(kinds) * same, pooled * same
