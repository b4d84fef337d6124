"""A heat map: cohorts from top to bottom, months of life from left to right, the darker the more is still there.

A figure in brackets rests on fewer than 20 customers, as a hollow dot does elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from headway.serve.web import words
from headway.serve.web.charts import Plan, Spec
from headway.serve.web.drawings import Rows, dressed
from headway.serve.web.marks import FEW
from headway.units import show

_CELL, _NARROW_CELL, _ROW = 42, 44, 26
_MOST_ROWS, _MOST_MONTHS = 24, 24
_STEPS = (1, 3, 6, 12, 18, 24, 36)  # months that a narrow page has room for
_FAINT, _FULL = 0.04, 0.5  # dark words stay readable on the darkest


def heat_map(title: str, rows: Rows, label: str, key: str) -> Plan | None:
    """One cell for each row's ``label`` and ``month``, shaded by the estimate ``key``; None for fewer than two."""
    cells = [_cell(row, label, key) for row in rows if (row.get(key) or {}).get("value") is not None]
    names = list(dict.fromkeys(cell["label"] for cell in cells))[-_MOST_ROWS:]
    cells = [cell for cell in cells if cell["label"] in names]
    if len(cells) < 2:
        return None
    wide = [cell for cell in cells if cell["month"] <= _MOST_MONTHS]
    narrow = [cell for cell in cells if cell["month"] in _STEPS[:5]]
    return Plan(title, _drawn(wide, _CELL), _drawn(narrow or wide[:1], _NARROW_CELL))


def _cell(row: Mapping[str, Any], label: str, key: str) -> dict[str, Any]:
    estimate = row[key]
    value, low, high = (float(estimate[name]) for name in ("value", "low", "high"))
    few = (row.get("matured") or 0) < FEW
    spoken = (
        f"{row[label]}, month {row['month']}: {show(value, 'share')}, {words.likely(low, high, 'share')}"
        f"{', of fewer than 20 customers' if few else ''}"
    )
    return {
        "label": str(row[label]),
        "month": int(row["month"]),
        "value": value,
        "text": f"({100 * value:.0f})" if few else f"{100 * value:.0f}",
        "spoken": spoken,
    }


def _drawn(cells: Sequence[Mapping[str, Any]], width: int) -> Spec:
    import altair as alt

    x = alt.X("month:O", axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, title="Month of life"))
    y = alt.Y("label:N", sort=None, axis=alt.Axis(ticks=False, domain=False, title=None, labelPadding=8))
    base = alt.Chart(alt.InlineData(values=cells)).encode(x=x, y=y)
    values = [cell["value"] for cell in cells]
    shade = alt.Opacity(
        "value:Q", scale=alt.Scale(domain=[min(values), max(values)], range=[_FAINT, _FULL]), legend=None
    )
    field = base.mark_rect(color="var(--blue)").encode(opacity=shade, description="spoken:N")
    text = base.mark_text(fontSize=12, color="var(--ink)").encode(text="text:N")
    count = len({cell["month"] for cell in cells})
    height = _ROW * len({cell["label"] for cell in cells})
    return dressed(alt.layer(field, text).properties(width=width * count, height=height))
