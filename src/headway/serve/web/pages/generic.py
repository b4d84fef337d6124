"""The page that every question gets for free: its sentence, a drawing where one can be made, and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.question import Question
from headway.serve.web import drawings
from headway.serve.web.charts import Plan
from headway.serve.web.page import Page, View
from headway.serve.web.tables import PARAMETERS, table_of

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """Any answer as a page."""
    answer = await desk.read(call)
    table = await desk.run(("table", call.key(), visit.pairs), lambda: table_of(answer["rows"], visit))
    context = {"answer": answer, "question": question, "table": table}
    return View("generic.html", question.title, context, drawn=await plan(desk, call, question) is not None)


async def plan(desk: Answers, call: Call, question: Question) -> Plan | None:
    """The rows' first estimates as ranges, where the rows have names."""
    rows = (await desk.read(call))["rows"]
    label = drawings.label_of(rows)
    if not label:
        return None
    plan: Plan | None = await desk.run(
        ("plan", call.key()), lambda: drawings.ranges(question.title, rows, label, drawings.panel_words(rows))
    )
    return plan


PAGE = Page(view, PARAMETERS, plan)
