"""Retention: cohorts by months as a heat map, and the table with the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.question import Question
from headway.serve.web.charts import Plan
from headway.serve.web.heat import heat_map
from headway.serve.web.page import Page, View
from headway.serve.web.pages.generic import fields_of
from headway.serve.web.tables import PARAMETERS, table_of

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """The sentence, the heat map, and the months."""
    answer = await desk.read(call)
    table = await desk.run(("table", call.key(), visit.pairs), lambda: table_of(answer["rows"], visit))
    context = {"answer": answer, "question": question, "table": table, "fields": fields_of(question, visit)}
    return View("generic.html", question.title, context)


async def plan(desk: Answers, call: Call, question: Question) -> Plan | None:
    """What is still paid, gross; where there are orders alone, who bought again."""
    rows = (await desk.read(call))["rows"]
    named = [{**row, "_": " · ".join(str(row.get(name) or "none") for name in (*call.by, "cohort"))} for row in rows]
    money = any(row["gross"]["value"] is not None for row in rows)
    key, what = (
        ("gross", "share still paid, percent; in brackets: few customers")
        if money
        else ("logos", "share that bought again, percent")
    )
    plan: Plan | None = await desk.run(
        ("plan", call.key()), lambda: heat_map(f"{question.title}: {what}", named, "_", key)
    )
    return plan


PAGE = Page(view, PARAMETERS, plan)
