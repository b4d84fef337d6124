"""Deals as the CRM shows them: the row of today, and every change that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import numpy as np

from headway.demo.dice import Flags, pick, stream
from headway.demo.hidden import Hidden, Segment
from headway.demo.life import Life
from headway.demo.names import COMPETITORS
from headway.demo.offer import Quote
from headway.demo.people import rep_id
from headway.demo.process import LOST, WON
from headway.demo.rows import Account, Deal, DealChange, money
from headway.demo.weeks import WEEKS, at, moment, on

_REASONS = ("Price", "No decision", "Timing", "Missing capability", "Competitor", "Went silent")
_TOLD_RIGHT = 0.42
_SCOPES = ("shift planning", "Planner", "Planner roll-out", "scheduling", "rota planning")
_CORRECTED = 0.45
_PUSHED = 0.72


@dataclass(frozen=True, slots=True)
class Record:
    """A deal's row and its changes, oldest first."""

    deal: Deal
    changes: tuple[DealChange, ...]


def draw_record(
    hidden: Hidden,
    seed: int,
    deal_id: str,
    life: Life,
    account: Account,
    quote: Quote,
    *,
    kind: str,
    competed: bool,
    cause: str | None,
) -> Record:
    """Return what the CRM holds about a deal at the end; `cause` is what weighed most against it, if anything did."""
    rng = stream(seed, "record", deal_id)
    expected, pushes = _expected(rng, life)
    changes = [
        *_stage_changes(hidden, deal_id, life),
        *_handover(deal_id, life),
        *(
            DealChange(deal_id, "amount", str(old), str(new), at(when))
            for when, old, new in _amounts(rng, life, quote.amount)
        ),
        *(
            DealChange(deal_id, "expected_close_on", old.isoformat(), new.isoformat(), at(when))
            for when, old, new in pushes
        ),
    ]
    status = "open" if life.closed > WEEKS else "won" if life.won else "lost"
    deal = Deal(
        deal_id=deal_id,
        account_id=account.account_id,
        rep_id=rep_id(life.seller_at(life.end)),
        lead_id=None,
        name=f"{account.name}: {_scope(rng)}",
        kind=kind,
        stage=hidden.stages[life.stage_at(WEEKS)].name if status == "open" else status,
        status=status,
        amount=quote.amount,
        currency=quote.lines[0].currency,
        created_at=at(life.start),
        closed_at=None if status == "open" else at(life.closed),
        expected_close_on=expected,
        lost_reason=_reason(rng, cause) if status == "lost" else None,
        competitor=pick(rng, COMPETITORS) if competed else None,
    )
    return Record(deal, tuple(sorted(changes, key=lambda change: change.changed_at)))


def cause_of(hidden: Hidden, life: Life, segment: Segment, needs: Flags, *, competed: bool) -> str | None:
    """Return what pulled hardest against a deal when it ended, as a seller would call it; None when nothing did."""
    lacks = [
        capability.pull_when_missing
        for capability, needed in zip(hidden.capabilities, needs, strict=True)
        if needed and (capability.native_from is None or life.end < moment(capability.native_from))
    ]
    against = {
        "Missing capability": sum(lacks),
        "Price": segment.pull,
        "Competitor": hidden.competitor_pull * competed,
        "No decision": -0.4 * hidden.stated_pull * (life.stated > life.end),
    }
    worst = min(against, key=lambda name: against[name])
    return worst if against[worst] < 0 else None


def _stage_changes(hidden: Hidden, deal_id: str, life: Life) -> list[DealChange]:
    names = {i: stage.name for i, stage in enumerate(hidden.stages)} | {WON: "won", LOST: "lost"}
    path = [(life.start, 0), *life.moves]
    rows = [DealChange(deal_id, "stage", None, names[0], at(life.start))]
    for (_, old), (when, new) in pairwise(path):
        rows.append(DealChange(deal_id, "stage", names[old], names[new], at(when)))
    return rows


def _handover(deal_id: str, life: Life) -> list[DealChange]:
    if not life.start < life.handover < life.end:
        return []
    return [DealChange(deal_id, "rep_id", rep_id(life.seller), rep_id(life.next_seller), at(life.handover))]


def _amounts(rng: np.random.Generator, life: Life, final: Decimal) -> list[tuple[float, Decimal, Decimal]]:
    """Some deals start with a guess, which the quote corrects when it goes out (entering the fourth stage)."""
    guess = money(round(float(final) * float(rng.uniform(0.65, 1.3)) / 500) * 500)
    quoted = next((when for when, stage in life.moves if stage == 3), None)
    if quoted is None or rng.random() > _CORRECTED or guess in (final, Decimal(0)):
        return []
    return [(quoted, guess, final)]


def _expected(rng: np.random.Generator, life: Life) -> tuple[date, list[tuple[float, date, date]]]:
    """The date by which the seller expects to close: pushed when it nears, until somebody forgets to."""
    due = life.start + float(rng.uniform(9, 20))
    current, pushes = on(due), []
    while due < life.end and rng.random() < _PUSHED:
        when = max(life.start + 0.1, due - float(rng.uniform(-0.4, 0.9)))
        due = max(due, when) + float(pick(rng, (2, 4, 4, 6, 9)))
        if when >= life.end:
            break
        pushes.append((when, current, on(due)))
        current = on(due)
    return current, pushes


def _reason(rng: np.random.Generator, cause: str | None) -> str:
    """What the seller picks from the list: what really weighed most less than half the time, else what is on top."""
    if cause is not None and rng.random() < _TOLD_RIGHT:
        return cause
    return _REASONS[int(rng.random() ** 1.4 * len(_REASONS))]


def _scope(rng: np.random.Generator) -> str:
    sites = 1 + int(rng.random() * 9)
    where = "one site" if sites == 1 else f"{sites} sites"
    return f"{pick(rng, _SCOPES)}, {where}"
