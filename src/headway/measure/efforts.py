"""The scan of what sellers do: calls, mails, meetings, demos, notes and tasks that took place in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.measure.scan import Scan, between
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

MEETINGS = ("meeting", "call", "demo")


def _with_columns(book: Book, columns: tuple[str, ...]) -> ir.Table:
    """Activities with the asked columns: those of sellers are of who did it, others of the deal that it was about."""
    acts = book.table("activities").select("activity_id", "kind", "occurred_at", "rep_id", "deal_id")
    acts = acts.filter(acts.occurred_at.notnull())
    if not columns or columns == ("rep_id",):
        return acts
    sellers = book.of_sellers(columns)
    key = "rep_id" if sellers else "deal_id"
    others = book.reps_with(columns) if sellers else book.deals_with(columns)
    wanted = others.select(_mine=others[key], **{column: others[column] for column in columns})
    alone = acts.select("activity_id", "kind", "occurred_at", _key=acts[key])
    return alone.left_join(wanted, [("_key", "_mine")])


def _took_place(rows: ir.Table) -> ir.BooleanValue:
    return between(rows.occurred_at)


def _rows(_book: Book, rows: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    return rows.mutate(met=rows.kind.isin(MEETINGS).fill_null(False))


SCANS = (Scan("activities", ("activities",), _rows, base=_with_columns, when=_took_place),)
