"""The page that every question gets for free: its sentence, a drawing where one can be made, and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.question import Question
from headway.serve.web.page import Page, View
from headway.serve.web.tables import PARAMETERS, table_of

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """Any answer as a page."""
    answer = await desk.read(call)
    context = {"answer": answer, "question": question, "table": table_of(answer["rows"], visit), "here": visit}
    return View("generic.html", question.title, context)


PAGE = Page(view, PARAMETERS)
