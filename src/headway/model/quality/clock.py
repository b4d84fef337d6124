"""Times that are no times: every row at midnight, or at the midnight of another zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from headway.model.book import Book
from headway.model.checks import INFO, WARNING, Check, Severity, Study
from headway.model.days import local_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FEWEST = 100
_NEARLY_ALL = 0.98
_HOUR, _DAY = 3600, 86_400
# Only days are needed of other columns; in these the order within a day says what came first.
_COLUMNS = {"deals": "created_at", "deal_changes": "changed_at", "activities": "occurred_at"}
_AFFECTS = {"deals": ("velocity", "funnel"), "deal_changes": ("funnel",), "activities": ("next",)}


def _times(book: Book, table: str) -> ir.Table:
    rows = book.table(table)
    local = local_of(rows[_COLUMNS[table]], book.catalog.timezone)
    second = (local.epoch_seconds() % _DAY).cast("int64")
    return rows.group_by(second=second).agg(rows=rows.count())


def learn(table: str) -> Callable[[Book], Sequence[Check]]:
    """What is wrong with the times of one table: all at midnight, or all at one or two other full hours."""

    def found(book: Book) -> list[Check]:
        times = book.rows(f"times of day|{table}", lambda b: _usual(_times(b, table))).to_pylist()
        rows = int(times[0]["all"]) if times else 0
        if rows < _FEWEST:
            return []
        if times[0]["second"] == 0 and times[0]["rows"] == rows:
            return [] if table == "deals" else [_check(table, "days_only", INFO)]
        hours = [row for row in times if row["second"] % _HOUR == 0]
        shifted = sum(row["rows"] for row in hours) >= _NEARLY_ALL * rows
        return [_check(table, "two_zones", WARNING, hours)] if shifted else []

    return found


def _usual(times: ir.Table) -> ir.Table:
    """The three times of day that most rows have, and how many rows there are."""
    import ibis

    every = times.mutate(all=times.rows.sum().over(ibis.window()).cast("int64"))
    return every.order_by(ibis.desc("rows"), "second").limit(3)


def _check(table: str, name: str, severity: Severity, hours: Sequence[dict[str, Any]] = ()) -> Check:
    column = _COLUMNS[table]

    def rows(book: Book) -> ir.Table:
        known = book.table(table)
        second = local_of(known[column], book.catalog.timezone).epoch_seconds() % _DAY
        return known.filter(second != 0 if hours else second == 0)

    at = " and ".join(f"{row['second'] // _HOUR:02d}:00" for row in hours)
    if name == "days_only":
        title = f"{table}.{column} holds days, not moments"
        detail = "all at midnight: what came first on a day is not known, and the order of their rows decides nothing"
        remedy = "export the time with the day, where the system has it"
    else:
        title = f"{table}.{column} is written in another time zone"
        detail = f"nearly all lie at {at} of the workspace's zone: they look like days of another zone"
        remedy = "name the zone of the source as [workspace] timezone, or export times with their offset"
    return Check(
        name=name,
        title=title,
        table=table,
        column=column,
        remedy=remedy,
        affects=_AFFECTS[table],
        severity=severity,
        detail=detail,
        unmoved="every row is concerned: without them nothing is left to count"
        if name == "two_zones"
        else "days are counted, not hours",
        rows=rows,
    )


CHECK = tuple(Study("days_only", table, learn(table), names=("days_only", "two_zones")) for table in _COLUMNS)
