"""Replays the past: learns on each cut date from what was known then, and sees what became of what was open."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headway.predict.forecasts import DRAWS, Outlook, outlook
from headway.predict.hazards import count
from headway.predict.landmarks import LOST, OPEN, WON, Histories, Landmarks, landmarks
from headway.predict.scores import Bin, Judgement, judge, reliability
from headway.stats.arrays import Floats, Ints

CUTS = 24
SOON_DAYS = 30.0
SNAPSHOTS = 52
_FEWEST_DAYS_APART = 7.0
_FEWEST_CLOSED = 30
_FEWEST_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class Replay:
    """What was said on past cut dates of the journeys open then, and what was known of them on the day of judging.

    Columns [rows], one row a journey and cut date. Shares of those won are among what closes by the day of judging:
    only that can be judged yet.

    Attributes:
        journey: index of the journey.
        cut_day: the day on which it was said.
        outcome: OPEN, WON or LOST on the day of judging.
        p_won: chance to be won, if it closes by then.
        base_closed: won share of what had closed by the cut.
        base_open: share won of past journeys that were open, whatever their stage and age.
        base_clock: share won of past journeys open as long: what the clock alone says.
        closed_soon: 1 if it closed within 30 days, 0 if not, NaN if that is not known yet.
        p_closed_soon: chance of that, as said.
        base_closed_soon: share of past open journeys that closed within 30 days.
    """

    journey: Ints
    cut_day: Floats
    outcome: Ints
    p_won: Floats
    base_closed: Floats
    base_open: Floats
    base_clock: Floats
    closed_soon: Floats
    p_closed_soon: Floats
    base_closed_soon: Floats

    def judged(self, account: ArrayLike | None = None) -> Judgement:
        """Judge the odds of those that have closed; `account` [journeys] says which journeys may go together."""
        done = self.outcome != OPEN
        baselines = {
            "closed so far": self.base_closed[done],
            "open journeys": self.base_open[done],
            "the clock alone": self.base_clock[done],
        }
        return judge(self.p_won[done], self.outcome[done] == WON, baselines, self._labels(account)[done])

    def timing(self, account: ArrayLike | None = None) -> Judgement:
        """Judge the chance to close within 30 days; it never makes the verdict on a predictor."""
        known = np.isfinite(self.closed_soon)
        baselines = {"open journeys": self.base_closed_soon[known]}
        return judge(self.p_closed_soon[known], self.closed_soon[known], baselines, self._labels(account)[known])

    def reliability(self) -> tuple[Bin, ...]:
        """What was said of those that have closed, in bins of equal count, beside what came true."""
        done = self.outcome != OPEN
        return reliability(self.p_won[done], self.outcome[done] == WON)

    def _labels(self, account: ArrayLike | None) -> NDArray[Any]:
        return self.journey if account is None else np.asarray(account)[self.journey]


def learn(
    histories: Histories,
    day: float,
    as_of: object,
    *,
    account: ArrayLike | None = None,
    clock_alone: bool = False,
    draws: int = DRAWS,
) -> Outlook:
    """Return the outlook that can be had at the end of `day` from `histories`; later facts are not looked at.

    Args:
        histories: the journeys.
        day: the day, on the axis of the histories.
        as_of: the same day as it seeds the draws.
        account: [journeys], labels; see `count`.
        clock_alone: look at no stage, only at how long journeys have been open.
        draws: posterior draws behind each interval.

    Example:
        >>> past = Histories.of([0, 0, 3], [10, 20, np.inf], [1, 2, 0])
        >>> float(learn(past, 30.0, "2024-01-31").forecast([-1], [5.0]).p_won.value[0].round(1))
        0.5
    """
    known = histories.known_by(day)
    rows = landmarks(known, snapshot_days(known.created_day, day))
    return _learned(known, _by_clock(rows) if clock_alone else rows, day, as_of, account, draws)


def _learned(
    known: Histories, rows: Landmarks, day: float, as_of: object, account: ArrayLike | None, draws: int
) -> Outlook:
    return outlook(count(rows, known.closed_day, known.outcome, day, account=account), "deals", as_of, draws)


def _by_clock(rows: Landmarks) -> Landmarks:
    """Forget the stages: what is left is how long journeys have been open."""
    return replace(rows, stage=np.full(rows.stage.size, -1), stage_days=rows.age_days)


def snapshot_days(created_day: Floats, day: float) -> Floats:
    """Return past days to look back to: evenly spaced before `day`, at least a week apart, at most 52.

    Example:
        >>> snapshot_days(np.array([0.0]), 30.0)
        array([ 2.,  9., 16., 23.])
    """
    begun = created_day[np.isfinite(created_day)]
    span = day - (begun.min() if begun.size else day)
    apart = max(_FEWEST_DAYS_APART, np.ceil(span / SNAPSHOTS))
    looked: Floats = day - apart * np.arange(int(span // apart), 0, -1.0)
    return looked


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
        account: [journeys], labels; see `count`.
        days: cut dates (default: `cut_days`).

    Example:
        >>> rng = np.random.default_rng(0)
        >>> start, took = rng.integers(0, 300, 300), rng.integers(1, 60, 300)
        >>> past = Histories.of(start, start + took, rng.integers(1, 3, 300))
        >>> replay(past, 400.0, "2024-01-01").judged().verdict
        'no signal'
    """
    truth = histories.known_by(day)
    cuts = cut_days(truth, day) if days is None else days
    codes = None if account is None else np.unique(np.asarray(account), return_inverse=True)[1]
    parts = [part for cut in cuts if (part := _said(truth, float(cut), day, as_of, codes)) is not None]
    columns = {
        field.name: np.concatenate([np.zeros(0), *(part[field.name] for part in parts)]) for field in fields(Replay)
    }
    whole = {name: columns[name].astype(np.int64) for name in ("journey", "outcome")}
    return Replay(**(columns | whole))


def _said(
    truth: Histories, cut: float, day: float, as_of: object, account: Ints | None
) -> dict[str, NDArray[Any]] | None:
    """Return one cut date's columns of `Replay`; None where too little had closed to say anything."""
    known = truth.known_by(cut)
    rows = landmarks(known, [cut])
    won, lost = (int((known.outcome == kind).sum()) for kind in (WON, LOST))
    if not rows.journey.size or min(won, lost) < _FEWEST_OF_A_KIND:
        return None
    past = landmarks(known, snapshot_days(known.created_day, cut))
    said, clock = (_learned(known, seen, cut, as_of, account, draws=1) for seen in (past, _by_clock(past)))
    p_won, pooled = said.odds_if_closed(rows.stage, rows.stage_days, day - cut)
    p_soon, pooled_soon = said.closes(rows.stage, rows.stage_days, SOON_DAYS)
    soon = (truth.closed_day[rows.journey] <= cut + SOON_DAYS).astype(np.float64)
    same = np.ones(rows.journey.size)
    return {
        "journey": rows.journey,
        "cut_day": cut * same,
        "outcome": truth.outcome[rows.journey],
        "p_won": p_won,
        "base_closed": won / (won + lost) * same,
        "base_open": pooled * same,
        "base_clock": clock.odds_if_closed(-same, rows.age_days, day - cut)[0],
        "closed_soon": soon if cut + SOON_DAYS <= day else np.nan * same,
        "p_closed_soon": p_soon,
        "base_closed_soon": pooled_soon * same,
    }
