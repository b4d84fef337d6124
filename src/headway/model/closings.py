"""How each deal ended, and since when and until when that was known: a snapshot may say later that it was otherwise.

Where rows are read once, a deal has the one closing of its row, known since its day. Where snapshots of them are
compared, what the row said before is a closing too, until the snapshot that took it back; and one that a snapshot tells
long after its day is known since that snapshot.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from headway.ingest.snapshots import COMPARED
from headway.model.nouns import unbound
from headway.model.words import ENDING, outcome

_DECIDING = (*ENDING, "closed_at")
_NOTHING = ""  # what was empty before a change, so that it is told from what did not change


def is_compared(changes: ir.Table) -> ir.BooleanValue:
    """Whether a change was found by comparing snapshots: nothing told of it before the second of them."""
    return changes._file.endswith(COMPARED)


def sums_before(changes: ir.Table, fields: Sequence[str], where: ir.BooleanValue) -> dict[str, ir.Value]:
    """For each field ``_FIELD_was``, what it held before the first of the changes; empty text for nothing."""
    old = ibis.coalesce(changes.old_value, _NOTHING)
    return {f"_{field}_was": old.argmin(changes._seq, where=where & (changes.field == field)) for field in fields}


def status_before(rows: ir.Table, fields: Sequence[str]) -> ir.StringValue:
    """The status of rows with :func:`sums_before`: what a later snapshot changed is taken back.

    Where the files have no status, their stage tells it, and the status of the row is what its stage says.
    """
    status = rows.status
    if "stage" in fields:
        follows = rows._stage_was.notnull() & (rows.status == ibis.coalesce(outcome(rows.stage), "open"))
        status = ibis.ifelse(follows, ibis.coalesce(outcome(rows._stage_was), "open"), status)
    if "status" in fields:
        status = ibis.ifelse(rows._status_was.notnull(), rows._status_was.nullif(_NOTHING), status)
    return status


def ended_as(status: ir.StringValue) -> ir.StringValue:
    """The outcome of a status: null for what is open or unclear."""
    return ibis.ifelse(status.isin(["won", "lost"]), status, ibis.null("string"))


def closings(histories: Sequence[str], *, compared: bool) -> ir.Table:
    """(deal_id, outcome, closed_at, since, until): each closing of a deal and when it was known; until null for now.

    Args:
        histories: fields of a deal that have changes.
        compared: whether any of them was found by comparing snapshots.
    """
    deals = unbound("deals")
    fields = [field for field in _DECIDING if field in histories]
    if not compared or not fields:
        rows = deals.select("deal_id", "outcome", "closed_at", since=deals.closed_at, until=ibis.null("timestamp"))
    else:
        versions = _versions(deals, fields)
        rows = versions.mutate(since=ibis.greatest(versions["from"], versions.closed_at)).drop("from")
    return rows.filter(rows.outcome.notnull(), rows.closed_at.notnull())


def _versions(deals: ir.Table, fields: Sequence[str]) -> ir.Table:
    """(deal_id, outcome, closed_at, from, until) of each version of a deal that differs in how it ended."""
    now = deals.select("deal_id", "outcome", "closed_at", until=ibis.null("timestamp"))
    every = ibis.union(now, _former(deals, fields), distinct=False)
    order = ibis.window(group_by="deal_id", order_by=ibis.asc("until", nulls_first=False))
    every = every.mutate(
        {"from": every.until.lag().over(order)},
        _outcome=every.outcome.lag().over(order),
        _closed_at=every.closed_at.lag().over(order),
    )
    told = every.filter(
        every["from"].isnull()
        | ~every.outcome.identical_to(every._outcome)
        | ~every.closed_at.identical_to(every._closed_at)
    )
    until = told["from"].lead().over(ibis.window(group_by="deal_id", order_by=ibis.asc("from", nulls_first=True)))
    return told.select("deal_id", "outcome", "closed_at", "from", until=until)


def _former(deals: ir.Table, fields: Sequence[str]) -> ir.Table:
    """What rows said before each moment at which a snapshot changed how they ended."""
    changes = unbound("deal_changes")
    changes = changes.filter(is_compared(changes), changes.field.isin(fields))
    moments = changes.select("deal_id", until="_known_at").distinct()
    later = moments.inner_join(changes, "deal_id").filter(lambda rows: rows._known_at >= rows.until)
    was = later.group_by(["deal_id", "until"]).agg(**sums_before(later, fields, ibis.literal(True)))
    rows = was.inner_join(deals.select("deal_id", "status", "stage", "closed_at"), "deal_id")
    status = status_before(rows, fields)
    closed_at = rows.closed_at
    if "closed_at" in fields:
        before = rows._closed_at_was.nullif(_NOTHING).try_cast("timestamp")
        closed_at = ibis.ifelse(rows._closed_at_was.notnull(), before, closed_at)
    ended = ended_as(status)
    never = ibis.null("timestamp")
    return rows.select(
        "deal_id", outcome=ended, closed_at=ibis.ifelse(ended.notnull(), closed_at, never), until=rows.until
    )
