"""The one event table: every step of a lead, a deal and a customer, each with the state before and after."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from headway.model.days import moment_of
from headway.model.nouns import unbound
from headway.model.words import outcome
from headway.schema import tables

OPEN = "open"
_STATES = {"mql_at": "mql", "sql_at": "sql", "converted_at": "converted", "disqualified_at": "disqualified"}


def journeys(histories: Sequence[str], zone: str) -> ir.Table:
    """Every step of every journey.

    A deal without stage history goes from ``open`` to its outcome and is marked as rebuilt: its current stage says
    nothing about when it was reached.
    """
    steps = [*_deals("stage" in histories), *_leads(), *_customers(zone)]
    every = ibis.union(*steps, distinct=False)
    every = every.filter(every.at.notnull(), every.to_state.notnull())
    return every.select(*tables()["journeys"].names)


def _step(rows: ir.Table, kind: str, **values: ir.Value | str | bool | None) -> ir.Table:
    columns: dict[str, ir.Value] = {"kind": ibis.literal(kind)}
    for name, value in values.items():
        columns[name] = (
            ibis.null("string") if value is None else value if isinstance(value, ir.Value) else ibis.literal(value)
        )
    columns["entity_id"] = columns["entity_id"].cast("string")
    columns["journey_id"] = ibis.literal(f"{kind}:") + columns["entity_id"]
    columns["known_at"] = ibis.greatest(columns.pop("known"), columns["at"])
    return rows.select(**columns).select(*tables()["journeys"].names)


def _deals(staged: bool) -> list[ir.Table]:
    deals = unbound("deals")
    if not staged:
        return [_opened(deals, True), _closed(deals, ibis.literal(OPEN), True)]
    changes = unbound("deal_changes").filter(ibis._.field == "stage")
    span = changes.group_by("deal_id").agg(
        first_at=changes.changed_at.min(),
        first_old=changes.old_value.argmin(changes._seq),
        last_new=changes.new_value.argmax(changes._seq),
        ended=outcome(changes.new_value).notnull().any(),
    )
    told = deals.inner_join(span, "deal_id")
    untold = deals.anti_join(span, "deal_id")
    late_start = told.filter(told.first_old.notnull())
    unended = told.filter(~told.ended)
    return [
        _told_steps(deals, changes),
        _opened(untold, True),
        _closed(untold, ibis.literal(OPEN), True),
        _opened(late_start, False, late_start.first_old),
        _closed(unended, unended.last_new, False),
    ]


def _told_steps(deals: ir.Table, changes: ir.Table) -> ir.Table:
    owners = deals.select(deal_id=deals.deal_id, account_id=deals.account_id)
    rows = changes.select("deal_id", "old_value", "new_value", "changed_at", "_known_at").left_join(owners, "deal_id")
    to_state = ibis.coalesce(outcome(rows.new_value), rows.new_value)
    return _step(
        rows, "deal", entity_id=rows.deal_id, account_id=rows.account_id, from_state=rows.old_value, to_state=to_state,
        at=rows.changed_at, known=rows._known_at, rebuilt=False,
    )  # fmt: skip


def _opened(rows: ir.Table, rebuilt: bool, state: ir.StringValue | None = None) -> ir.Table:
    return _step(
        rows, "deal", entity_id=rows.deal_id, account_id=rows.account_id, from_state=None,
        to_state=ibis.literal(OPEN) if state is None else state, at=rows.created_at, known=rows._known_at, rebuilt=rebuilt,
    )  # fmt: skip


def _closed(rows: ir.Table, state: ir.StringValue, rebuilt: bool) -> ir.Table:
    return _step(
        rows, "deal", entity_id=rows.deal_id, account_id=rows.account_id, from_state=state, to_state=rows.outcome,
        at=rows.closed_at, known=rows.closed_at, rebuilt=rebuilt,
    )  # fmt: skip


def _leads() -> list[ir.Table]:
    leads = unbound("leads")
    common = {"entity_id": leads.lead_id, "account_id": leads.account_id, "rebuilt": False}
    steps = [
        _step(leads, "lead", from_state=None, to_state="lead", at=leads.created_at, known=leads._known_at, **common)
    ]
    before = ibis.literal("lead")
    for column, state in _STATES.items():
        steps.append(
            _step(leads, "lead", from_state=before, to_state=state, at=leads[column], known=leads[column], **common)
        )
        if column != "converted_at":
            before = ibis.ifelse(leads[column].notnull(), ibis.literal(state), before)
    return steps


def _customers(zone: str) -> list[ir.Table]:
    deals, milestones, subscriptions = unbound("deals"), unbound("milestones"), unbound("subscriptions")
    won = deals.filter(deals.outcome == "won", deals.account_id.notnull())
    first = won.group_by("account_id").agg(at=won.closed_at.min())
    ended = subscriptions.filter(subscriptions.end_reason.fill_null("churn").isin(["churn", "payment"]))
    left = moment_of(ended.ended_on, zone)
    return [
        _step(first, "customer", entity_id=first.account_id, account_id=first.account_id, from_state=None, to_state="won",
              at=first.at, known=first.at, rebuilt=False),
        _step(milestones, "customer", entity_id=milestones.account_id, account_id=milestones.account_id, from_state="won",
              to_state=milestones.kind, at=milestones.reached_at, known=milestones._known_at, rebuilt=False),
        _step(ended, "customer", entity_id=ended.account_id, account_id=ended.account_id, from_state="won", to_state="churned",
              at=left, known=left, rebuilt=False),
    ]  # fmt: skip
