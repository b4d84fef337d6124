"""The drawing of a change: from what was to what is, a bar for each lever that moved it, each with its range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from headway.serve.web import words
from headway.serve.web.charts import Plan, Spec
from headway.serve.web.drawings import axis, dressed
from headway.units import show

_WIDE, _NARROW, _HEIGHT, _ROW = 1060, 300, 260, 40
Step = tuple[str, Mapping[str, Any]]


def waterfall(
    title: str, before: Mapping[str, Any], steps: Sequence[Step], after: Mapping[str, Any], names: tuple[str, str]
) -> Plan:
    """Bars that lead from one figure to another.

    Args:
        title: what the drawing shows, for those who hear it.
        before, after: estimates of the two ends; ``names`` stand under them.
        steps: the words for each lever with its contribution, in order.
    """
    points = _points(before, steps, after, names)
    unit = str(before["unit"])
    return Plan(title=title, wide=_drawn(points, unit, across=True), narrow=_drawn(points, unit, across=False))


def _points(
    before: Mapping[str, Any], steps: Sequence[Step], after: Mapping[str, Any], names: tuple[str, str]
) -> list[dict[str, Any]]:
    level = float(before["value"])
    points = [_end(names[0], before)]
    for name, moved in steps:
        points.append(_step(name, level, moved))
        level += float(moved["value"])
    return [*points, _end(names[1], after)]


def _end(name: str, figure: Mapping[str, Any]) -> dict[str, Any]:
    unit, (value, low, high) = str(figure["unit"]), (float(figure[key]) for key in ("value", "low", "high"))
    spoken = f"{name}: {show(value, unit)}, {words.likely(low, high, unit)}"
    return {
        "label": name,
        "from": 0.0,
        "to": value,
        "low": low,
        "high": high,
        "text": show(value, unit),
        "fill": "var(--soft)",
        "solid": 0.55,
        "spoken": spoken,
    }


def _step(name: str, level: float, moved: Mapping[str, Any]) -> dict[str, Any]:
    """A bar from where the last one ended; pale where its range reaches over zero."""
    unit, (value, low, high) = str(moved["unit"]), (float(moved[key]) for key in ("value", "low", "high"))
    clear = low > 0 or high < 0
    spoken = f"{name}: {words.signed(value, unit)}, {words.likely(low, high, unit)}{'' if clear else ', not clear yet'}"
    return {
        "label": name,
        "from": level,
        "to": level + value,
        "low": level + low,
        "high": level + high,
        "text": words.signed(value, unit).removesuffix(" a day"),
        "fill": "var(--blue)" if value >= 0 else "var(--orange)",
        "solid": 0.85 if clear else 0.3,
        "spoken": spoken,
    }


def _drawn(points: list[dict[str, Any]], unit: str, *, across: bool) -> Spec:
    import altair as alt

    base = alt.Chart(alt.InlineData(values=points))
    place: Any
    at: Any
    end: Any
    labels = alt.Axis(labelAngle=0, ticks=False, domain=False, title=None, labelPadding=8, labelLimit=150)
    value = axis(unit)
    if across:
        place, at, end = alt.X("label:N", sort=None, axis=labels), alt.Y, alt.Y2
    else:
        place, at, end = alt.Y("label:N", sort=None, axis=labels), alt.X, alt.X2
    along, other, name = ("y", "y2", "x") if across else ("x", "x2", "y")
    scale = alt.Scale(zero=True, nice=True)

    def spans(first: str, last: str) -> dict[str, Any]:
        return {name: place, along: at(f"{first}:Q", scale=scale, axis=value, title=None), other: end(f"{last}:Q")}

    bars = base.mark_bar(size=44 if across else 18).encode(
        **spans("from", "to"),
        fill=alt.Fill("fill:N", scale=None),
        fillOpacity=alt.FillOpacity("solid:Q", scale=None),
        description="spoken:N",
    )
    ranges = base.mark_rule(color="var(--ink)", strokeWidth=1.5).encode(**spans("low", "high"))
    size: dict[str, Any] = (
        {"width": _WIDE, "height": _HEIGHT} if across else {"width": _NARROW - 110, "height": _ROW * len(points)}
    )
    return dressed(alt.layer(bars, ranges).properties(**size))
