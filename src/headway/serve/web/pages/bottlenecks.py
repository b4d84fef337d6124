"""Bottlenecks: the process from left to right with its waits, how long won and lost deals stayed, and the figures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from headway.question import Question
from headway.serve.web import drawings, words
from headway.serve.web.charts import Plan
from headway.serve.web.page import Page, Rows, View
from headway.serve.web.pages.velocity import GROUPS, named
from headway.serve.web.process_map import process_map
from headway.serve.web.tables import PARAMETERS, table_of

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

# The views of one process; an empty name is that of stages.
VIEWS = {"": "Stages", "moves": "Moves", "milestones": "Milestones", "variants": "Ways"}
_HIDDEN = frozenset({"place", "times", "share", "slow_days", "quick_days"})
_SHARES = frozenset({"advance", "lost", "back", "reworked", "touched", "share"})
_BY_GROUP = {"days": "Days in the stage", "gain": "Gain, money a day"}


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """The sentence, the map, and the table with the same figures."""
    answer = await desk.read(call)
    rows = await named(desk, call, answer["rows"])
    by = ",".join(call.by)
    shown = next((name for name in VIEWS if name and visit.get(name)), "")
    context = {
        "answer": answer,
        "table": table_of([_told(row) for row in rows], visit),
        "groups": GROUPS if by in GROUPS else {**GROUPS, by: words.label(by)},
        "by": by,
        "period": {name: visit.get(name) for name in ("start", "end")},
        "views": [(text, _link(visit, name), name == shown) for name, text in VIEWS.items()],
        "shown": shown,
    }
    return View("bottlenecks.html", question.title, context, drawn=False if shown else None)


def _link(visit: Visit, view: str) -> str:
    other = dict.fromkeys((name for name in VIEWS if name), None)
    return visit.link(**{**other, "page": None, **({view: "true"} if view else {})})


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the table shows it: shares as percent, and no figure that the drawing alone needs."""
    return {key: _cell(key, value) for key, value in row.items() if key not in _HIDDEN or "stage" not in row}


def _cell(key: str, value: Any) -> Any:
    return f"{value:.0%}" if key in _SHARES and isinstance(value, float) else value


async def plan(desk: Answers, call: Call, question: Question) -> Plan | None:
    """The map; group by group where groups are asked for: their stages side by side."""
    rows = await named(desk, call, (await desk.read(call))["rows"])
    if not rows or "stage" not in rows[0]:
        return None
    work = partial(_by_group, call.by, question, rows) if call.by else partial(process_map, question.title, rows)
    plan: Plan | None = await desk.run(("plan", call.key()), work)
    return plan


def _by_group(by: tuple[str, ...], question: Question, rows: Rows) -> Plan | None:
    labelled = [{**row, "_": " · ".join(str(row.get(key) or "none") for key in ("stage", *by))} for row in rows]
    return drawings.ranges(f"{question.title}, by group", labelled, "_", _BY_GROUP)


PAGE = Page(view, PARAMETERS, plan)
