"""Rows as CSV that a spreadsheet opens safely: one column a figure, and no cell that could be a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

PARTS = ("value", "low", "high", "n", "unit", "reason")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """All rows with one heading; an estimate ``win_rate`` becomes ``win_rate.value``, ``win_rate.low`` and so on.

    Example:
        >>> print(csv_text([{"name": "=1+1", "won": {"value": 0.5, "low": 0.4, "high": 0.6, "n": 8, "unit": "share"}}]))
        name,won.value,won.low,won.high,won.n,won.unit,won.reason
        '=1+1,0.5,0.4,0.6,8,share,
        <BLANKLINE>
    """
    estimates = {name for row in rows for name, value in row.items() if is_estimate(value)}
    flat = [dict(_flat(row)) for row in rows]
    headings = [name for name in dict.fromkeys(name for row in flat for name in row) if name not in estimates]
    if not headings:
        return ""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([cell(name) for name in headings])
    writer.writerows([cell(row.get(name)) for name in headings] for row in flat)
    return text.getvalue()


def is_estimate(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Whether a JSON value is the contract's ``E``."""
    return isinstance(value, Mapping) and "value" in value and ("reason" in value or "unit" in value)


def cell(value: Any) -> Any:
    """What stands in a cell; text that a spreadsheet would take for a formula gets an apostrophe.

    Example:
        >>> cell("@SUM(A1)"), cell("-12.5"), cell(-12.5), cell(None), cell(["a"])
        ("'@SUM(A1)", '-12.5', -12.5, '', '["a"]')
    """
    if value is None:
        return ""
    if isinstance(value, list | Mapping):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA) and not _is_number(value):
        return "'" + value
    return value


def _flat(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if is_estimate(value):
            yield from ((f"{name}.{part}", value.get(part)) for part in PARTS)
        else:
            yield name, value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text == text.strip()
