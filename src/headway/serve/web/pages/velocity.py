"""Velocity: money per day as its factors, each with its range; over time, or group by group."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from headway.calendar import Calendar, Period
from headway.question import Question
from headway.serve.api import Call
from headway.serve.web import drawings, words
from headway.serve.web.charts import Plan
from headway.serve.web.marks import Scale, mark
from headway.serve.web.page import Page, Rows, View
from headway.serve.web.tables import PARAMETERS, table_of

if TYPE_CHECKING:
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

FACTORS = {
    "deals": "New deals a day",
    "win_rate": "Win rate",
    "size": "Size of a win",
    "margin": "Margin",
    "retained": "Retained",
}
PRODUCTS = {"velocity": "Velocity", "durable_velocity": "Durable velocity"}
TREND = {
    "velocity": "Velocity, money a day",
    "durable_velocity": "Durable velocity, money a day",
    "deals": FACTORS["deals"],
    "win_rate": FACTORS["win_rate"],
    "size": FACTORS["size"],
    "cycle_days": "Days to close",
}
SIDE_BY_SIDE = {
    "velocity": "Velocity a day",
    "durable_velocity": "Durable a day",
    "win_rate": FACTORS["win_rate"],
    "size": FACTORS["size"],
    "cycle_days": "Days to close",
}
GROUPS = {
    "": "Whole company",
    "segment": "Segment",
    "rep_id": "Seller",
    "team": "Team",
    "kind": "Kind of deal",
    "source": "Lead source",
    "industry": "Industry",
    "country": "Country",
}
QUARTERS = 6
_YEARS = 3 * 365
_TODAY = "next"


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """The sentence, the product of factors or the groups, and the table with the same figures."""
    answer = await desk.read(call)
    rows = await named(desk, call, answer["rows"])
    whole = rows[0] if len(rows) == 1 and not call.by else None
    by = ",".join(call.by)
    context = {
        "answer": answer,
        "factors": product(whole) if whole else [],
        "cycle": _plain(whole, "cycle_days") if whole else None,
        "closed": _plain(whole, "closed_win_rate") if whole else None,
        "table": table_of(rows, visit),
        "groups": GROUPS if by in GROUPS else {**GROUPS, by: words.label(by)},
        "by": by,
        "period": {name: visit.get(name) for name in ("start", "end")},
    }
    # Its plan reads six quarters: the frame does not wait for them.
    return View("velocity.html", question.title, context, drawn=bool(rows) and (whole is not None or len(rows) > 1))


async def named(desk: Answers, call: Call, rows: Rows) -> Rows:
    """Groups of sellers under their names, as far as Today knows them."""
    if "rep_id" not in call.by or _TODAY not in desk.questions:
        return rows
    today = await desk.read(Call(_TODAY))
    names = {row.get("rep_id"): row.get("rep_name") for row in today["rows"]}
    return [{**row, "rep_id": names.get(row.get("rep_id")) or row.get("rep_id")} for row in rows]


def product(row: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """The two equations: the factors that make velocity, and those that make it durable."""
    named = FACTORS | PRODUCTS
    return [
        [
            {"sign": sign, "name": named[key], "mark": _plain(row, key), "product": key in PRODUCTS}
            for key, sign in terms
            if row.get(key)
        ]
        for terms in _EQUATIONS
    ]


_EQUATIONS = (
    (("deals", ""), ("win_rate", "×"), ("size", "×"), ("velocity", "=")),
    (("margin", "×"), ("retained", "×"), ("durable_velocity", "=")),
)


def _plain(row: Mapping[str, Any], key: str) -> Any:
    estimate = row.get(key) or {"value": None, "reason": "not known"}
    if estimate.get("value") is None:
        return mark(estimate, Scale(0, 1))
    low, high = (float(estimate[k] if estimate.get(k) is not None else estimate["value"]) for k in ("low", "high"))
    room = (high - low) * 0.35 or abs(high) or 1.0
    return mark(estimate, Scale(low - room, high + room))


async def plan(desk: Answers, call: Call, question: Question) -> Plan | None:
    """Group by group where groups are asked for, else the last complete quarters one after the other."""
    if call.by:
        rows = await named(desk, call, (await desk.read(call))["rows"])
        groups = [{**row, "_": " · ".join(str(row.get(key) or "none") for key in call.by)} for row in rows]
        plan: Plan | None = await desk.run(
            ("plan", call.key()), lambda: drawings.ranges(f"{question.title} by group", groups, "_", SIDE_BY_SIDE)
        )
        return plan
    answer = await desk.read(call)
    status = await desk.status()
    end = call.end if isinstance(call.end, date) else date.max
    spans = quarters(status.fiscal, min(end, grown_up_by(answer)), QUARTERS)
    calls = [replace(call, start=span.start, end=span.end) for span in spans]
    answers = await asyncio.gather(*(desk.read(one) for one in calls))
    rows = [{"period": span.label, **a["rows"][0]} for span, a in zip(spans, answers, strict=True) if a["rows"]]
    over: Plan | None = await desk.run(
        ("plan", call.key()), lambda: drawings.trend(f"{question.title} by quarter", rows, TREND)
    )
    return over


def grown_up_by(answer: Mapping[str, Any]) -> date:
    """The day by which deals must have begun to have had a usual cycle's time by now; younger quarters say little."""
    cycle = (answer["rows"][0].get("cycle_days") or {}).get("value") if answer["rows"] else None
    return date.fromisoformat(answer["as_of"]) - timedelta(days=min(round(cycle or 0), _YEARS))


def quarters(counted: Calendar, last: date, count: int) -> list[Period]:
    """The last complete quarters of the company that end by ``last``, oldest first.

    Example:
        >>> [quarter.label for quarter in quarters(Calendar(), date(2026, 3, 2), 2)]
        ['2025-Q3', '2025-Q4']
    """
    first = date(max(last.year - count, 2), 1, 1)
    ended = [period for period in counted.periods("quarter", first, last) if period.end <= last]
    return ended[-count:]


PAGE = Page(view, PARAMETERS, plan)
