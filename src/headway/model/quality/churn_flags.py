"""Columns of accounts or subscriptions that say who left, where departures or ended subscriptions say otherwise.

Such a column is found by what it is: a yes or no whose heading speaks of churn, or a few words of which one is
"churned" or the like. Both sides are kept; numbers follow the subscriptions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from headway.ingest.casting import NO, YES
from headway.model.book import Book
from headway.model.checks import Check, Study
from headway.model.words import churned

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LEFT = re.compile(r"churn|cancel|terminat|attrit|lapsed|(is|has).?left|former.?customer", re.IGNORECASE)
_HERE = re.compile(r"^(is|account|customer|subscription)?[\W_]*(active|live)[\W_]*(flag)?$", re.IGNORECASE)
_NO_FLAG = re.compile(r"risk|score|prob|predict|reason|date|_at$|_on$|preced|count|days", re.IGNORECASE)
_YES, _NO = (*YES, "x"), NO
_GONE = ("churned", "churn", "cancelled", "canceled", "terminated", "lapsed", "inactive", "lost", "attrited customer")
_FEW = 6


def flags_of(book: Book, table: str) -> dict[str, tuple[str, ...]]:
    """Column → the values (trimmed, in lower case) with which it says that somebody left."""
    extras = [name for name in book.extras(table) if not _NO_FLAG.search(name)]
    if not extras:
        return {}
    counts = book.rows(f"flag counts|{table}|{'|'.join(extras)}", lambda b: _counts(b, table, extras))
    few = [name for i, name in enumerate(extras) if 1 <= counts[f"c{i}"][0].as_py() <= _FEW]
    if not few:
        return {}
    read = book.rows(f"flag values|{table}|{'|'.join(few)}", lambda b: _values(b, table, few))
    held = {name: [text for text in read[f"c{i}"][0].as_py() if text] for i, name in enumerate(few)}
    meant = {name: _meaning(name, values) for name, values in held.items()}
    return {name: values for name, values in meant.items() if values}


def _counts(book: Book, table: str, columns: Sequence[str]) -> ir.Table:
    rows = book.table(table, columns)
    return rows.agg(**{f"c{i}": _plain(rows[name]).nunique() for i, name in enumerate(columns)})


def _values(book: Book, table: str, columns: Sequence[str]) -> ir.Table:
    rows = book.table(table, columns)
    return rows.agg(**{f"c{i}": _plain(rows[name]).collect(distinct=True) for i, name in enumerate(columns)})


def _plain(text: ir.StringValue) -> ir.StringValue:
    return text.strip().lower()


def _meaning(heading: str, values: Sequence[str]) -> tuple[str, ...]:
    """The values that say "left"; none where the column says no such thing.

    Example:
        >>> _meaning("churn_flag", ["true", "false"]), _meaning("is_active", ["1", "0"]), _meaning("plan", ["a", "b"])
        (('true',), ('0',), ())
    """
    if set(values) <= {*_YES, *_NO}:
        said: tuple[str, ...] = _YES if _LEFT.search(heading) else _NO if _HERE.search(heading) else ()
    else:
        said = _GONE
    return tuple(sorted(set(values) & set(said)))


def _against_departures(table: str, key: str, column: str, left: Sequence[str]) -> Callable[[Book], ir.Table]:
    """Rows whose column says the one, and the list of departures the other."""

    def rows(book: Book) -> ir.Table:
        known, events = book.table(table, [column]), book.table("churn_events")
        gone = events.filter(events[key].notnull()).select(_gone=events[key]).distinct()
        both = known.left_join(gone, known[key] == gone["_gone"]).cross_join(gone.agg(_departures=gone.count()))
        flagged = _plain(both[column]).isin(left).fill_null(False)
        return both.filter(both["_departures"] > 0, flagged != both["_gone"].notnull())

    return rows


def _against_ends(table: str, column: str, left: Sequence[str]) -> Callable[[Book], ir.Table]:
    """Rows said to have left that still have a running subscription, or that stay although every one was ended."""

    def rows(book: Book) -> ir.Table:
        known, every = book.table(table, [column]), book.table("subscriptions")
        gone = every.ended_on.notnull() & churned(every.end_reason)
        key = "account_id" if table == "accounts" else "subscription_id"
        sums = every.mutate(_churn=gone).filter(every[key].notnull())
        lives = sums.group_by(_of=sums[key]).agg(_running=sums.ended_on.isnull().sum(), _churned=sums["_churn"].sum())
        both = known.inner_join(lives, known[key] == lives["_of"])
        flagged = _plain(both[column]).isin(left).fill_null(False)
        return both.filter(
            (flagged & (both["_running"] > 0)) | (~flagged & (both["_running"] == 0) & (both["_churned"] > 0))
        )

    return rows


def learn_departures(table: str, key: str) -> Callable[[Book], Sequence[Check]]:
    """For each column that says who left: the rows that the list of departures contradicts."""

    def found(book: Book) -> list[Check]:
        return [
            _check(
                "churn_flag", table, column, left, _against_departures(table, key, column, left),
                "said to have left without a departure, or to stay with one",
            )
            for column, left in flags_of(book, table).items()
        ]  # fmt: skip

    return found


def learn_ends(table: str) -> Callable[[Book], Sequence[Check]]:
    """For each column that says who left: the rows that their subscriptions contradict."""

    def found(book: Book) -> list[Check]:
        return [
            _check(
                "churn_flag_ends", table, column, left, _against_ends(table, column, left),
                "said to have left with a subscription still running, or to stay with all of them ended",
            )
            for column, left in flags_of(book, table).items()
        ]  # fmt: skip

    return found


def _check(
    name: str, table: str, column: str, left: Sequence[str], rows: Callable[[Book], ir.Table], detail: str
) -> Check:
    against = "the list of departures" if name == "churn_flag" else "the subscriptions' ends"
    return Check(
        name=name,
        title=f"'{column}' contradicts {against}",
        table=table,
        column=column,
        remedy=f"find out which is right before anything is learned from either; no figure uses '{column}'",
        detail=f"{{rows:,}} {table}: {detail}",
        unmoved="no figure uses the column: churn is counted from the subscriptions' ends",
        variant="|".join(left),
        rows=rows,
    )


CHECK = (
    Study("churn_flag", "accounts", learn_departures("accounts", "account_id"), needs=("churn_events",)),
    Study("churn_flag", "subscriptions", learn_departures("subscriptions", "subscription_id"), needs=("churn_events",)),
    Study("churn_flag_ends", "accounts", learn_ends("accounts"), needs=("subscriptions",)),
    Study("churn_flag_ends", "subscriptions", learn_ends("subscriptions")),
)
