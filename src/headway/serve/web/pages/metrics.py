"""Metrics: one metric group by group where groups are asked for, else all of them in a table with their traps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headway.question import Question
from headway.serve.web import drawings
from headway.serve.web.charts import Plan
from headway.serve.web.marks import is_estimate
from headway.serve.web.page import Page, Rows, View
from headway.serve.web.pages.generic import fields_of
from headway.serve.web.tables import PARAMETERS, table_of
from headway.serve.web.words import likely
from headway.units import show

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

_PANELS = 3


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """The sentence, the drawing and the table; figures of different units share no scale, so they are told in words."""
    answer = await desk.read(call)
    rows = [_shown(row, call.by) for row in answer["rows"]]
    context = {
        "answer": answer, "question": question, "table": table_of(rows, visit), "fields": fields_of(question, visit),
    }  # fmt: skip
    return View("generic.html", question.title, context)


def _shown(row: dict[str, Any], by: tuple[str, ...]) -> dict[str, Any]:
    figure = row["figure"]
    value, unit = figure["value"], figure.get("unit") or "count"
    between = likely(figure["low"], figure["high"], unit) if value is not None else figure["reason"]
    return {
        **{name: row.get(name) for name in by},
        "metric": row["title"],
        "figure": show(value, unit),
        "range": between,
        "n": figure.get("n"),
        "definition": row["definition"],
        "trap": row["trap"],
    }


def by_group(rows: Rows, by: tuple[str, ...]) -> tuple[Rows, dict[str, str]]:
    """(one row a group with a column for each metric that is known of two groups at least, the words above each)."""
    groups: dict[str, dict[str, Any]] = {}
    known: dict[str, int] = {}
    titles: dict[str, str] = {}
    for row in rows:
        name = " · ".join(str(row.get(column) or "none") for column in by)
        groups.setdefault(name, {"_": name})[row["metric"]] = row["figure"]
        titles[row["metric"]] = row["title"]
        known[row["metric"]] = known.get(row["metric"], 0) + (
            is_estimate(row["figure"]) and row["figure"]["value"] is not None
        )
    chosen = [metric for metric, count in known.items() if count > 1][:_PANELS]
    return list(groups.values()), {metric: titles[metric] for metric in chosen}


async def plan(desk: Answers, call: Call, question: Question) -> Plan | None:
    """The first metrics group by group; of the whole company those that are shares, on one scale."""
    every = (await desk.read(call))["rows"]
    shares = [{"_": row["title"], "share": row["figure"]} for row in every if row["figure"].get("unit") == "share"]
    rows, panels = by_group(every, call.by) if call.by else (shares, {"share": "Shares"})
    plan: Plan | None = await desk.run(("plan", call.key()), lambda: drawings.ranges(question.title, rows, "_", panels))
    return plan


PAGE = Page(view, PARAMETERS, plan)
