"""What changed: the way from one figure to the other as bars, and the levers with their ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from headway.question import Question
from headway.serve.api import Call
from headway.serve.web import words
from headway.serve.web.charts import Plan
from headway.serve.web.page import Page, View
from headway.serve.web.pages.velocity import GROUPS
from headway.serve.web.tables import PARAMETERS, table_of
from headway.serve.web.waterfall import waterfall
from headway.units import show

if TYPE_CHECKING:
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

LEVERS = {
    "arrivals": "New deals",
    "open_deals": "Open deals",
    "mix": "Mix",
    "win_rate": "Win rate",
    "size": "Size of a win",
    "cycle": "Cycle",
    "margin": "Margin",
    "retained": "Retained",
    "total": "Together",
}
_COMPARED = 2  # the first notes name the two sides


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """The sentence, the bars, and the table with the same figures."""
    answer = await desk.read(call)
    by = ",".join(call.by)
    context = {
        "answer": answer,
        "table": table_of([_row(row, call) for row in answer["rows"]], visit),
        "groups": GROUPS if by in GROUPS else {**GROUPS, by: words.label(by)},
        "by": by,
        "form": visit.get("form", "rate"),
        "asked": {name: visit.get(name) for name in ("start", "end", "against")},
        "where": [value for name, value in visit.pairs if name == "where"],
    }
    return View("change.html", question.title, context)


def _row(row: Mapping[str, Any], call: Call) -> dict[str, Any]:
    """A row of the table: levers in words, and the two sides as text, since each lever has its own unit."""
    keys = {column: "all" if row["of"] == "company" else row[column] for column in call.by}
    sides = {side: _text(row.get(side)) for side in ("before", "after")}
    return {**keys, "lever": LEVERS[row["lever"]], "contribution": row["contribution"], **sides}


def _text(estimate: Mapping[str, Any] | None) -> str:
    return "" if not estimate else show(estimate["value"], estimate.get("unit") or "count")


async def plan(desk: Answers, call: Call, question: Question) -> Plan | None:
    """The bars from the one figure to the other, of the whole company."""
    answer = await desk.read(call)
    rows = [row for row in answer["rows"] if row["of"] == "company"]
    if not rows:
        return None
    total = rows[-1]
    names = tuple(note.partition(": ")[0] for note in answer["notes"][:_COMPARED])
    steps = [(LEVERS[row["lever"]], row["contribution"]) for row in rows[:-1]]
    drawn: Plan = await desk.run(
        ("plan", call.key()),
        lambda: waterfall(question.title, total["before"], steps, total["after"], (names[0], names[1])),
    )
    return drawn


PAGE = Page(view, PARAMETERS, plan)
