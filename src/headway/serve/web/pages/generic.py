"""The page that every question gets for free: its sentence, a drawing where one can be made, and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from headway.question import Question
from headway.serve.web import drawings, words
from headway.serve.web.charts import Plan
from headway.serve.web.page import Page, View
from headway.serve.web.tables import PARAMETERS, table_of

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit


_KINDS = {int: "number", float: "text", bool: "yes or no", date: "date"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form that asks a question differently; ``kind`` is an input's type, or ``yes or no``."""

    name: str
    label: str
    kind: str
    value: str


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """Any answer as a page."""
    answer = await desk.read(call)
    table = await desk.run(("table", call.key(), visit.pairs), lambda: table_of(answer["rows"], visit))
    context = {"answer": answer, "question": question, "table": table, "fields": fields_of(question, visit)}
    return View("generic.html", question.title, context)


def fields_of(question: Question, visit: Visit) -> list[Field]:
    """A form field for each option that the question takes, filled as the address says."""
    common = [Field("as_of", "As of", "date", visit.get("as_of"))]
    if question.groups:
        common.append(Field("by", "By columns", "text", visit.get("by")))
    if question.windows:
        common += [Field("start", "From", "date", visit.get("start")), Field("end", "To", "date", visit.get("end"))]
    if question.spans:
        common += [
            Field("start", "From A..B", "text", visit.get("start")),
            Field("end", "To C..D", "text", visit.get("end")),
        ]
    common.append(Field("where", "Where COLUMN=VALUE", "text", visit.get("where")))
    own = [Field(o.name, words.label(o.name), _KINDS.get(o.type, "text"), visit.get(o.name)) for o in question.options]
    return common + own


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
