"""Columns that the files brought beside ours, as factors; those that give the outcome away are named and left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from headway.explain.factor import Factor
from headway.ingest.mapping import AS_GIVEN
from headway.model.book import Book
from headway.model.quality.leaks import columns_of, learn

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MOST = 40
_WORD = re.compile(r"[\W_]+")


def that_leak(book: Book) -> Mapping[str, str]:
    """Columns of deals that tell the outcome, or more of it than a column should: why, by name."""
    found: dict[str, str] = book.kept(
        "columns that leak", lambda: {check.column: check.title for check in learn("deals")(book)}
    )
    return found


def of_columns(book: Book, leaking: Mapping[str, str]) -> dict[str, Factor]:
    """A factor for each further column of deals: what it held is taken as known with the deal."""
    own = set(book.extras("deals"))
    known = [name for name in columns_of(book, "deals") if name in own and name not in leaking]
    names = [name for name in known if not name.endswith(AS_GIVEN)]
    return {f"deals.{name}": _factor(name) for name in names[:_MOST]}


def _factor(column: str) -> Factor:
    title = _WORD.sub(" ", column).strip()
    return Factor(
        name=f"deals.{column}",
        title=title,
        over="deals",
        value=_value(column),
        columns=(column,),
        words=(f"deals with {title} {{level}}",),
        at_start=True,
        remark="columns of your files that carry no history are taken as they stand: what they held when the deal was "
        "opened is not known",
    )


def _value(column: str) -> Callable[[ir.Table], ir.Value]:
    return lambda rows: rows[column].max()
