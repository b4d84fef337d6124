"""The one event table: every step of a lead, a deal and a customer, each with the state before and after."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from headway.model.closings import closings
from headway.model.days import moment_of
from headway.model.keys import STATES
from headway.model.nouns import CODES, unbound
from headway.model.words import churned, outcome
from headway.schema import tables

OPEN = "open"
# What a table of steps holds; the view of all tells the rest of it.
_KEPT = tuple(name for name in tables()["journeys"].names if name != "journey_id")
_STATES = {"mql_at": "mql", "sql_at": "sql", "converted_at": "converted", "disqualified_at": "disqualified"}
_FIRST_DAY = "0001-01-01"


def journeys(histories: Sequence[str], zone: str, *, compared: bool = False) -> dict[str, ir.Table]:
    """Every step of every journey by kind of journey, each visible from ``known_at`` until ``deleted_at``.

    A deal without stage history goes from ``open`` to its outcome and is marked as rebuilt: its current stage says
    nothing about when it was reached. Once its history begins to be known, the rebuilt steps are gone: as of the days
    before, they are still what was known.

    Args:
        histories: fields of a deal that have changes; ``compared`` when snapshots told any of them.
    """
    ends = closings(histories, compared=compared)
    kinds = {"deals": [_deals(histories, ends)], "leads": _leads(), "customers": _customers(histories, zone, ends)}
    found = {kind: _visible(ibis.union(*steps, distinct=False)) for kind, steps in kinds.items()}
    return {kind: _coded(steps) if kind == "deals" else _uncoded(steps) for kind, steps in found.items()}


def states(histories: Sequence[str]) -> ir.Table:
    """(state, code): every state that a step of a deal may leave or come to, numbered in the order of the alphabet."""
    every = ibis.array([OPEN, "won", "lost"]).unnest().name("state").as_table()
    if "stage" in histories:
        changes = unbound("deal_changes").filter(ibis._.field == "stage")
        told = [changes.select(state=changes[name]).distinct() for name in ("old_value", "new_value")]
        every = ibis.union(every, *told, distinct=True).filter(ibis._.state.notnull())
    return every.mutate(code=ibis.row_number().over(order_by="state").cast("int32"))


def _coded(steps: ir.Table) -> ir.Table:
    """Steps with :data:`CODES`, by deal and time: who reads them in the order in which they lie sorts nothing."""
    known = ibis.table({"state": "string", "code": "int32"}, name=STATES)
    for column, code in (("to_state", "_state"), ("from_state", "_before")):
        named = known.select(_named="state", **{code: "code"})
        steps = steps.left_join(named, steps[column] == named._named).drop("_named")
    return steps.mutate(_number=steps.entity_id.hash()).select(*_KEPT, "deleted_at", *CODES).order_by("_number", "at")


def _uncoded(steps: ir.Table) -> ir.Table:
    return steps.mutate(**{name: ibis.null(kind) for name, kind in CODES.items()})


def _visible(steps: ir.Table) -> ir.Table:
    steps = steps.filter(
        steps.entity_id.notnull(),
        steps.at.notnull(),
        steps.to_state.notnull(),
        steps.deleted_at.isnull() | (steps.deleted_at > steps.known_at),
    )
    return steps.select(*_KEPT, "deleted_at")


def _step(rows: ir.Table, kind: str, **values: ir.Value | str | bool | None) -> ir.Table:
    columns: dict[str, ir.Value] = {"kind": ibis.literal(kind)}
    for name, value in values.items():
        columns[name] = (
            ibis.null("string") if value is None else value if isinstance(value, ir.Value) else ibis.literal(value)
        )
    columns["entity_id"] = columns["entity_id"].cast("string")
    columns["known_at"] = ibis.greatest(columns.pop("known"), columns["at"])
    columns["deleted_at"] = columns.pop("gone").cast("timestamp")
    return rows.select(**columns).select(*_KEPT, "deleted_at")


def _deals(histories: Sequence[str], ends: ir.Table) -> ir.Table:
    deals = unbound("deals")
    never = ibis.null("timestamp")
    if "stage" not in histories:
        steps = [_opened(deals, never), _closed(ends.mutate(told_at=never))]
    else:
        changes = unbound("deal_changes").filter(ibis._.field == "stage")
        kind = outcome(changes.new_value)
        span = changes.group_by("deal_id").agg(
            first_at=changes.changed_at.min(),
            told_at=changes._known_at.min(),
            first_old=changes.old_value.argmin(changes._seq),
            won_at=changes._known_at.min(where=kind == "won"),
            lost_at=changes._known_at.min(where=kind == "lost"),
        )
        told = deals.select("deal_id", "created_at", "_known_at").left_join(span, "deal_id").drop("deal_id_right")
        # A deal that its first change finds at an end was open before, though nobody tells in which stage.
        open_first = told.first_old.notnull() & outcome(told.first_old).isnull()
        ended = ends.left_join(span, "deal_id").drop("deal_id_right")
        ended = ended.mutate(ended_at=ibis.ifelse(ended.outcome == "won", ended.won_at, ended.lost_at))
        steps = [
            _told(changes),
            _opened(told, ibis.ifelse(outcome(told.first_old).isnull(), told.told_at, never)),
            _began(told.filter(open_first, told.first_at >= told.created_at)),
            _closed(ended.mutate(told_at=ibis.least(ended.told_at, ended.ended_at))),
            _ended(ended, changes),
        ]
    return _with_owner(ibis.union(*steps, distinct=False), histories)


def _plain(rows: ir.Table, **values: ir.Value | str | bool | None) -> ir.Table:
    """One step of a deal as its own source tells it: since when it is known, and until when."""
    kinds = {"from_state": "string", "to_state": "string", "at": "timestamp", "known": "timestamp", "gone": "timestamp"}
    columns = {name: ibis.null(kind) if values[name] is None else values[name] for name, kind in kinds.items()}
    return rows.select(deal_id=rows.deal_id, rebuilt=ibis.literal(values["rebuilt"]), **columns)


def _told(changes: ir.Table) -> ir.Table:
    to_state = ibis.coalesce(outcome(changes.new_value), changes.new_value)
    return _plain(
        changes,
        from_state=changes.old_value,
        to_state=to_state,
        at=changes.changed_at,
        known=changes._known_at,
        gone=None,
        rebuilt=False,
    )


def _opened(deals: ir.Table, told_at: ir.TimestampValue) -> ir.Table:
    return _plain(
        deals,
        from_state=None,
        to_state=ibis.literal(OPEN),
        at=deals.created_at,
        known=deals._known_at,
        gone=told_at,
        rebuilt=True,
    )


def _began(told: ir.Table) -> ir.Table:
    """The first change says in which stage the deal was before it."""
    return _plain(
        told, from_state=None, to_state=told.first_old, at=told.created_at, known=told.told_at, gone=None, rebuilt=False
    )


def _closed(ended: ir.Table) -> ir.Table:
    return _plain(
        ended,
        from_state=ibis.literal(OPEN),
        to_state=ended.outcome,
        at=ended.closed_at,
        known=ended.since,
        gone=ibis.least(ended.until, ended.told_at),
        rebuilt=True,
    )


def _ended(told: ir.Table, changes: ir.Table) -> ir.Table:
    """Closings of deals whose stage history does not say so (yet): from the stage in which it leaves them."""
    silent = told.filter(told.told_at.notnull(), told.ended_at.isnull() | (told.ended_at > told.closed_at))
    before = changes.inner_join(silent.select("deal_id", "closed_at"), "deal_id")
    before = before.filter(before.changed_at <= before.closed_at)
    last = (
        before.group_by("deal_id")
        .agg(last_new=before.new_value.argmax(before._seq))
        .select(_deal="deal_id", last="last_new")
    )
    rows = silent.left_join(last, silent.deal_id == last._deal)
    return _plain(
        rows,
        from_state=ibis.coalesce(rows["last"], rows.first_old),
        to_state=rows.outcome,
        at=rows.closed_at,
        known=ibis.greatest(rows.since, rows.told_at),
        gone=ibis.least(rows.until, rows.ended_at),
        rebuilt=False,
    )


def _with_owner(steps: ir.Table, histories: Sequence[str]) -> ir.Table:
    """Steps of the deals that there are, not known before their deal, with the account of the moment."""
    deals = unbound("deals").select("deal_id", "account_id", since="_known_at", _deleted="deleted_at")
    rows = steps.inner_join(deals, "deal_id")
    account = rows.account_id
    if "account_id" in histories:
        spans = _account_spans()
        rows = rows.left_join(spans, [rows.deal_id == spans._deal, rows["at"] >= spans._from, rows["at"] < spans._to])
        account = ibis.ifelse(rows._deal.notnull(), rows._account, rows.account_id)
    return _step(
        rows,
        "deal",
        entity_id=rows.deal_id,
        account_id=account,
        from_state=rows.from_state,
        to_state=rows.to_state,
        at=rows["at"],
        known=ibis.greatest(rows.known, rows.since),
        gone=ibis.least(rows.gone, rows._deleted),
        rebuilt=rows.rebuilt,
    )


def _account_spans() -> ir.Table:
    """(deal, account, from, to) of deals that changed their account; what was before the first change is in it."""
    changes = unbound("deal_changes").filter(ibis._.field == "account_id")
    order = ibis.window(group_by="deal_id", order_by="_seq")
    last = ibis.timestamp("9999-01-01")
    numbered = changes.mutate(_number=ibis.row_number().over(order), _to=changes.changed_at.lead().over(order))
    first = numbered.filter(numbered._number == 0)
    return ibis.union(
        first.select(_deal="deal_id", _account="old_value", _from=ibis.timestamp(_FIRST_DAY), _to="changed_at"),
        numbered.select(
            _deal="deal_id", _account="new_value", _from="changed_at", _to=ibis.coalesce(numbered._to, last)
        ),
        distinct=False,
    )


def _leads() -> list[ir.Table]:
    leads = unbound("leads")
    common = {"entity_id": leads.lead_id, "account_id": leads.account_id, "rebuilt": False, "gone": leads.deleted_at}
    since = leads._known_at
    steps = [_step(leads, "lead", from_state=None, to_state="lead", at=leads.created_at, known=since, **common)]
    earlier: list[tuple[str, str]] = []
    for column, state in _STATES.items():
        before: ir.StringValue = ibis.literal("lead")
        for stamp, name in earlier:
            before = ibis.ifelse(leads[stamp] <= leads[column], ibis.literal(name), before)
        known = ibis.greatest(leads[column], since)
        steps.append(_step(leads, "lead", from_state=before, to_state=state, at=leads[column], known=known, **common))
        earlier.append((column, state))
    return steps


def _customers(histories: Sequence[str], zone: str, ends: ir.Table) -> list[ir.Table]:
    milestones, subscriptions = unbound("milestones"), unbound("subscriptions")
    ended = subscriptions.filter(churned(subscriptions.end_reason))
    left = moment_of(ended.ended_on, zone)
    first = _first_wins(histories, ends)
    return [
        _step(
            first,
            "customer",
            entity_id=first.account_id,
            account_id=first.account_id,
            from_state=None,
            to_state="won",
            at=first.at,
            known=first.known,
            gone=first.gone,
            rebuilt=False,
        ),
        _step(
            milestones,
            "customer",
            entity_id=milestones.account_id,
            account_id=milestones.account_id,
            from_state="won",
            to_state=milestones.kind,
            at=milestones.reached_at,
            known=milestones._known_at,
            gone=milestones.deleted_at,
            rebuilt=False,
        ),
        _step(
            ended,
            "customer",
            entity_id=ended.account_id,
            account_id=ended.account_id,
            from_state="won",
            to_state="churned",
            at=left,
            known=ibis.greatest(left, ended._known_at),
            gone=ended.deleted_at,
            rebuilt=False,
        ),
    ]


def _first_wins(histories: Sequence[str], ends: ir.Table) -> ir.Table:
    """(account, at, known, gone): the earliest win of an account as it was known; one learned later may be earlier.

    A win that was taken back is a step of its own, until then.
    """
    deals = unbound("deals").select("deal_id", "account_id", _since="_known_at")
    deals = ends.filter(ends.outcome == "won").inner_join(deals, "deal_id")
    account = deals.account_id
    if "account_id" in histories:
        spans = _account_spans()
        deals = deals.left_join(
            spans, [deals.deal_id == spans._deal, deals.closed_at >= spans._from, deals.closed_at < spans._to]
        )
        account = ibis.ifelse(deals._deal.notnull(), deals._account, deals.account_id)
    wins = deals.select(
        "deal_id", "until", account_id=account, at=deals.closed_at, known=ibis.greatest(deals.since, deals._since)
    ).filter(ibis._.account_id.notnull())
    lasting, taken_back = wins.filter(wins.until.isnull()), wins.filter(wins.until.notnull())
    order = {"group_by": "account_id", "order_by": ["known", "at", "deal_id"]}
    earlier = lasting.mutate(least=lasting["at"].min().over(ibis.window(**order, preceding=(None, 1))))
    records = earlier.filter(earlier["least"].isnull() | (earlier["at"] < earlier["least"]))
    records = records.mutate(gone=records.known.lead().over(ibis.window(**order)))
    columns = ["account_id", "at", "known", "gone"]
    return ibis.union(records.select(columns), taken_back.mutate(gone=taken_back.until).select(columns), distinct=False)
