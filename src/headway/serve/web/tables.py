"""Any rows as a table: which columns there are, which page is shown, and how each cell is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from headway.serve.web import words
from headway.serve.web.marks import Mark, Scale, is_estimate, mark, scale_over
from headway.units import SHARE, is_share, show

if TYPE_CHECKING:
    from headway.serve.web.visit import Visit

PARAMETERS = frozenset({"page"})
PAGE_ROWS = 50
# Columns whose figures are differences: drawn with a tick at zero, "not clear yet" when they cross it.
DIFFERENCES = frozenset({"effect", "contribution", "gain", "mix_effect"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and the scale of its marks when it holds estimates."""

    key: str
    label: str
    numeric: bool
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """Which rows of how many are shown, and where the others are."""

    first: int
    last: int
    total: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Table:
    """One page of a table."""

    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    pages: Pages


def paged(total: int, visit: Visit) -> Pages:
    """The page that the visit asks for, the last one when there are fewer."""
    count = max(1, -(-total // PAGE_ROWS))
    page = min(visit.whole("page", 1), count)
    return Pages(
        first=(page - 1) * PAGE_ROWS + 1,
        last=min(page * PAGE_ROWS, total),
        total=total,
        before=visit.link(page=page - 1 if page > 2 else None) if page > 1 else "",
        after=visit.link(page=page + 1) if page < count else "",
    )


def table_of(rows: Sequence[Mapping[str, Any]], visit: Visit) -> Table:
    """The page of rows that the visit asks for; scales are over all rows, so that pages compare."""
    pages = paged(len(rows), visit)
    return Table(columns_of(rows), rows[pages.first - 1 : pages.last], pages)


def columns_of(rows: Sequence[Mapping[str, Any]]) -> list[Column]:
    """Every key that occurs, in the order of first sight."""
    keys = dict.fromkeys(key for row in rows for key in row)
    return [_column(key, [row.get(key) for row in rows]) for key in keys]


def _column(key: str, values: list[Any]) -> Column:
    estimates = [value for value in values if is_estimate(value)]
    if estimates:
        return Column(key, words.label(key), numeric=True, scale=scale_over(estimates, zero=key in DIFFERENCES))
    numeric = any(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
    return Column(key, words.label(key), numeric=numeric)


def cell_mark(value: Any, column: Column) -> Mark | None:
    """The range mark of an estimate, None for anything else."""
    if column.scale is None or not is_estimate(value):
        return None
    return mark(value, column.scale, signed=column.key in DIFFERENCES)


def cell_text(value: Any, key: str = "") -> str:
    """A cell that is no estimate, as text; a share or a probability as percent.

    Example:
        >>> cell_text(None), cell_text(True), cell_text(1234), cell_text(["a", "b"])
        ('', 'yes', '1,234', 'a, b')
        >>> cell_text(0.9035, "p_below_team")
        '90%'
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return _plain_number(value, key)
    if is_estimate(value):
        return show(value["value"], value.get("unit") or "count")
    if isinstance(value, Mapping):
        return str(value.get("text") or ", ".join(f"{words.label(k)} {cell_text(v, k)}" for k, v in value.items()))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(cell_text, value)))
    return str(value)


def _plain_number(value: float, key: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_share(key):
        return show(value, SHARE)
    return f"{value:,.4g}" if isinstance(value, float) and abs(value) < 1000 else f"{value:,.0f}"
