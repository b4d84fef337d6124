"""The two drawings that any estimates can have: ranges by group, side by side, and lines over time with their bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from headway.serve.web import words
from headway.serve.web.charts import Plan, Spec
from headway.serve.web.marks import FEW, MIDDLE, is_estimate
from headway.units import show

if TYPE_CHECKING:
    import altair as alt

MOST_GROUPS = 24
_WIDE, _NARROW, _ROW = 1110, 330, 26
_LABELS, _LETTER = 180, 8
_FONT = "Inter, system-ui, sans-serif"
# One rule a unit, as Vega writes it, so that axes read like the page: 31%, $4k, 12.
_FORMATS = {"share": "%", "days": "~s", "count": "~s", "months": "~s", "minutes": "~s", "per_day": "~g"}

# d3 writes zero with the letter of its neighbours ($0k).
_ZERO = "datum.value === 0 ? '0' : datum.label"

Rows = Sequence[Mapping[str, Any]]


def ranges(title: str, rows: Rows, label: str, keys: Mapping[str, str]) -> Plan | None:
    """Dot and range of each group for every key that has figures; None when there is nothing to compare.

    Args:
        title: what the drawing shows, for those who hear it.
        rows: an answer's rows.
        label: the column that names a group.
        keys: estimate columns and the words above their panels.
    """
    shown = rows[:MOST_GROUPS]
    panels = {key: text for key, text in keys.items() if any(_value(row.get(key)) is not None for row in shown)}
    if len(shown) < 2 or not panels:
        return None
    points = {key: [_point(str(row.get(label)), row[key]) for row in shown if _known(row, key)] for key in panels}
    names = min(_LABELS, _LETTER * max(len(str(row.get(label))) for row in shown) + 16)
    return Plan(
        title=title,
        wide=_ranges(points, panels, (_WIDE - names) // len(panels) - 24, across=True),
        narrow=_ranges(points, panels, _NARROW - min(names, 110), across=False),
    )


def trend(title: str, rows: Rows, keys: Mapping[str, str]) -> Plan | None:
    """A line over the rows' ``period`` with its 80% band, one panel for each key that has figures in two periods."""
    counts = {key: sum(_known(row, key) for row in rows) for key in keys}
    panels = {key: text for key, text in keys.items() if counts[key] > 1}
    if not panels:
        return None
    points = {key: [_point(row["period"], row[key]) for row in rows if _known(row, key)] for key in panels}
    return Plan(
        title=title,
        wide=_lines(points, panels, _WIDE // min(3, len(panels)) - 64, columns=3),
        narrow=_lines(points, panels, _NARROW - 40, columns=1),
        rows=[{"period": row["period"], **{key: row.get(key) for key in panels}} for row in rows],
    )


def reliability(title: str, bins: Mapping[str, Sequence[Mapping[str, float]]]) -> Plan | None:
    """Said odds against what happened, a panel for each name; the line is where they agree."""
    if not bins:
        return None
    return Plan(
        title=title,
        wide=_agreements(bins, 300),
        narrow=_agreements(bins, _NARROW - 60),
        rows=[{"predictor": name, **one} for name, found in bins.items() for one in found],
    )


def label_of(rows: Rows) -> str:
    """The column that names the rows: the first one of distinct texts; empty when there is none."""
    for key in rows[0] if rows else ():
        texts = [row.get(key) for row in rows]
        if all(isinstance(text, str) and text for text in texts) and len(set(texts)) == len(texts):
            return key
    return ""


def _known(row: Mapping[str, Any], key: str) -> bool:
    return _value(row.get(key)) is not None


def _value(cell: Any) -> float | None:
    return cell["value"] if is_estimate(cell) else None


def _point(label: str, estimate: Mapping[str, Any]) -> dict[str, Any]:
    value, unit = float(estimate["value"]), estimate.get("unit") or "count"
    low = value if estimate.get("low") is None else float(estimate["low"])
    high = value if estimate.get("high") is None else float(estimate["high"])
    spoken = f"{label}: {show(value, unit)}, {words.likely(low, high, unit)}"
    middle = {"m1": value - MIDDLE * (value - low), "m2": value + MIDDLE * (high - value)}
    fill = "var(--panel)" if (estimate.get("n") or 0) < FEW else "var(--blue)"
    return {
        "label": label,
        "value": value,
        "low": low,
        "high": high,
        **middle,
        "spoken": spoken,
        "fill": fill,
        "unit": unit,
    }


def _ranges(points: Mapping[str, list[dict[str, Any]]], panels: Mapping[str, str], width: int, *, across: bool) -> Spec:
    import altair as alt

    charts = [
        _range_panel(points[key], text, width, names=not across or place == 0)
        for place, (key, text) in enumerate(panels.items())
    ]
    joined = alt.hconcat(*charts, spacing=24) if across else alt.vconcat(*charts, spacing=24)
    return dressed(joined.resolve_scale(y="shared" if across else "independent"))


def _range_panel(points: list[dict[str, Any]], text: str, width: int, *, names: bool) -> Any:
    import altair as alt

    axis = alt.Axis(labels=names, labelLimit=_LABELS, domain=False, ticks=False, title=None, labelPadding=8)
    y = alt.Y("label:N", sort=None, axis=axis)
    x = _axis_x(points)
    base = alt.Chart(alt.InlineData(values=points))
    thin = base.mark_rule(color="var(--blue)", strokeWidth=1.5, opacity=0.55).encode(y=y, x=x, x2="high:Q")
    thick = base.mark_rule(color="var(--blue)", strokeWidth=6, opacity=0.45, strokeCap="round")
    dot = base.mark_point(size=60, stroke="var(--blue)", strokeWidth=2, opacity=1)
    return alt.layer(
        thin,
        thick.encode(y=y, x="m1:Q", x2="m2:Q"),
        dot.encode(y=y, x="value:Q", fill=alt.Fill("fill:N", scale=None), description="spoken:N"),
    ).properties(width=width, height=_ROW * len({point["label"] for point in points}), title=text)


def _axis_x(points: list[dict[str, Any]]) -> alt.X:
    import altair as alt

    return alt.X("low:Q", scale=alt.Scale(zero=False, nice=True), axis=_axis(points, count=3), title=None)


def _axis(points: list[dict[str, Any]], count: int) -> alt.Axis:
    return axis(points[0]["unit"], count)


def axis(unit: str, count: int = 4) -> alt.Axis:
    """An axis that reads like the page: 31%, $4k, 12."""
    import altair as alt

    money = "$~s" if unit.startswith("USD") else "~s"
    return alt.Axis(
        tickCount=count,
        format=_FORMATS.get(unit, money),
        labelExpr=_ZERO,
        labelFlush=False,
        domain=False,
        ticks=False,
        title=None,
    )


def _lines(points: Mapping[str, list[dict[str, Any]]], panels: Mapping[str, str], width: int, *, columns: int) -> Spec:
    import altair as alt

    charts = [_line_panel(points[key], text, width) for key, text in panels.items()]
    return dressed(alt.concat(*charts, columns=columns, spacing=32).resolve_scale(y="independent"))


def _line_panel(points: list[dict[str, Any]], text: str, width: int) -> Any:
    import altair as alt

    x = alt.X("label:O", sort=None, axis=alt.Axis(labelAngle=0, ticks=False, title=None, labelPadding=6))
    y = alt.Y("low:Q", scale=alt.Scale(zero=False, nice=True), axis=_axis(points, count=3), title=None)
    base = alt.Chart(alt.InlineData(values=points)).encode(x=x)
    return alt.layer(
        base.mark_area(color="var(--blue)", opacity=0.14).encode(y=y, y2="high:Q"),
        base.mark_line(color="var(--blue)", strokeWidth=2).encode(y="value:Q"),
        base.mark_point(size=50, stroke="var(--blue)", strokeWidth=2, opacity=1).encode(
            y="value:Q", fill=alt.Fill("fill:N", scale=None), description="spoken:N"
        ),
    ).properties(width=width, height=150, title=text)


def _agreements(bins: Mapping[str, Sequence[Mapping[str, float]]], width: int) -> Spec:
    import altair as alt

    charts = [_agreement(found, name, width) for name, found in bins.items()]
    return dressed(alt.concat(*charts, columns=3 if width == 300 else 1, spacing=32))


def _agreement(found: Sequence[Mapping[str, float]], name: str, width: int) -> Any:
    import altair as alt

    points = [
        {**one, "spoken": f"said {show(one['p'], 'share')}, happened {show(one['observed'], 'share')}"} for one in found
    ]
    ends = alt.InlineData(values=[{"p": 0, "observed": 0}, {"p": 1, "observed": 1}])
    scale, axis = alt.Scale(domain=[0, 1]), alt.Axis(format="%", tickCount=5, domain=False, ticks=False)
    x = alt.X("p:Q", scale=scale, axis=axis, title="Said")
    y = alt.Y("observed:Q", scale=scale, axis=axis, title="Happened")
    agree = alt.Chart(ends).mark_line(color="var(--soft)", strokeDash=[3, 3], strokeWidth=1).encode(x=x, y=y)
    dots = alt.Chart(alt.InlineData(values=points)).mark_point(
        size=60, stroke="var(--blue)", fill="var(--blue)", opacity=1
    )
    return alt.layer(agree, dots.encode(x=x, y=y, description="spoken:N")).properties(
        width=width, height=width, title=name
    )


def dressed(chart: Any) -> Spec:
    """A chart's specification in the page's font and colours."""
    quiet = {
        "labelColor": "var(--soft)",
        "labelFontSize": 12,
        "titleColor": "var(--soft)",
        "titleFontWeight": 400,
        "labelOverlap": "greedy",
        "gridColor": "var(--line)",
        "domainColor": "var(--line)",
    }
    spec: Spec = (
        chart.configure(font=_FONT, background="transparent", padding={"left": 16, "right": 12, "top": 4, "bottom": 4})
        .configure_view(stroke=None)
        .configure_axis(**quiet)
        .configure_title(color="var(--ink)", fontSize=13, fontWeight=600, anchor="start", frame="group", offset=10)
        .to_dict()
    )
    return spec


def panel_words(rows: Rows) -> dict[str, str]:
    """Every column of estimates with its heading, the first three of them."""
    keys = [key for key, cell in (rows[0] if rows else {}).items() if is_estimate(cell)]
    return {key: words.label(key) for key in keys[:3]}
