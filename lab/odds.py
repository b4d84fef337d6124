"""The true odds of open deals: their state at a moment is taken up again and played forward many times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headway.demo.dice import Floats, Ints, stream
from headway.demo.life import Life
from headway.demo.pipeline import Pipeline
from headway.demo.process import WON, Play, State

_FAR = 150.0  # weeks; the few deals still open by then are asleep and left out of the count
_NEXT_STEP_WEEKS = 2.0


@dataclass(frozen=True, slots=True)
class Standing:
    """The open deals at a moment (weeks): their indices in the pipeline and their states."""

    now: float
    deals: Ints
    state: State


def standing(lives: Sequence[Life], now: float) -> Standing:
    """Return where every deal that is open at `now` stands."""
    deals = [i for i, life in enumerate(lives) if life.start <= now < life.closed]
    here = [lives[i] for i in deals]
    state = State(
        stage=np.array([life.stage_at(now) for life in here], dtype=np.int64),
        entered=np.array([max([life.start, *(at for at, _ in life.moves if at <= now)]) for life in here]),
        stated=_by(now, [life.stated for life in here]),
        second=_by(now, [life.second for life in here]),
        step_until=np.array([max([-np.inf, *(until for at, until in life.steps if at <= now)]) for life in here]),
        asleep=_by(now, [life.asleep for life in here]),
    )
    return Standing(now, np.array(deals, dtype=np.int64), state)


def p_won(pipeline: Pipeline, at: Standing, *, seed: int, draws: int = 400) -> Floats:
    """Return P(won ever) of each standing deal; the Monte Carlo error is at most .5 / sqrt(draws)."""
    n = len(at.deals)
    again = np.tile(np.arange(n), draws)
    cases, state = pipeline.cases.take(at.deals).take(again), at.state.take(again)
    play = Play(pipeline.hidden, stream(seed, "odds", str(at.now)), at.now + _FAR)
    play.live(cases, state, np.full(n * draws, at.now))
    won = (state.stage == WON).reshape(draws, n).sum(axis=0)
    closed = (state.stage >= WON).reshape(draws, n).sum(axis=0)
    share: Floats = won / np.maximum(closed, 1)
    return share


def changed(at: Standing, what: str) -> Standing:
    """Return the same deals as if one thing were so now: `stated`, `second` or `next_step`."""
    state = at.state.take(np.arange(len(at.deals)))
    if what == "next_step":
        state.step_until = np.maximum(state.step_until, at.now + _NEXT_STEP_WEEKS)
    else:
        setattr(state, what, np.minimum(getattr(state, what), at.now))
    return Standing(at.now, at.deals, state)


def _by(now: float, when: Sequence[float]) -> Floats:
    moments = np.array(when, dtype=np.float64)
    known: Floats = np.where(moments <= now, moments, np.inf)
    return known
