"""The CSV twin of a page: every row, estimates spread over columns, nothing that a spreadsheet would execute."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from headway.serve.web.marks import is_estimate

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PARTS = ("value", "low", "high", "n", "unit", "reason")


def rows_for(rows: Sequence[Mapping[str, Any]], query: Mapping[str, str]) -> Sequence[Mapping[str, Any]]:
    """The rows that the page shows: of one seller, when the address names one."""
    rep = query.get("rep", "all")
    return rows if rep in ("", "all") else [row for row in rows if str(row.get("rep_id")) == rep]


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV with a heading.

    Example:
        >>> print(csv_text([{"name": "=cmd()", "p": {"value": 0.5, "low": 0.4, "high": 0.6, "n": 9, "unit": "share"}}]))
        name,p,p_low,p_high,p_n,p_unit
        '=cmd(),0.5,0.4,0.6,9,share
        <BLANKLINE>
    """
    flat = [dict(pair for key, value in row.items() for pair in _spread(key, value)) for row in rows]
    headings = list(dict.fromkeys(key for row in flat for key in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(harmless, headings))
    writer.writerows([harmless(row.get(key)) for key in headings] for row in flat)
    return out.getvalue()


def _spread(key: str, value: Any) -> list[tuple[str, Any]]:
    if is_estimate(value):
        return [(key if part == "value" else f"{key}_{part}", value[part]) for part in _PARTS if part in value]
    if isinstance(value, list | Mapping):
        return [(key, json.dumps(value, ensure_ascii=False))]
    return [(key, value)]


def harmless(cell: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.

    Example:
        >>> harmless("@SUM(A1)"), harmless(-3), harmless("a=b")
        ("'@SUM(A1)", -3, 'a=b')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell
