"""Draws a process: stages in their order, as wide as deals come and as dark as they stay; and won against lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from headway.serve.web.charts import Plan, Spec
from headway.serve.web.drawings import dressed
from headway.units import DAYS, show

MOST_STAGES, MOST_HISTOGRAMS = 10, 4
_WIDE, _NARROW, _HIGH, _STEP = 1080, 310, 190, 92
_LETTERS, _BLOCK = 16, 0.62
_LIGHTEST, _DARKEST = 0.15, 0.9
_WON, _LOST = "var(--blue)", "var(--orange)"
_WORDS = (("name", "var(--ink)", 600, 0), ("stay", "var(--ink)", 400, 18), ("deals", "var(--soft)", 400, 36))

Rows = Sequence[Mapping[str, Any]]


def process_map(title: str, rows: Rows) -> Plan | None:
    """The map, and below it how long deals were in the costliest stages: those won upwards, those lost downwards.

    Args:
        rows: stages of one group, the costliest first, as ``bottlenecks`` gives them.
    """
    drawn = [row for row in rows if row.get("entered") and row.get("place") is not None]
    many = sorted(sorted(drawn, key=lambda row: -row["entered"])[:MOST_STAGES], key=lambda row: row["place"])
    if not many:
        return None
    blocks = _blocks(many)
    told = [row for row in drawn if row.get("times")][:MOST_HISTOGRAMS]
    wide = [_histogram(row, _WIDE // max(len(told), 2) - 64) for row in told]
    narrow = [_histogram(row, _NARROW - 70) for row in told]
    return Plan(title, _joined(_across(blocks), wide, across=True), _joined(_down(blocks), narrow, across=False))


def _blocks(rows: Rows) -> list[dict[str, Any]]:
    """Where each stage stands, half of it on either side of the middle, and what is said of it."""
    most, longest = max(row["entered"] for row in rows), max(_days(row) or 0.0 for row in rows)
    blocks = []
    for place, row in enumerate(rows):
        days, half, deals = _days(row), row["entered"] / most / 2, f"{row['entered']:,} deals"
        stay = "not known" if days is None else show(days, DAYS)
        share = days / longest if days and longest else 0.0
        lost = f"{row.get('lost') or 0:.0%} are lost"
        block = {"from": place, "to": place + _BLOCK, "high": half, "low": -half}
        block |= {"dark": _LIGHTEST + (_DARKEST - _LIGHTEST) * share, "name": _short(str(row["stage"]))}
        spoken = f"{row['stage']}: {deals} came, half stay longer than {stay}, {lost}"
        blocks.append(block | {"stay": stay, "deals": deals, "spoken": spoken})
    return blocks


def _days(row: Mapping[str, Any]) -> float | None:
    value = (row.get("days") or {}).get("value")
    return None if value is None else float(value)


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1] + "…"


def _flows(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bands between the blocks, two corners a side."""
    found = []
    for number, (block, after) in enumerate(pairwise(blocks)):
        found.append({"flow": number, "at": block["to"], "high": block["high"], "low": block["low"]})
        found.append({"flow": number, "at": after["from"], "high": after["high"], "low": after["low"]})
    return found


def _chart(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Chart(alt.InlineData(values=values))


def _dark() -> Any:
    import altair as alt

    return alt.FillOpacity("dark:Q", scale=None, legend=None)


def _across(blocks: list[dict[str, Any]]) -> Any:
    """Left to right, for a wide page: the words stand below."""
    import altair as alt

    def x(key: str) -> Any:
        return alt.X(f"{key}:Q", scale=alt.Scale(domain=[0, len(blocks) - 0.3], nice=False), axis=None)

    y = alt.Y("low:Q", scale=alt.Scale(domain=[-0.5, 0.5], nice=False), axis=None)
    base = _chart(blocks)
    box = base.mark_rect(fill="var(--blue)", stroke="var(--blue)", strokeWidth=1).encode(
        x=x("from"), x2="to:Q", y=y, y2="high:Q", fillOpacity=_dark(), description="spoken:N"
    )
    flows = _chart(_flows(blocks)).mark_area(color="var(--line)", opacity=0.9)
    band = flows.encode(x=x("at"), y=y, y2="high:Q", detail="flow:N")
    words = [
        _word(base, colour, weight, down + 8).encode(x=x("from"), y=alt.value(_HIGH), text=f"{key}:N")
        for key, colour, weight, down in _WORDS
    ]
    return alt.layer(band, box, *words).properties(width=_WIDE, height=_HIGH)


def _down(blocks: list[dict[str, Any]]) -> Any:
    """Top to bottom, for a narrow page: the words stand to the right."""
    import altair as alt

    y = alt.Y("from:Q", scale=alt.Scale(domain=[len(blocks) - 0.3, 0], nice=False), axis=None)
    x = alt.X("low:Q", scale=alt.Scale(domain=[-0.5, 1.62], nice=False), axis=None)
    base = _chart(blocks)
    box = base.mark_rect(fill="var(--blue)", stroke="var(--blue)", strokeWidth=1).encode(
        x=x, x2="high:Q", y=y, y2="to:Q", fillOpacity=_dark(), description="spoken:N"
    )
    words = [
        _word(base, colour, weight, down + 4).encode(y=y, x=alt.value(_NARROW // 2), text=f"{key}:N")
        for key, colour, weight, down in _WORDS
    ]
    return alt.layer(box, *words).properties(width=_NARROW, height=_STEP * len(blocks))


def _word(base: Any, colour: str, weight: int, down: int) -> Any:
    return base.mark_text(align="left", baseline="top", color=colour, fontSize=12, fontWeight=weight, dy=down)


def _histogram(row: Mapping[str, Any], width: int) -> Any:
    """Days that deals spent in one stage: those won upwards, those lost downwards."""
    import altair as alt

    points = _bars(row)
    most = max(1, *(abs(point["deals"]) for point in points))
    counts = alt.Axis(labelExpr="format(abs(datum.value), '~s')", tickCount=3, title=None, domain=False, ticks=False)
    days = alt.Axis(tickCount=4, title="Days in the stage", domain=False, ticks=False, grid=False)
    bars = _chart(points).mark_rect()
    bars = bars.encode(
        x=alt.X("from:Q", axis=days, scale=alt.Scale(nice=False)),
        x2="to:Q",
        y=alt.Y("zero:Q", axis=counts, scale=alt.Scale(domain=[-most, most])),
        y2="deals:Q",
        fill=alt.Fill("colour:N", scale=None),
        description="spoken:N",
    )
    ends = (("won", _WON, "top", 4), ("lost", _LOST, "bottom", 126))
    names = [
        _chart([{"text": text}])
        .mark_text(align="right", baseline=base, color=colour, fontSize=12)
        .encode(x=alt.value(width), y=alt.value(at), text="text:N")
        for text, colour, base, at in ends
    ]
    return alt.layer(bars, *names).properties(width=width, height=130, title=str(row["stage"]))


def _bars(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    bins = row["times"]
    step = bins[1]["from_days"] - bins[0]["from_days"] if len(bins) > 1 else 1
    points = []
    for number, one in enumerate(bins):
        start = one["from_days"]
        span = f"{start} days and more" if number == len(bins) - 1 else f"{start} to {start + step} days"
        for kind, sign, colour in (("won", 1, _WON), ("lost", -1, _LOST)):
            bar = {"from": start, "to": start + 0.9 * step, "zero": 0, "deals": sign * one[kind], "colour": colour}
            points.append(bar | {"spoken": f"{row['stage']}, {span}: {one[kind]:,} {kind}"})
    return points


def _joined(drawn: Any, histograms: list[Any], *, across: bool) -> Spec:
    import altair as alt

    parts = [drawn]
    if histograms:
        parts.append(alt.hconcat(*histograms, spacing=24) if across else alt.vconcat(*histograms, spacing=24))
    return dressed(alt.vconcat(*parts, spacing=72 if across else 28).resolve_scale(x="independent", y="independent"))
