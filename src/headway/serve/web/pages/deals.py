"""Deals: every open deal with its odds, its worth, when it closes, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from headway.errors import UsageError
from headway.question import Question
from headway.serve.web import words
from headway.serve.web.marks import mark, scale_over
from headway.serve.web.page import Page, Rows, View
from headway.serve.web.tables import paged
from headway.units import show

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

SORTS = {
    "expected": "Worth first",
    "p_won": "Likeliest first",
    "days_to_close": "Soonest first",
    "amount": "Largest first",
    "age_days": "Oldest first",
}
_FIRST_SMALL = frozenset({"days_to_close"})
_FILTERS = {"stage": "Stage", "seller": "Seller"}
PARAMETERS = frozenset({"page", "sort", *_FILTERS})


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """One page of the open deals, in the order and of the kind that the address asks for."""
    answer = await desk.read(call)
    key = ("deals", call.key(), visit.path, visit.pairs)
    return View("deals.html", question.title, {"answer": answer, **await desk.run(key, partial(shown, answer, visit))})


def shown(answer: Mapping[str, Any], visit: Visit) -> dict[str, Any]:
    """Filter, order and cut the rows; scales are over all that pass the filter."""
    sort = visit.get("sort", "expected")
    if sort not in SORTS:
        raise UsageError("sort", f"{sort[:40]!r} is no order", f"there are {', '.join(SORTS)}")
    rows = in_order(filtered(answer["rows"], visit), sort)
    scales = {key: scale_over((row.get(key) for row in rows), zero=True) for key in _MARKS}
    pages = paged(len(rows), visit)
    lines = [line(row, scales) for row in rows[pages.first - 1 : pages.last]]
    return {"lines": lines, "pages": pages, "sort": sort, "sorts": SORTS, "choices": choices(answer["rows"], visit)}


_MARKS = ("p_won", "expected", "days_to_close")


def filtered(rows: Rows, visit: Visit) -> Rows:
    """The rows of the stage and the seller that were chosen."""
    stage, seller = visit.get("stage"), visit.get("seller")
    return [
        r for r in rows if (not stage or r.get("stage") == stage) and (not seller or str(r.get("rep_id")) == seller)
    ]


def in_order(rows: Rows, key: str) -> Rows:
    """Best first; rows without that figure come last, ties by id."""

    def place(row: Mapping[str, Any]) -> tuple[bool, float, str]:
        cell = row.get(key)
        value = cell.get("value") if isinstance(cell, Mapping) else cell
        size = float(value or 0)
        return (value is None, size if key in _FIRST_SMALL else -size, str(row.get("deal_id")))

    return sorted(rows, key=place)


def line(row: Mapping[str, Any], scales: Mapping[str, Any]) -> dict[str, Any]:
    """One deal as the table shows it."""
    account = str(row.get("account_name") or row.get("account_id") or "")
    name = str(row.get("name") or account or row.get("deal_id"))
    about = ["" if account in name else account, row.get("stage"), _amount(row)]
    age = row.get("age_days")
    return {
        "name": name,
        "about": " · ".join(str(part) for part in about if part),
        "age": f"{show(age, 'days')} old" if age is not None else "",
        "marks": {key: mark(row.get(key), scales[key]) for key in _MARKS},
        "reasons": [reason(r) for r in (row.get("reasons") or [])[:3]],
    }


def _amount(row: Mapping[str, Any]) -> str:
    amount = row.get("amount")
    return show(float(amount), row.get("currency") or "USD") if amount is not None else ""


def reason(given: Mapping[str, Any]) -> dict[str, str]:
    """A reason with the direction in which it moves the odds, as points where it is a number."""
    effect = given.get("effect")
    value = effect.get("value") if isinstance(effect, Mapping) else effect
    if not isinstance(value, int | float) or round(value * 100) == 0:
        return {"text": str(given.get("text", "")), "points": "", "tone": ""}
    return {"text": str(given.get("text", "")), "points": words.points(value), "tone": "bad" if value < 0 else "good"}


def choices(rows: Rows, visit: Visit) -> list[dict[str, Any]]:
    """The filters that are worth offering, with the values that occur."""
    names = {str(r.get("rep_id")): str(r.get("rep_name") or r.get("rep_id")) for r in rows if r.get("rep_id")}
    stages = {str(r["stage"]): str(r["stage"]) for r in rows if r.get("stage")}
    found = {"stage": stages, "seller": names}
    return [
        {
            "name": name,
            "label": _FILTERS[name],
            "values": sorted(values.items(), key=lambda v: v[1]),
            "chosen": visit.get(name),
        }
        for name, values in found.items()
        if len(values) > 1
    ]


PAGE = Page(view, PARAMETERS)
