"""Columns of the files that say nothing: empty or nearly so, or the same on every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, Check, Study
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FEWEST_ROWS = 50
_HARDLY_ANY = 0.01


def _sums(book: Book, table: str, columns: Sequence[str]) -> ir.Table:
    rows = book.table(table, columns)
    sums: dict[str, ir.Value] = {"rows": rows.count()}
    for i, name in enumerate(columns):
        text = rows[name].cast("string").strip().nullif("")
        sums |= {f"n{i}": text.count(), f"low{i}": text.min(), f"high{i}": text.max()}
    return rows.agg(**sums)


def learn(table: str) -> Callable[[Book], Sequence[Check]]:
    """The columns that the files brought beside ours; one of ours that nothing is mapped to is no fault."""

    def found(book: Book) -> list[Check]:
        columns = list(book.extras(table))
        if not columns:
            return []
        (sums,) = book.rows(f"silent|{table}|{'|'.join(columns)}", lambda b: _sums(b, table, columns)).to_pylist()
        rows = sums["rows"]
        if rows < _FEWEST_ROWS:
            return []
        told = []
        for i, name in enumerate(columns):
            if sums[f"n{i}"] <= _HARDLY_ANY * rows:
                told.append(_check(table, name, "nearly_empty"))
            elif sums[f"low{i}"] == sums[f"high{i}"] and sums[f"n{i}"] == rows:
                told.append(_check(table, name, "constant"))
        return told

    return found


def _check(table: str, column: str, name: str) -> Check:
    def rows(book: Book) -> ir.Table:
        known = book.table(table, [column])
        empty = known[column].strip().fill_null("") == ""
        return known.filter(empty if name == "nearly_empty" else ~empty)

    wrong = "is empty on nearly every row" if name == "nearly_empty" else "is the same on every row"
    return Check(
        name=name,
        title=f"'{column}' {wrong}",
        table=table,
        column=column,
        remedy="find out why nothing more is written there; where nobody needs it, accept the finding",
        affects=(),
        severity=INFO,
        unmoved="no figure uses the column",
        rows=rows,
    )


CHECK = tuple(
    Study("nearly_empty", name, learn(name), names=("nearly_empty", "constant"))
    for name, table in tables().items()
    if not table.made
)
