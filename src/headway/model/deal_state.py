"""A deal as it was known by then: its history gives back the values of that day, and a later closing is not known.

A field with changes has the value of its last change by then; before its first change, the value that the first
change says it had. A deal is closed when its row says so with a day by then, or when its stage history had ended
by then. What a row says since a later snapshot is not what it said then.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from headway.engine.compiling import place
from headway.model.changes import past_sums, value_then
from headway.model.closings import ended_as, is_compared, status_before, sums_before
from headway.model.currency import with_worth
from headway.model.days import local_day
from headway.model.known import by_then, end
from headway.model.nouns import bare, unbound
from headway.model.words import outcome
from headway.schema import tables

_ENDING = ("stage", "status")  # of two that tell an end by then, the latter counts


def deals_by_then(
    extras: Sequence[str],
    histories: Sequence[str],
    *,
    zone: str,
    reporting: str,
    wanted: Sequence[str] | None = None,
) -> ir.Table:
    """Every deal known by then with the values of that day, and ``worth`` in the reporting currency.

    Args:
        extras: the columns that the files brought beside ours.
        histories: fields that have rows in ``deal_changes``.
        wanted: those of the extras that are given; all by default.
    """
    lying = bare(unbound("deals", extras), extras, extras if wanted is None else wanted)
    rows = by_then(lying, tables()["deals"], zone)
    fields = [field for field in histories if field in tables()["deals"].names and field not in {"deal_id", "status"}]
    ending = [field for field in _ENDING if field in histories]
    if histories:
        rows = _with_past(rows, fields, ending)
        rows = rows.mutate(**{field: value_then(rows, field) for field in fields if field != "stage"})
    rows = _closing(rows, ending)
    rows = rows.select(*lying.columns)
    # The rate is that of the day, and frozen when the deal closed.
    day = ibis.coalesce(local_day(rows.closed_at, zone), place("as_of", "date"))
    return with_worth(rows, day, reporting)


def _with_past(rows: ir.Table, fields: Sequence[str], endings: Sequence[str]) -> ir.Table:
    """For each field: ``_FIELD`` its last value by then, ``_FIELD_before`` the one before its next change, and when."""
    changes = unbound("deal_changes")
    past, ending = changes._known_at < end(), changes.field.isin(_ENDING)
    sums: dict[str, ir.Value] = {"_any_end": (ending & outcome(changes.new_value).notnull()).any()}
    for field in endings:
        sums[f"_{field}"] = changes.new_value.argmax(changes._seq, where=past & (changes.field == field))
        sums[f"_{field}_at"] = changes.changed_at.max(where=past & (changes.field == field))
    sums |= sums_before(changes, endings, ~past & is_compared(changes))
    sums |= past_sums(changes, tables()["deals"], fields)
    history = changes.filter(changes.field.isin([*fields, *_ENDING])).group_by("deal_id").agg(**sums)
    joined = rows.left_join(history, "deal_id", rname="history_{name}")
    return joined.drop("history_deal_id")


def _closing(rows: ir.Table, histories: Sequence[str]) -> ir.Table:
    """Status, closing time and stage by then."""
    rows = rows.mutate(_ends=rows.outcome.notnull() | rows.closed_at.notnull())
    if histories:
        status = status_before(rows, histories)
        rows = rows.mutate(status=status, outcome=ended_as(status))
    said = rows.outcome.notnull() & (rows.closed_at < end())
    undated = rows.outcome.notnull() & rows.closed_at.isnull()
    none = ibis.null("string")
    ended, ended_at = none, ibis.null("timestamp")
    for field in histories:
        told = outcome(rows[f"_{field}"])
        ended_at = ibis.ifelse(told.notnull(), rows[f"_{field}_at"], ended_at)
        ended = ibis.coalesce(told, ended)
    if histories:
        undated = undated & ~rows._any_end.fill_null(False)
    closed_at = ibis.cases((said, rows.closed_at), (ended.notnull(), ended_at), else_=ibis.null("timestamp"))
    unclear = rows.status.isnull() & (rows.closed_at < end())
    status = ibis.cases(
        (said, rows.outcome), (ended.notnull(), ended), (undated, rows.outcome), (unclear, none), else_="open"
    )
    closed = status.isin(["won", "lost"])
    # The stage of the row is that of its end: a deal that was not there yet stood in another, which nobody told.
    at_end = closed.fill_null(False) | unclear.fill_null(False)
    same_then = at_end == rows._ends
    if "status" in histories:  # of two snapshots that differ in the status alone, both say the same stage
        same_then |= rows._status_was.notnull()
    untold = ibis.ifelse(same_then, rows.stage, none)
    stage = untold
    if "stage" in histories:
        # What a snapshot said of a deal that had ended is the stage of that end too.
        ends_then = rows.outcome.notnull() | rows.closed_at.notnull()
        of_its_end = rows._stage_was.notnull() & (at_end != ends_then)
        before = ibis.ifelse(of_its_end, none, rows._stage_before)
        # Of a row that tells no stage none was known before its history told one: what came later must not tell it.
        before = ibis.ifelse(rows._stage_later.fill_null(False) & rows.stage.notnull(), before, untold)
        stage = ibis.ifelse(rows._stage.notnull(), rows._stage, before)
    return rows.mutate(
        status=status,
        outcome=ibis.ifelse(closed, status, none),
        closed_at=closed_at,
        stage=stage,
        lost_reason=ibis.ifelse(closed & (rows.closed_at.isnull() | (rows.closed_at < end())), rows.lost_reason, none),
    )
