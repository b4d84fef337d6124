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
    """A firm, as `accounts.csv` holds it."""

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
    """A person at a firm."""

    contact_id: str
    account_id: str
    name: str
    email: str
    title: str
    created_at: datetime


class Rep(NamedTuple):
    """A seller or a manager."""

    rep_id: str
    name: str
    email: str
    team: str
    manager_rep_id: str | None
    started_on: date
    ended_on: date | None


class Quota(NamedTuple):
    """What a seller should win in a quarter."""

    rep_id: str
    period_start: date
    period_end: date
    amount: Decimal
    currency: str


class Target(NamedTuple):
    """What the company or a segment should reach in a quarter."""

    metric: str
    group: str
    period_start: date
    period_end: date
    value: Decimal
    unit: str


class Lead(NamedTuple):
    """Interest, and how far it got."""

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
    """A deal as it stands on the last day."""

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
    """One field of a deal changing its value."""

    deal_id: str
    field: str
    old_value: str | None
    new_value: str
    changed_at: datetime


class DealLine(NamedTuple):
    """One product in a deal."""

    deal_id: str
    product_id: str
    quantity: int
    list_price: Decimal
    price: Decimal
    unit_cost: Decimal
    currency: str


class DealNeed(NamedTuple):
    """One capability that a deal asks for."""

    deal_id: str
    capability: str
    importance: str
    fit: str
    effort_days: int | None
    stated_at: datetime


class Product(NamedTuple):
    """A product with its list price and cost."""

    product_id: str
    name: str
    family: str
    list_price: Decimal
    unit_cost: Decimal
    currency: str


class Release(NamedTuple):
    """A release and the capability that it brought."""

    release_id: str
    name: str
    capability: str
    released_on: date


class Activity(NamedTuple):
    """A call, mail, meeting, demo, note or task."""

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
    """What a customer pays every year."""

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
    """A subscription growing or shrinking."""

    subscription_id: str
    changed_on: date
    arr_before: Decimal
    arr_after: Decimal
    reason: str


class Usage(NamedTuple):
    """One measure of use on one day."""

    account_id: str
    product_id: str
    day: date
    metric: str
    value: int


class Milestone(NamedTuple):
    """A step of a deployment."""

    account_id: str
    deal_id: str
    kind: str
    reached_at: datetime


class Ticket(NamedTuple):
    """A support case."""

    ticket_id: str
    account_id: str
    opened_at: datetime
    closed_at: datetime | None
    severity: str
    capability: str | None


class Cost(NamedTuple):
    """Money spent."""

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
    """A currency's rate to the reporting currency on a day."""

    day: date
    currency: str
    rate: Decimal
