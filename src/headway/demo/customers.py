"""What becomes of a win: kickoff, deployment or silence, use, growth, tickets, and the day the customer leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from headway.demo.dice import pick, stream
from headway.demo.hidden import Segment
from headway.demo.offer import Quote
from headway.demo.rows import Deal, Milestone, Subscription, SubscriptionChange, Ticket, Usage, money
from headway.demo.weeks import WEEKS, at, on

_NEVER = float("inf")
_SAFE_WEEKS = 5  # nobody leaves before the first invoices are paid
_TICKETS_A_WEEK = 0.035
_SUBJECTS = ("Single sign-on", "Audit log", "Offline mode", "SAP connector", None, None)


@dataclass(frozen=True, slots=True)
class Fate:
    """The true course of one customer in weeks; infinity means never."""

    kickoff: float
    deployed: float
    churned: float
    seats: int


@dataclass(slots=True)
class Customers:
    """The rows of all customers; `slide_weeks` is for how long use falls before one leaves."""

    slide_weeks: float
    subscriptions: list[Subscription] = field(default_factory=list)
    subscription_changes: list[SubscriptionChange] = field(default_factory=list)
    usage: list[Usage] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)

    def add(self, seed: int, deal: Deal, quote: Quote, segment: Segment, won: float, *, first: bool) -> Fate:
        """Add what followed a win at week `won`; only a firm's first win starts a deployment."""
        rng = stream(seed, "customer", deal.deal_id)
        fate = _fate(rng, quote, segment, won)
        if first:
            self.milestones += _milestones(rng, deal, fate)
            self.usage += _usage(rng, deal.account_id, fate, self.slide_weeks)
            self.tickets += _tickets(rng, deal.account_id, fate, len(self.tickets))
        changes = list(_changes(rng, f"S{len(self.subscriptions) + 1:04d}", quote.recurring, segment, fate))
        self.subscription_changes += changes
        arr = changes[-1].arr_after if changes else quote.recurring
        self.subscriptions.append(_subscription(rng, f"S{len(self.subscriptions) + 1:04d}", deal, arr, fate, won))
        return fate


def _fate(rng: np.random.Generator, quote: Quote, segment: Segment, won: float) -> Fate:
    kickoff = won + 0.8 + 2.5 * rng.random()
    takes = float(np.exp(rng.normal(np.log(5.0), 0.45)))
    deployed = kickoff + takes if rng.random() < segment.deploys else _NEVER
    idle = won + _SAFE_WEEKS + float(rng.exponential(1 / segment.churns_idle))
    live = deployed + float(rng.exponential(1 / segment.churns_live))
    churned = idle if idle < deployed else live
    seats = next(line.quantity for line in quote.lines)
    return Fate(kickoff, deployed if deployed < churned else _NEVER, churned, seats)


def _milestones(rng: np.random.Generator, deal: Deal, fate: Fate) -> Iterator[Milestone]:
    first_value = fate.deployed + 0.6 + 2.5 * rng.random()
    for kind, when in (("kickoff", fate.kickoff), ("deployed", fate.deployed), ("first_value", first_value)):
        if when < min(WEEKS, fate.churned):
            yield Milestone(deal.account_id, deal.deal_id, kind, at(when))


def _usage(rng: np.random.Generator, account_id: str, fate: Fate, slide_weeks: float) -> Iterator[Usage]:
    """Weekly active users from deployment on: a ramp, noise, and a slide in the last weeks before leaving."""
    reach = rng.uniform(0.55, 0.95)
    first = fate.deployed
    while first < min(WEEKS - 1, fate.churned - 1):
        ramp = min(1.0, 0.35 + (first - fate.deployed) / 10)
        slide = min(1.0, max(0.1, (fate.churned - first) / slide_weeks))
        users = round(fate.seats * reach * ramp * slide * rng.uniform(0.88, 1.1))
        first += 1
        yield Usage(account_id, "P-PLAN", on(float(int(first))), "active_users", max(users, 1))


def _changes(
    rng: np.random.Generator, subscription_id: str, arr: Decimal, segment: Segment, fate: Fate
) -> Iterator[SubscriptionChange]:
    if fate.deployed == _NEVER:
        return
    now = fate.deployed + 8
    while True:
        now += float(rng.exponential(1 / segment.expands)) + 4
        grows = rng.random() < 0.8
        if now >= min(WEEKS, fate.churned):
            return
        after = money(round(float(arr) * (rng.uniform(1.06, 1.32) if grows else rng.uniform(0.7, 0.95))))
        yield SubscriptionChange(subscription_id, on(now), arr, after, "expansion" if grows else "contraction")
        arr = after


def _subscription(
    rng: np.random.Generator, subscription_id: str, deal: Deal, arr: Decimal, fate: Fate, won: float
) -> Subscription:
    started = on(won)
    ended = on(fate.churned) if fate.churned < WEEKS else None
    reason = ("payment" if rng.random() < 0.07 else "churn") if ended else None
    return Subscription(
        subscription_id,
        deal.account_id,
        deal.deal_id,
        "P-PLAN",
        arr,
        deal.currency,
        started,
        ended,
        reason,
        _renewal(started, ended or on(WEEKS - 0.01)),
    )


def _renewal(started: date, seen: date) -> date:
    """The next yearly renewal after the last day on which the subscription is seen."""
    years = next(k for k in range(1, 9) if started + timedelta(days=365 * k) > seen)
    return started + timedelta(days=365 * years)


def _tickets(rng: np.random.Generator, account_id: str, fate: Fate, before: int) -> Iterator[Ticket]:
    now, count = fate.kickoff, before
    while True:
        now += float(rng.exponential(1 / _TICKETS_A_WEEK))
        if now >= min(WEEKS, fate.churned):
            return
        count += 1
        solved = now + 0.05 + float(rng.exponential(0.6))
        severity = pick(rng, ("low", "low", "normal", "normal", "normal", "high", "critical"))
        closed_at = at(solved) if solved < WEEKS else None
        yield Ticket(f"T{count:04d}", account_id, at(now), closed_at, severity, pick(rng, _SUBJECTS))
