"""Why we win: which facts go with winning among deals alike, drawn with their ranges, each with deals to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from headway.question import Question
from headway.serve.api import Call
from headway.serve.web import words
from headway.serve.web.charts import Plan
from headway.serve.web.differences import DIFFERENCE, differences
from headway.serve.web.marks import Mark, Scale, mark, scale_over
from headway.serve.web.page import Page, View
from headway.serve.web.pages.velocity import GROUPS
from headway.serve.web.tables import PARAMETERS, paged
from headway.units import SHARE, show

if TYPE_CHECKING:
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

SPANS = {3: "Last 3 months", 12: "Last 12 months"}
_WINDOW: Mapping[str, Any] = {"start": None, "end": None, "months": None, "page": None}
_DEAL: Mapping[str, Any] = {"deal": None, "page": None}


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """The sentence, the drawing, and every level with its shares and examples."""
    answer = await desk.read(call)
    rows = answer["rows"]
    pages = paged(len(rows), visit)
    scale = scale_over([row["effect"] for row in rows], zero=True)
    by = ",".join(call.by)
    context = {
        "answer": answer,
        "pages": pages,
        "rows": [
            {**_told(row, call), "effect": _effect(row, scale), "examples": _examples(row, visit)}
            for row in rows[pages.first - 1 : pages.last]
        ],
        "spans": [(text, visit.link(None, **{**_WINDOW, "months": months})) for months, text in SPANS.items()],
        "everything": visit.link(None, **_WINDOW),
        "months": visit.get("months"),
        "groups": GROUPS if by in GROUPS else {**GROUPS, by: words.label(by)},
        "by": by,
        "period": {name: visit.get(name) for name in ("start", "end")},
        "deal": visit.get("deal"),
        "back": visit.link(None, **_DEAL),
    }
    return View("wins.html", question.title, context)


def _told(row: Mapping[str, Any], call: Call) -> dict[str, Any]:
    """A row in words."""
    return {
        "group": _group(row, call),
        "title": row["title"],
        "level": row["level"],
        "day": f"by day {row['by_day']}" if row["by_day"] else "from the start",
        "won": _percent(row["won_share"]),
        "lost": _percent(row["lost_share"]),
        "deals": row["deals"],
        "verdict": row["verdict"],
    }


def _effect(row: Mapping[str, Any], scale: Scale) -> Mark:
    """The effect, in a calm colour where it is not clear that there is one."""
    drawn = mark(row["effect"], scale, signed=True)
    return drawn if row["verdict"] == DIFFERENCE else replace(drawn, tone="calm")


def _percent(share: float | None) -> str:
    return "not known" if share is None else show(share, SHARE)


def _group(row: Mapping[str, Any], call: Call) -> str:
    return " · ".join("none" if row.get(column) is None else str(row[column]) for column in call.by)


def _examples(row: Mapping[str, Any], visit: Visit) -> list[tuple[str, list[tuple[str, str]]]]:
    """Won and lost deals at the level, each with the address of where it stood."""
    every = [
        (ended, [(key, visit.link(deal=key, page=None)) for key in row[f"{ended}_examples"]])
        for ended in ("won", "lost")
    ]
    return [(ended, found) for ended, found in every if found]


async def plan(desk: Answers, call: Call, question: Question) -> Plan | None:
    """The effects with their ranges."""
    rows = (await desk.read(call))["rows"]
    labels = [": ".join(filter(None, (_group(row, call), row["title"], row["level"]))) for row in rows]
    drawn: Plan | None = await desk.run(("plan", call.key()), lambda: differences(question.title, rows, labels))
    return drawn


PAGE = Page(view, PARAMETERS, plan)
