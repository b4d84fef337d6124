"""The odds of every open journey as of the book's day: the model's where it has shown skill, else the base rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headway import discover
from headway.model.book import Book
from headway.predict.backtest import learn, replay
from headway.predict.past import LAST_DAY, Past, past
from headway.predict.scores import Bin, Judgement
from headway.stats.arrays import Floats, Ints
from headway.stats.clusters import ClusteredMean
from headway.stats.intervals import Interval, share

SKILL, NO_SIGNAL = "skill", "no signal"
_EVER = 730.0
_FEWEST_ENDED = 5


@dataclass(frozen=True, slots=True)
class Card:
    """How a predictor did on out-of-time snapshots: on the outcome, which makes the verdict, and on the timing.

    Attributes:
        reliability: what was said of the outcome, in bins of equal count, beside what came true.
    """

    outcome: Judgement
    timing: Judgement
    reliability: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Odds:
    """What is ahead of every open journey, arrays [open].

    Attributes:
        ids: the journeys; stage, stage_days, age_days: where each stands.
        p_won, p_won_30, p_won_90, days_to_close: with 80% intervals.
        base: P(won) of all open journeys pooled.
        n: past journeys behind each figure.
        verdict: ``skill``, or ``no signal``: then every journey has the base rate.
    """

    ids: NDArray[Any]
    stage: tuple[str | None, ...]
    stage_days: Floats
    age_days: Floats
    p_won: Interval
    p_won_30: Interval
    p_won_90: Interval
    days_to_close: Interval
    base: float
    n: Ints
    verdict: str


def card(book: Book, name: str = "deals") -> Card:
    """Replay the past of a predictor and judge it."""
    return _card(book, name, lambda: past(book, discover.load("predictors", name)))


def odds(book: Book, name: str = "deals") -> Odds:
    """The odds of the predictor's open journeys."""
    known = past(book, discover.load("predictors", name))
    return _odds(book, known, _card(book, name, lambda: known).outcome.verdict == SKILL)


def _card(book: Book, name: str, known: Callable[[], Past]) -> Card:
    """The card, worked out once for a day: whoever asks for the odds needs its verdict."""
    told = book.kept(f"card|{name}", lambda: asdict(_judged(book, known())))
    return Card(
        _judgement(told["outcome"]), _judgement(told["timing"]), tuple(Bin(**part) for part in told["reliability"])
    )


def _judgement(told: Mapping[str, Any]) -> Judgement:
    return Judgement(**{**told, "gain": ClusteredMean(**told["gain"])})


def _judged(book: Book, known: Past) -> Card:
    replayed = replay(known.histories.only(known.sampled), LAST_DAY, book.as_of, account=known.accounts)
    return Card(replayed.judged(known.accounts), replayed.timing(known.accounts), replayed.reliability())


def _odds(book: Book, known: Past, skill: bool) -> Odds:
    now = known.still_open
    stage, stage_days = known.stage[now], known.stage_days[now]
    learned = learn(known.histories.only(known.sampled), LAST_DAY, book.as_of, account=known.accounts)
    ahead = learned.forecast(stage, stage_days)
    base, ended = float(learned.pooled.at(_EVER)[0][0]), known.ended
    ever, soon, later = ahead.p_won, ahead.p_won_30, ahead.p_won_90
    n = np.asarray(ahead.n, dtype=np.int64)
    if not skill:
        chances = (float(learned.pooled.at(days)[0][0]) for days in (_EVER, 30.0, 90.0))
        ever, soon, later = (_pooled(p, ended, int(now.sum())) for p in chances)
        n = np.full(int(now.sum()), ended, dtype=np.int64)
    wait = ahead.days_to_close
    if ended < _FEWEST_ENDED:
        ever = soon = later = wait = _unknown(int(now.sum()))
    names = tuple(known.states[code] if code >= 0 else None for code in stage)
    verdict = SKILL if skill else NO_SIGNAL
    age = known.age_days[now]
    return Odds(known.ids[now], names, stage_days, age, ever, soon, later, wait, base, n, verdict)


def _unknown(size: int) -> Interval:
    nothing = np.full(size, np.nan)
    return Interval(nothing, nothing, nothing)


def _pooled(p: float, n: int, size: int) -> Interval:
    """The same share for every journey, as sure as the journeys that have ended make it."""
    one = share([p * n], [n])
    return Interval(np.full(size, p), np.full(size, one.low[0]), np.full(size, one.high[0]))
