"""Draws what differs: how much each level goes with winning, with its range, beside its share of won and lost deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from headway.serve.web import words
from headway.serve.web.charts import Plan, Spec
from headway.serve.web.drawings import axis, dressed
from headway.serve.web.marks import FEW, MIDDLE
from headway.units import SHARE, show

if TYPE_CHECKING:
    import altair as alt

MOST = 16
DIFFERENCE = "difference"
_WIDE, _NARROW, _ROW = 430, 210, 28
_NAMES, _NARROW_NAMES = 330, 118
_ENDED = {"won": "var(--blue)", "lost": "var(--orange)"}

Rows = Sequence[Mapping[str, Any]]


def differences(title: str, rows: Rows, labels: Sequence[str]) -> Plan | None:
    """The first levels whose effect is known; None without any.

    Args:
        title: what the drawing shows, for those who hear it.
        rows: rows of the answer `wins`, in its order.
        labels: what each row is called.
    """
    known = [(row, label) for row, label in zip(rows, labels, strict=True) if row["effect"]["value"] is not None]
    points = [_point(row, label) for row, label in known[:MOST]]
    if not points:
        return None
    shares = [share for row, label in known[:MOST] for share in _shares(row, label)]
    return Plan(title, _drawn(points, shares, across=True), _drawn(points, shares, across=False))


def _point(row: Mapping[str, Any], label: str) -> dict[str, Any]:
    effect = row["effect"]
    value, low, high = (float(effect[end]) for end in ("value", "low", "high"))
    clear = row["verdict"] == DIFFERENCE
    tone = "var(--soft)" if not clear else "var(--blue)" if value > 0 else "var(--orange)"
    said = "" if clear else ", not clear"
    return {
        "label": label,
        "value": value,
        "low": low,
        "high": high,
        "m1": value - MIDDLE * (value - low),
        "m2": value + MIDDLE * (high - value),
        "tone": tone,
        "fill": tone if effect["n"] >= FEW else "var(--panel)",
        "spoken": f"{label}: {words.points(value)}, likely {words.points(low)} to {words.points(high)}{said}",
    }


def _shares(row: Mapping[str, Any], label: str) -> list[dict[str, Any]]:
    """The shares of won and of lost deals at a level, as two points of one line."""
    both = {ended: row[f"{ended}_share"] for ended in _ENDED}
    if None in both.values():
        return []
    ends = {"from": min(both.values()), "to": max(both.values())}
    return [
        {
            "label": label,
            "share": share,
            "tone": _ENDED[ended],
            "shape": "circle" if ended == "won" else "diamond",
            "spoken": f"{label}: {show(share, SHARE)} of {ended} deals",
            **ends,
        }
        for ended, share in both.items()
    ]


def _drawn(points: list[dict[str, Any]], shares: list[dict[str, Any]], *, across: bool) -> Spec:
    import altair as alt

    width = _WIDE if across else _NARROW
    charts = [_effects(points, width, across=across)]
    if shares:
        charts.append(_paired(shares, width, names=not across))
    joined = alt.hconcat(*charts, spacing=32) if across else alt.vconcat(*charts, spacing=24)
    return dressed(joined.resolve_scale(y="shared" if across else "independent"))


def _y(*, names: bool, across: bool) -> alt.Y:
    import altair as alt

    limit = _NAMES if across else _NARROW_NAMES
    drawn = alt.Axis(labels=names, labelLimit=limit, domain=False, ticks=False, title=None, labelPadding=8)
    return alt.Y("label:N", sort=None, axis=drawn)


def _effects(points: list[dict[str, Any]], width: int, *, across: bool) -> Any:
    import altair as alt

    y = _y(names=True, across=across)
    tone = alt.Color("tone:N", scale=None)
    base = alt.Chart(alt.InlineData(values=points))
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color="var(--soft)", strokeWidth=1)
    thin = base.mark_rule(strokeWidth=1.5, opacity=0.55)
    thick = base.mark_rule(strokeWidth=6, opacity=0.45, strokeCap="round")
    dot = base.mark_point(size=60, strokeWidth=2, opacity=1)
    x = alt.X("low:Q", scale=alt.Scale(zero=True, nice=True), axis=axis(SHARE, 5), title=None)
    return alt.layer(
        zero.encode(x="zero:Q"),
        thin.encode(y=y, x=x, x2="high:Q", color=tone),
        thick.encode(y=y, x="m1:Q", x2="m2:Q", color=tone),
        dot.encode(y=y, x="value:Q", stroke=tone, fill=alt.Fill("fill:N", scale=None), description="spoken:N"),
    ).properties(width=width, height=_ROW * _levels(points), title="Won more often (+) or less (−), deals alike")


def _paired(shares: list[dict[str, Any]], width: int, *, names: bool) -> Any:
    import altair as alt

    y = _y(names=names, across=not names)
    base = alt.Chart(alt.InlineData(values=shares))
    line = base.mark_rule(color="var(--line)", strokeWidth=2)
    dot = base.mark_point(size=60, opacity=1, filled=True)
    x = alt.X("from:Q", scale=alt.Scale(domainMin=0, nice=True), axis=axis(SHARE, 5), title=None)
    return alt.layer(
        line.encode(y=y, x=x, x2="to:Q"),
        dot.encode(
            y=y,
            x="share:Q",
            color=alt.Color("tone:N", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            description="spoken:N",
        ),
    ).properties(width=width, height=_ROW * _levels(shares), title="Share of won deals ● and of lost deals ◆ at it")


def _levels(points: list[dict[str, Any]]) -> int:
    return len({point["label"] for point in points})
