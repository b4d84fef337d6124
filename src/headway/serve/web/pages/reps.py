"""Sellers: each one's rate at the team's mix of deals with its range, the rate as it is beside it, and the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from headway.question import Question
from headway.serve.web import drawings
from headway.serve.web.charts import Plan
from headway.serve.web.page import Page, Rows, View
from headway.serve.web.pages.generic import fields_of
from headway.serve.web.tables import PARAMETERS, table_of

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

PANELS = {
    "win_rate_shrunk": "Win rate, same deals, shrunken",
    "win_rate": "Win rate as it is",
    "attainment": "Quota attainment",
}
_SHOWN = (
    "verdict", "win_rate_shrunk", "win_rate", "closed", "p_below_team", "mix_share", "attainment", "missed_in_a_row",
    "meetings",
)  # fmt: skip


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """The sentence, the drawing and the sellers, those that differ first."""
    answer = await desk.read(call)
    rows = [_shown(row, call.by) for row in answer["rows"]]
    context = {
        "answer": answer, "question": question, "table": table_of(rows, visit), "fields": fields_of(question, visit),
    }  # fmt: skip
    return View("generic.html", question.title, context)


def _shown(row: Mapping[str, Any], by: tuple[str, ...]) -> dict[str, Any]:
    """A row as the table shows it: a seller by name."""
    seller = row.get("name") or row.get("rep_id")
    return {**{name: row.get(name) for name in by}, "rep_id": seller, **{name: row.get(name) for name in _SHOWN}}


def _labelled(rows: Rows, by: tuple[str, ...]) -> Rows:
    """Rows with the words beside their marks."""
    return [
        {
            **row,
            "_": " · ".join(str(row.get(name) or "none") for name in (*by, "name" if row.get("name") else "rep_id")),
        }
        for row in rows
    ]


async def plan(desk: Answers, call: Call, question: Question) -> Plan | None:
    """Sellers side by side."""
    rows = (await desk.read(call))["rows"]
    plan: Plan | None = await desk.run(
        ("plan", call.key()), lambda: drawings.ranges(question.title, _labelled(rows, call.by), "_", PANELS)
    )
    return plan


PAGE = Page(view, PARAMETERS, plan)
