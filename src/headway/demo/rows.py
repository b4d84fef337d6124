"""The rows of a generated company: one class a table, whose fields are the columns of its file."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple


def money(value: float) -> Decimal:
    """Return an amount to the cent.

    >>> money(1234.5)
    Decimal('1234.50')
    """
    return Decimal(round(value * 100)).scaleb(-2).quantize(Decimal("0.01"))


class Account(NamedTuple):
    account_id: str
    name: str
    domain: str
    industry: str
    country: str
    employees: int
    segment: str
    parent_account_id: str | None
    created_at: datetime


class Contact(NamedTuple):
    contact_id: str
    account_id: str
    name: str
    email: str
    title: str
    created_at: datetime


class Rep(NamedTuple):
    rep_id: str
    name: str
    email: str
    team: str
    manager_rep_id: str | None
    started_on: date
    ended_on: date | None


class Quota(NamedTuple):
    rep_id: str
    period_start: date
    period_end: date
    amount: Decimal
    currency: str


class Target(NamedTuple):
    metric: str
    group: str
    period_start: date
    period_end: date
    value: Decimal
    unit: str


class Lead(NamedTuple):
    lead_id: str
    source: str
    campaign: str
    account_id: str | None
    rep_id: str
    company: str
    email: str
    created_at: datetime
    mql_at: datetime | None
    sql_at: datetime | None
    converted_at: datetime | None
    deal_id: str | None
    disqualified_at: datetime | None
    disqualified_reason: str | None


class Deal(NamedTuple):
    deal_id: str
    account_id: str
    rep_id: str
    lead_id: str | None
    name: str
    kind: str
    stage: str
    status: str
    amount: Decimal
    currency: str
    created_at: datetime
    closed_at: datetime | None
    expected_close_on: date
    lost_reason: str | None
    competitor: str | None


class DealChange(NamedTuple):
    deal_id: str
    field: str
    old_value: str | None
    new_value: str
    changed_at: datetime


class DealLine(NamedTuple):
    deal_id: str
    product_id: str
    quantity: int
    list_price: Decimal
    price: Decimal
    unit_cost: Decimal
    currency: str


class DealNeed(NamedTuple):
    deal_id: str
    capability: str
    importance: str
    fit: str
    effort_days: int | None
    stated_at: datetime


class Product(NamedTuple):
    product_id: str
    name: str
    family: str
    list_price: Decimal
    unit_cost: Decimal
    currency: str


class Release(NamedTuple):
    release_id: str
    name: str
    capability: str
    released_on: date


class Activity(NamedTuple):
    activity_id: str
    kind: str
    direction: str | None
    occurred_at: datetime
    minutes: int
    rep_id: str
    account_id: str
    contact_id: str | None
    deal_id: str | None
    speaker: str
    subject: str
    body: str


class Subscription(NamedTuple):
    subscription_id: str
    account_id: str
    deal_id: str
    product_id: str
    arr: Decimal
    currency: str
    started_on: date
    ended_on: date | None
    end_reason: str | None
    renews_on: date


class SubscriptionChange(NamedTuple):
    subscription_id: str
    changed_on: date
    arr_before: Decimal
    arr_after: Decimal
    reason: str


class Usage(NamedTuple):
    account_id: str
    product_id: str
    day: date
    metric: str
    value: int


class Milestone(NamedTuple):
    account_id: str
    deal_id: str
    kind: str
    reached_at: datetime


class Ticket(NamedTuple):
    ticket_id: str
    account_id: str
    opened_at: datetime
    closed_at: datetime | None
    severity: str
    capability: str | None


class Cost(NamedTuple):
    cost_id: str
    kind: str
    amount: Decimal
    currency: str
    incurred_on: date
    segment: str | None
    channel: str | None
    account_id: str | None
    deal_id: str | None
    rep_id: str | None


class FxRate(NamedTuple):
    day: date
    currency: str
    rate: Decimal
