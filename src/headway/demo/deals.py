"""Deals as the CRM shows them: the row of today, and every change that led to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from headway.demo.dice import pick, stream
from headway.demo.hidden import Hidden
from headway.demo.names import COMPETITORS
from headway.demo.offer import Quote
from headway.demo.people import rep_id
from headway.demo.process import LOST, WON, Cases, State, Trace
from headway.demo.rows import Account, Deal, DealChange, money
from headway.demo.weeks import WEEKS, at, on

_REASONS = ("Price", "No decision", "Timing", "Missing capability", "Competitor", "Went silent")


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


@dataclass(frozen=True, slots=True)
class Record:
    """A deal's row and its changes, oldest first."""

    deal: Deal
    changes: tuple[DealChange, ...] = field(default=())


def draw_record(
    hidden: Hidden, seed: int, deal_id: str, life: Life, account: Account, quote: Quote, *, kind: str, competed: bool
) -> Record:
    """Return what the CRM holds about a deal at the end."""
    rng = stream(seed, "record", deal_id)
    amounts = _amounts(rng, life, quote.amount)
    dates = _expected(rng, life)
    changes = _stage_changes(hidden, deal_id, life)
    changes += [DealChange(deal_id, "amount", str(old), str(new), at(when)) for when, old, new in amounts]
    changes += [
        DealChange(deal_id, "expected_close_on", old.isoformat(), new.isoformat(), at(when))
        for when, old, new in dates[1]
    ]
    if life.handover < life.end and life.handover > life.start:
        old, new = rep_id(life.seller), rep_id(life.next_seller)
        changes.append(DealChange(deal_id, "rep_id", old, new, at(life.handover)))
    closed = life.closed < WEEKS
    status = ("won" if life.won else "lost") if closed else "open"
    sites = 1 + int(rng.random() * 9)
    deal = Deal(
        deal_id=deal_id,
        account_id=account.account_id,
        rep_id=rep_id(life.seller_at(life.end)),
        lead_id=None,
        name=f"{account.name}: {_scope(rng, sites)}",
        kind=kind,
        stage=status if closed else hidden.stages[life.stage_at(WEEKS)].name,
        status=status,
        amount=quote.amount,
        currency=quote.lines[0].currency,
        created_at=at(life.start),
        closed_at=at(life.closed) if closed else None,
        expected_close_on=dates[0],
        lost_reason=_reason(rng) if status == "lost" else None,
        competitor=pick(rng, COMPETITORS) if competed else None,
    )
    return Record(deal, tuple(sorted(changes, key=lambda change: change.changed_at)))


def _stage_changes(hidden: Hidden, deal_id: str, life: Life) -> list[DealChange]:
    names = {i: stage.name for i, stage in enumerate(hidden.stages)} | {WON: "won", LOST: "lost"}
    path = [(life.start, 0), *life.moves]
    rows = [DealChange(deal_id, "stage", None, names[0], at(life.start))]
    for (_, old), (when, new) in zip(path, path[1:], strict=False):
        rows.append(DealChange(deal_id, "stage", names[old], names[new], at(when)))
    return rows


def _amounts(rng: np.random.Generator, life: Life, final: Decimal) -> list[tuple[float, Decimal, Decimal]]:
    """Some deals start with a guess, which the quote corrects when it goes out (entering the fourth stage)."""
    guess = money(round(float(final) * float(rng.uniform(0.65, 1.3)) / 500) * 500)
    quoted = next((when for when, stage in life.moves if stage == 3), None)
    if quoted is None or rng.random() > 0.45 or guess in (final, Decimal(0)):
        return []
    return [(quoted, guess, final)]


def _expected(rng: np.random.Generator, life: Life) -> tuple[date, list[tuple[float, date, date]]]:
    """The date by which the seller expects to close: pushed when it nears, until somebody forgets to."""
    due = life.start + float(rng.uniform(9, 20))
    current, pushes = on(due), []
    while due < life.end and rng.random() < 0.72:
        when = max(life.start + 0.1, due - float(rng.uniform(-0.4, 0.9)))
        due = max(due, when) + float(pick(rng, (2, 4, 4, 6, 9)))
        if when >= life.end:
            break
        pushes.append((when, current, on(due)))
        current = on(due)
    return current, pushes


def _reason(rng: np.random.Generator) -> str:
    return _REASONS[int(rng.random() ** 1.4 * len(_REASONS))]


def _scope(rng: np.random.Generator, sites: int) -> str:
    where = "one site" if sites == 1 else f"{sites} sites"
    return f"{pick(rng, ('shift planning', 'Planner', 'Planner roll-out', 'scheduling', 'rota planning'))}, {where}"
