"""Tells, beside figures of money, how many of their deals have an amount but no worth: no exchange rate is known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from headway.question import Answer
from headway.units import COUNT, show

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from headway.model.book import Book

_NAMED = 5
_COUNT = "deals of"  # a name that no column to group by has


@dataclass(frozen=True, slots=True)
class Summed:
    """The deals whose money an answer sums: those of a status, opened in a window, of some values, in groups.

    Attributes:
        in_rows: whether each row of the answer is a group (without ``by`` the one of them all), not one of the deals.
    """

    status: str
    in_rows: bool
    by: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    where: tuple[tuple[str, str], ...] = ()


def with_unvalued(answer: Answer, book: Book, summed: Summed) -> Answer:
    """The same answer, whose sentence and groups say how many deals are of unknown worth for want of a rate.

    Example:
        >>> told(Counter({"GBP": 2, "JPY": 1}), "won")
        'The worth of 3 won deals is not known: no exchange rate for GBP and JPY on their days.'
    """
    if not answer.rows:
        return answer
    key = json.dumps(["unvalued", summed.status, summed.by, summed.start, summed.end, summed.where], default=str)
    found = book.kept(key, lambda: _found(book, summed))
    rows = answer.rows
    if summed.in_rows:
        groups: Counter[tuple[str, ...]] = Counter()
        for row in found:
            groups[_group(row, summed.by)] += row[_COUNT]
        rows = [{**row, "unvalued": groups[_group(row, summed.by)]} for row in rows]
    if not found:
        return replace(answer, rows=rows)
    codes: Counter[str] = Counter()
    for row in found:
        codes[row["code of"]] += row[_COUNT]
    return replace(answer, answer=f"{answer.answer} {told(codes, summed.status)}", rows=rows)


def told(codes: Mapping[str, int], status: str) -> str:
    """The sentence: how many deals, and of which currencies."""
    count = sum(codes.values())
    named = sorted(codes, key=lambda code: (-codes[code], code))
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    few = named[:_NAMED]
    names = f"{', '.join(few)}{more}" if more or len(few) == 1 else f"{', '.join(few[:-1])} and {few[-1]}"
    deals, days = ("1 {} deal", "its day") if count == 1 else (f"{show(count, COUNT)} {{}} deals", "their days")
    return f"The worth of {deals.format(status)} is not known: no exchange rate for {names} on {days}."


def _group(row: Mapping[str, Any], by: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("" if row[column] is None else f" {row[column]}" for column in by)


def _found(book: Book, summed: Summed) -> list[dict[str, Any]]:
    """(the columns of ``by``, currency, deals) of the deals without a worth."""
    columns = tuple(column for column, _ in summed.where)
    window = (summed.start, summed.end)
    values: dict[str, Any] = {f"where_{i}": value for i, (_, value) in enumerate(summed.where)}
    values |= {"status": summed.status}
    values |= {"window_start": book.start_of(summed.start)} if summed.start else {}
    values |= {"window_end": book.end_of(summed.end)} if summed.end else {}
    key = f"unvalued|{','.join(summed.by)}|{','.join(columns)}|{[day is not None for day in window]}"
    found: list[dict[str, Any]] = book.rows(key, lambda book: _counted(book, summed, columns), values).to_pylist()
    return found


def _counted(book: Book, summed: Summed, columns: tuple[str, ...]) -> ir.Table:
    from headway.engine.compiling import place

    deals = book.deals_with(tuple(dict.fromkeys((*summed.by, *columns))))
    tests = [deals[column].cast("string") == place(f"where_{i}", "string") for i, column in enumerate(columns)]
    if summed.start:
        tests.append(deals.created_at >= place("window_start", "timestamp"))
    if summed.end:
        tests.append(deals.created_at < place("window_end", "timestamp"))
    mine = deals.filter(deals.status == place("status", "string"), deals.amount.notnull(), deals.worth.isnull(), *tests)
    groups = {column: mine[column] for column in summed.by} | {"code of": mine.currency.upper()}
    return mine.group_by(**groups).agg(**{_COUNT: mine.count()}).order_by(*groups)
