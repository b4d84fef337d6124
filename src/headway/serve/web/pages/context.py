"""What was said: does a stated problem go along with winning, and where has nobody on their side named one yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from headway.errors import UsageError
from headway.question import Question
from headway.serve.web import drawings, words
from headway.serve.web.charts import Plan
from headway.serve.web.marks import Scale, mark, scale_over
from headway.serve.web.page import Page, Rows, View
from headway.serve.web.pages import generic
from headway.serve.web.tables import paged

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

SHOWS = {
    "silent": "Open, nothing heard",
    "heard": "Open, problem stated",
    "open": "All open deals",
    "closed": "Closed deals",
}
PARAMETERS = frozenset({"page", "show"})
_WHO = {"customer": "the customer", "rep": "the seller", "unknown": "somebody"}


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """The sentence, what stating goes along with, and the deals with their quotes; asked for the effect, its rows."""
    if call.options.get("effect"):
        return await generic.view(desk, call, visit, question)
    answer = await desk.read(call)
    effect = await desk.read(_of_effect(call))
    shown_rows = await desk.run(("context", call.key(), visit.path, visit.pairs), partial(shown, answer, visit))
    context = {"answer": answer, "effect": effect, "told": _told(effect), "by": ",".join(call.by), **shown_rows}
    return View("context.html", question.title, context)


def _of_effect(call: Call) -> Call:
    return replace(call, limit=None, options={"effect": True})


def _told(effect: Mapping[str, Any]) -> dict[str, Any] | None:
    """The difference of all deals as a mark, with the share in which it was stated; None for groups."""
    rows = effect["rows"]
    if len(rows) != 1:
        return None
    difference, share = rows[0]["effect"], rows[0]["stated"]
    return {
        "difference": mark(difference, scale_over([difference], zero=True), signed=True),
        "share": mark(share, Scale(0, 1)),
        "compared": rows[0]["compared"],
        "by_day": rows[0]["by_day"],
    }


def shown(answer: Mapping[str, Any], visit: Visit) -> dict[str, Any]:
    """One page of the deals that the address asks for."""
    which = visit.get("show", "silent")
    if which not in SHOWS:
        raise UsageError("show", f"{which[:40]!r} is none", f"there are {', '.join(SHOWS)}")
    rows = [row for row in answer["rows"] if _fits(row, which)]
    if which == "heard":  # the surest first; of the others those where least was heard
        rows.sort(key=lambda row: -row["stated"]["value"])
    pages = paged(len(rows), visit)
    lines = [line(row, answer["as_of"]) for row in rows[pages.first - 1 : pages.last]]
    return {"lines": lines, "pages": pages, "show": which, "shows": SHOWS}


def _fits(row: Mapping[str, Any], which: str) -> bool:
    is_open, heard = row["status"] == "open", row["quote"] is not None
    fits = {"silent": is_open and not heard, "heard": is_open and heard, "open": is_open, "closed": not is_open}
    return bool(fits[which])


def line(row: Mapping[str, Any], as_of: str) -> dict[str, Any]:
    """One deal as the table shows it."""
    account = str(row.get("account_name") or "")
    name = str(row.get("name") or account or row["deal_id"])
    about = ["" if account in name else account, row.get("rep_name"), row["status"] if row["status"] != "open" else ""]
    said = row["said_at"] and datetime.fromisoformat(row["said_at"]).date()
    return {
        "name": name,
        "about": " · ".join(str(part) for part in about if part),
        "stated": mark(row["stated"], Scale(0, 1)),
        "quote": row["quote"],
        "source": f"{_WHO.get(row['speaker'], '')}, {words.day(said, datetime.fromisoformat(as_of).date())}"
        if said
        else "",
        "also": ", ".join(f"names its {kind}" for kind in row["also"]),
        "texts": "1 text" if row["texts"] == 1 else f"{row['texts']:,} texts",
    }


async def plan(desk: Answers, call: Call, question: Question) -> Plan | None:
    """The shares won of deals where it was stated and where it was not; of groups the difference in each."""
    effect = await desk.read(_of_effect(call))
    rows: Rows = effect["rows"]
    if call.by:
        groups = [{**row, "_": " · ".join(str(row.get(key) or "none") for key in call.by)} for row in rows]
        make = partial(drawings.ranges, question.title, groups, "_", {"effect": "Won more often where it was stated"})
    else:
        make = partial(drawings.ranges, question.title, sides(rows[0]), "side", {"won": "Deals won"})
    drawn: Plan | None = await desk.run(("plan", call.key()), make)
    return drawn


def sides(row: Mapping[str, Any]) -> Rows:
    """The two sides of the comparison, named."""
    day = row["by_day"]
    named = {"won_stated": f"Stated by day {day}", "won_unstated": "Not stated by then"}
    return [{"side": name, "won": row[key]} for key, name in named.items()]


PAGE = Page(view, PARAMETERS, plan)
