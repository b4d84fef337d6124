"""The true course of one deal, in work weeks."""

from __future__ import annotations

from dataclasses import dataclass

from headway.demo.process import WON, Cases, State, Trace
from headway.demo.weeks import WEEKS


@dataclass(frozen=True, slots=True)
class Life:
    """One deal's true course in weeks. `moves` are (at, stage it came to); infinity means it never happened."""

    start: float
    moves: tuple[tuple[float, int], ...]
    stated: float
    second: float
    asleep: float
    steps: tuple[tuple[float, float], ...]
    seller: int
    next_seller: int
    handover: float

    @property
    def closed(self) -> float:
        """When it was won or lost, else infinity."""
        return self.moves[-1][0] if self.moves and self.moves[-1][1] >= WON else float("inf")

    @property
    def end(self) -> float:
        """When it was closed, else the end of the files."""
        return min(self.closed, WEEKS)

    @property
    def won(self) -> bool:
        """Whether it was won."""
        return bool(self.moves) and self.moves[-1][1] == WON

    def seller_at(self, now: float) -> int:
        """Index of the seller who owns it at a moment."""
        return self.seller if now < self.handover else self.next_seller

    def stage_at(self, now: float) -> int:
        """Stage at a moment."""
        return next((stage for when, stage in reversed(self.moves) if when <= now), 0)


def lives(cases: Cases, state: State, trace: Trace) -> list[Life]:
    """Return the course of each deal; what was drawn for a week in which the deal closed earlier never happened."""
    n = len(cases.start)
    moves: list[list[tuple[float, int]]] = [[] for _ in range(n)]
    for deal, when, _, stage in trace.moves:
        for i, moment_weeks, to in zip(deal.tolist(), when.tolist(), stage.tolist(), strict=True):
            moves[i].append((moment_weeks, to))
    steps: list[list[tuple[float, float]]] = [[] for _ in range(n)]
    for deal, when, until in trace.steps:
        for i, moment_weeks, last in zip(deal.tolist(), when.tolist(), until.tolist(), strict=True):
            steps[i].append((moment_weeks, last))
    return [_life(cases, state, i, moves[i], steps[i]) for i in range(n)]


def _life(cases: Cases, state: State, i: int, moves: list[tuple[float, int]], steps: list[tuple[float, float]]) -> Life:
    end = moves[-1][0] if moves and moves[-1][1] >= WON else float(WEEKS)
    handover = float(cases.handover[i])
    return Life(
        start=float(cases.start[i]),
        moves=tuple(moves),
        stated=_before(float(state.stated[i]), end),
        second=_before(float(state.second[i]), end),
        asleep=_before(float(state.asleep[i]), end),
        steps=tuple(step for step in steps if step[0] < end),
        seller=int(cases.seller[i]),
        next_seller=int(cases.next_seller[i]),
        handover=_before(handover, end),
    )


def _before(when: float, end: float) -> float:
    return when if when < end else float("inf")
