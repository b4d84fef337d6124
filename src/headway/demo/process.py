"""How a deal lives: one work week at a time, all deals at once, until it is won, lost or the last week has come.

The chances of a week depend only on the state at its start (`State`) and on what is fixed for the deal (`Cases`), so a
lab can take any state up again, change one thing in it, and play it forward to know the true odds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from headway.demo.dice import Flags, Floats, Ints
from headway.demo.hidden import Hidden
from headway.demo.weeks import moment

WON, LOST = 98, 99
_HASTE = 0.4  # how much of a pull speeds a deal up; the rest keeps it from being lost


@dataclass(frozen=True, slots=True)
class Cases:
    """What is fixed for each of n deals. Times in weeks; `needs` is (n, capabilities); `pull` sums all that stays."""

    start: Floats
    segment: Ints
    seller: Ints
    next_seller: Ints
    handover: Floats
    needs: Flags
    competitor: Flags
    pull: Floats

    def take(self, index: Ints) -> Cases:
        """Return the cases at these indices, repeated where an index repeats."""
        return Cases(*(getattr(self, name)[index] for name in self.__slots__))


@dataclass(slots=True)
class State:
    """Where each of n deals stands; infinity means not yet (stated, second, asleep), a past time means over (step)."""

    stage: Ints
    entered: Floats
    stated: Floats
    second: Floats
    step_until: Floats
    asleep: Floats

    @classmethod
    def fresh(cls, cases: Cases) -> State:
        """Return the state of deals that have just been created."""
        n = len(cases.start)
        never = np.full(n, np.inf)
        return cls(np.zeros(n, np.int64), cases.start.copy(), never.copy(), never.copy(), -never, never.copy())

    def take(self, index: Ints) -> State:
        """Return a copy of the states at these indices."""
        return State(*(getattr(self, name)[index] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened, week by week: moves as (deal, at, from, to), agreed next steps as (deal, at, until)."""

    moves: list[tuple[Ints, Floats, Ints, Ints]] = field(default_factory=list)
    steps: list[tuple[Ints, Floats, Floats]] = field(default_factory=list)


def pull_now(cases: Cases, state: State, hidden: Hidden, now: Floats) -> Floats:
    """Return the pull on each deal at a moment: what is fixed, and what has been said, joined and agreed by then."""
    seller = np.where(now < cases.handover, cases.seller, cases.next_seller)
    lack = np.array([c.pull_when_missing for c in hidden.capabilities])
    native_from = np.array([np.inf if c.native_from is None else moment(c.native_from) for c in hidden.capabilities])
    return np.asarray(
        cases.pull
        + np.array([s.pull for s in hidden.segments])[cases.segment]
        + np.array([s.pull for s in hidden.sellers])[seller]
        + (cases.needs * lack * (now[:, None] < native_from)).sum(axis=1)
        + hidden.competitor_pull * cases.competitor
        + hidden.stated_pull * (state.stated <= now)
        + hidden.second_pull * (state.second <= now)
        + hidden.next_step_pull * (now < state.step_until),
        dtype=np.float64,
    )


def rates(cases: Cases, state: State, hidden: Hidden, now: Floats) -> Floats:
    """Return (n, 4) rates a week: to the next stage, to the one before, to won, to lost.

    A deal past the usual time of its stage hardly gets ahead any more, and rather more with a next step agreed.
    """
    table = np.array([(s.advance, s.back, s.won, s.lost) for s in hidden.stages])[state.stage]
    usual = np.array([s.usual_weeks for s in hidden.stages])[state.stage]
    pull = pull_now(cases, state, hidden, now)
    slowed = np.where(now < state.step_until, hidden.stuck_with_step_factor, hidden.stuck_factor)
    ahead = np.exp(_HASTE * pull) * np.where(now - state.entered > hidden.stuck_after * usual, slowed, 1.0)
    table[:, 0] *= ahead
    table[:, 2] *= ahead
    table[:, 3] *= np.exp((_HASTE - 1.0) * pull)
    return np.asarray(table * np.where(state.asleep <= now, hidden.asleep_factor, 1.0)[:, None], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Play:
    """One run of many deals up to a moment; what happens is added to `trace`."""

    hidden: Hidden
    rng: np.random.Generator
    until: float
    trace: Trace = field(default_factory=Trace)

    def live(self, cases: Cases, state: State, now: Floats) -> None:
        """Play the deals from `now` (weeks, one a deal) until the run ends, changing `state`."""
        now = now.copy()
        running = np.flatnonzero((now < self.until) & (state.stage < WON))
        while running.size:
            part, here = cases.take(running), state.take(running)
            self._week(running, part, here, now[running])
            for name in State.__slots__:
                getattr(state, name)[running] = getattr(here, name)
            now[running] += 1.0
            running = running[(now[running] < self.until) & (state.stage[running] < WON)]

    def _week(self, deal: Ints, cases: Cases, state: State, now: Floats) -> None:
        chance = rates(cases, state, self.hidden, now)
        self._talk(deal, cases, state, now)
        total = chance.sum(axis=1)
        at, leaves = self._happens(now, -np.expm1(-total))
        where = (self.rng.random(len(now))[:, None] * total[:, None] >= chance.cumsum(axis=1)).sum(axis=1)
        goes_to = np.choose(np.minimum(where, 3), [state.stage + 1, state.stage - 1, WON, LOST])
        self.trace.moves.append((deal[leaves], at[leaves], state.stage[leaves], goes_to[leaves]))
        state.stage[leaves] = goes_to[leaves]
        state.entered[leaves] = at[leaves]

    def _talk(self, deal: Ints, cases: Cases, state: State, now: Floats) -> None:
        """What is said this week counts from the next week on, so a deal's text is always older than its effect."""
        seller = np.where(now < cases.handover, cases.seller, cases.next_seller)
        awake = state.asleep > now
        for value, habit in ((state.stated, "asks"), (state.second, "widens")):
            at, happens = self._happens(now, np.array([getattr(s, habit) for s in self.hidden.sellers])[seller])
            new = happens & awake & np.isinf(value)
            value[new] = at[new]
        at, happens = self._happens(now, np.array([s.plans for s in self.hidden.sellers])[seller])
        agrees = happens & awake & (state.step_until <= now)
        until = at[agrees] + 1.5 + 2.5 * self.rng.random(int(agrees.sum()))
        self.trace.steps.append((deal[agrees], at[agrees], until))
        state.step_until[agrees] = until
        fell = (self.rng.random(len(now)) < self.hidden.sleeps) & awake
        state.asleep[fell] = now[fell]

    def _happens(self, now: Floats, chance: Floats) -> tuple[Floats, Flags]:
        """When in the week, and whether, something of this chance happens before the run ends."""
        at = now + self.rng.random(len(now))
        return at, (self.rng.random(len(now)) < chance) & (at < self.until)
