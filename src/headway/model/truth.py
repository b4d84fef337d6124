"""Makes the nouns of the newest rows: references resolved, closings settled, each row dated by what made it known."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from headway.model import identity
from headway.model.days import local_day, moment_of
from headway.model.keys import dated_mentions
from headway.model.merges import ALWAYS
from headway.model.nouns import newest, unbound
from headway.model.words import outcome
from headway.schema import Table, Type, tables

_NEVER = ibis.null("timestamp")
_ALWAYS = ibis.timestamp(ALWAYS.isoformat())
_TIES = 2**16


def noun(
    table: Table, extras: list[str], linked: list[str], zone: str, *, mentions: ir.Table | None = None
) -> ir.Table:
    """The rows of one noun as they will lie in the store.

    Args:
        linked: referring columns for which links were found; of changes, columns of the noun whose they are.
        mentions: (account_id, first_mention) for accounts, and for rows of accounts that are not loaded.
    """
    rows = newest(table.name, extras)
    if linked and not table.changes_of:
        rows = identity.resolved(rows, table.name, linked)
    if table.name == "deals":
        rows = _settled(rows, zone).mutate(_number=rows.deal_id.hash())
    if table.changes_of:
        rows = rows.mutate(field=rows.field.strip().lower())
        rows = _ordered(identity.resolved_history(rows, table.changes_of, linked) if linked else rows)
    own = _own_time(table, rows, zone)
    if table.always:
        rows = rows.mutate(_known_at=_ALWAYS)
    elif table.name == "accounts" and mentions is not None:
        joined = rows.mutate(_own=own).left_join(mentions, "account_id", rname="mention_{name}")
        rows = joined.mutate(_known_at=ibis.least(joined._own, joined._first_mention)).drop(
            "_own", "mention_account_id", "_first_mention"
        )
    elif table.parent:
        parent = next(column.refers for column in table.columns if column.name == table.parent)
        rows = _dated_by_parent(rows.mutate(_own=own), table, parent, mentions)
    else:
        rows = rows.mutate(_known_at=own)
    columns = unbound(table.name, extras).columns
    return rows.select(*columns)


def _own_time(table: Table, rows: ir.Table, zone: str) -> ir.TimestampValue:
    times = [rows.known_at]
    for name in table.dated_by:
        column = rows[name]
        times.append(moment_of(column, zone) if table.column(name).type is Type.DAY else column)
    always = [_ALWAYS] if table.undated_always and not table.parent else []
    return ibis.coalesce(*times, *always).cast("timestamp")


def _dated_by_parent(rows: ir.Table, table: Table, parent: str, mentions: ir.Table | None) -> ir.Table:
    """Rows that nothing of their own dates are known since their parent is; if it is not loaded, since it is named."""
    key = tables()[parent].key[0]
    above = unbound(parent)
    above = above.select(_parent=above[key], _since=above._known_at)
    joined = rows.left_join(above, rows[table.parent] == above._parent)
    since, helpers = [joined._own, joined._since], ["_own", "_parent", "_since"]
    if mentions is not None:
        named = mentions.select(_named=mentions[key], _mention=mentions._first_mention)
        joined = joined.left_join(named, joined[table.parent] == named._named)
        since, helpers = [joined._own, joined._since, joined._mention], [*helpers, "_named", "_mention"]
    if table.undated_always:
        since.append(ibis.ifelse(joined._parent.isnull(), _ALWAYS, _NEVER))
    return joined.mutate(_known_at=ibis.coalesce(*since)).drop(*helpers)


def _settled(deals: ir.Table, zone: str) -> ir.Table:
    """Status from status, else from what the stage says; a closing day on an open deal is a plan, not a closing."""
    said = ibis.coalesce(deals.status, outcome(deals.stage))
    status = ibis.coalesce(said, ibis.ifelse(deals.closed_at.isnull(), "open", ibis.null("string")))
    planned = ibis.ifelse(status == "open", local_day(deals.closed_at, zone), ibis.null("date"))
    return deals.mutate(
        status=status,
        outcome=ibis.ifelse(status.isin(["won", "lost"]), status, ibis.null("string")),
        closed_at=ibis.ifelse(status == "open", _NEVER, deals.closed_at),
        expected_close_on=ibis.coalesce(deals.expected_close_on, planned),
        currency=deals.currency.upper(),
    )


def _ordered(changes: ir.Table) -> ir.Table:
    """A number by which the changes of a deal's field are ordered, made of each row alone: no sort of millions of rows.

    Its milliseconds come first; at the same moment a beginning is first and an ending last, and what is left is
    ordered by a hash of the values, so that the order of rows decides nothing.
    """
    ending = outcome(changes.new_value).notnull().cast("int64")
    going_on = changes.old_value.notnull().cast("int64")
    values = ibis.coalesce(changes.old_value, "") + "|" + ibis.coalesce(changes.new_value, "")
    # An engine may count seconds with their fractions, or milliseconds from the minute on, and call either whole.
    seconds = changes.changed_at.truncate("s").epoch_seconds().cast("float64").cast("int64")
    millis = seconds * 1000 + changes.changed_at.millisecond() % 1000
    mixed = values.hash() % _TIES
    return changes.mutate(
        _seq=millis * (4 * _TIES) + ending * (2 * _TIES) + going_on * _TIES + ibis.ifelse(mixed < 0, -mixed, mixed)
    )


def first_mentions(histories: Sequence[str]) -> ir.Table:
    """(account_id, first_mention): the earliest dated row that names the account.

    Args:
        histories: the fields of a deal that have changes.
    """
    parts = []
    for table, names in dated_mentions().items():
        rows = unbound(table)
        if table == "deals":
            parts += _mentions_of_deals(rows, histories)
        else:
            parts += [rows.select(account_id=rows[name], at=rows._known_at) for name in names]
    every = ibis.union(*parts, distinct=False)
    return every.filter(ibis._.account_id.notnull()).group_by("account_id").agg(_first_mention=ibis._.at.min())


def _mentions_of_deals(deals: ir.Table, histories: Sequence[str]) -> list[ir.Table]:
    """A deal names its account since it is known, or since the change that gave it that account."""
    if "account_id" not in histories:
        return [deals.select(account_id=deals.account_id, at=deals._known_at)]
    changes = unbound("deal_changes").filter(ibis._.field == "account_id")
    order = ibis.window(group_by="deal_id", order_by="_seq")
    first = changes.mutate(_number=ibis.row_number().over(order)).filter(ibis._._number == 0)
    before = first.inner_join(deals.select("deal_id", _since="_known_at"), "deal_id")
    unchanged = deals.anti_join(changes, "deal_id")
    return [
        unchanged.select(account_id=unchanged.account_id, at=unchanged._known_at),
        before.select(account_id=before.old_value, at=before._since),
        changes.select(account_id=changes.new_value, at=changes._known_at),
    ]
