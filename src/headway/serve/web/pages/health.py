"""Data health: each source with how fresh it is, then what the checks found, what it moves, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from headway.question import Question
from headway.serve.api import Call
from headway.serve.web.navigation import title_of
from headway.serve.web.page import Page, View
from headway.serve.web.pages.sources import reader_of, source
from headway.units import show

if TYPE_CHECKING:
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

_WIDTH, _HEIGHT = 96, 20
_MOVES_SHOWN = 2
_NOTHING_MORE = {"column": "", "detail": "", "effect_reason": "", "finding_id": "", "accepted": None, "worse": False}
_FIGURES = {
    "deals": "new deals",
    "win_rate": "win rate",
    "size": "deal size",
    "cycle_days": "sales cycle",
    "velocity": "velocity",
    "retained": "retained value",
    "open": "open deals",
    "open_worth": "open worth",
}


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """A line a source, then a line a finding: warnings first, what was accepted last."""
    answer = await desk.read(call)
    read = await desk.read(Call("sources", as_of=call.as_of)) if "sources" in desk.questions else {"rows": []}
    lines = [line(row, desk.questions, visit) for row in answer["rows"]]
    lines.sort(key=lambda found: (found["quiet"], found["severity"] != "warning"))
    reader = await reader_of(desk, visit)
    sources = [source(row, reader) for row in read["rows"]]
    return View("health.html", question.title, {"answer": answer, "lines": lines, "sources": sources})


def line(row: Mapping[str, Any], questions: Mapping[str, Question], visit: Visit) -> dict[str, Any]:
    """One finding as the page shows it; each question that it touches with the page's name."""
    names = [str(name) for name in row.get("affects") or []]
    share, accepted = row.get("share"), row.get("accepted")
    return {
        **_NOTHING_MORE,
        **row,
        "severity": row.get("severity", "info"),
        "title": row.get("title") or str(row.get("check", "")).replace("_", " ").capitalize(),
        "share_text": show(float(share), "share") if isinstance(share, int | float) else "",
        "touched": [
            (title_of(questions[n]) if n != "next" else "Today", visit.to(f"/{n}" if n != "next" else "/"))
            if n in questions
            else (n, "")
            for n in names
        ],
        "moves": [move(one) for one in (row.get("effect") or [])[:_MOVES_SHOWN]],
        "failing": visit.link("/failing", finding=row["finding_id"]) if row.get("finding_id") else "",
        "quiet": bool(accepted) and not row.get("worse"),
        "spark": spark([point["rows"] for point in row.get("trend") or []], int(row.get("rows") or 0)),
    }


def move(one: Mapping[str, Any]) -> str:
    """What a figure would be without the rows.

    Example:
        >>> move({"figure": "win_rate", "with": 0.5, "without": 0.4, "change": -0.1, "unit": "share"})
        'win rate 40% instead of 50%'
        >>> move({"figure": "open_worth", "with": 9000.0, "without": None, "change": None, "unit": "USD"})
        'open worth not known instead of $9.0k'
    """
    name, now = _FIGURES.get(one["figure"], one["figure"]), show(one["with"], one["unit"])
    if one["without"] is None:
        return f"{name} not known instead of {now}"
    then = show(one["without"], one["unit"])
    return f"{name} {then} instead of {now}" if then != now else f"{name} hardly moves ({now})"


def spark(before: Sequence[int], now: int) -> dict[str, str] | None:
    """The rows at the last syncs and now as a line; None where there was no sync before.

    Example:
        >>> spark([0, 5], 10)["points"]
        '2,18 48,10 94,2'
    """
    if not before:
        return None
    counts = [*before, now]
    step, top = (_WIDTH - 4) / (len(counts) - 1), max(*counts, 1)
    points = [f"{2 + i * step:g},{_HEIGHT - 2 - (_HEIGHT - 4) * count / top:g}" for i, count in enumerate(counts)]
    spoken = f"rows at the last {len(counts)} syncs: {', '.join(f'{count:,}' for count in counts)}"
    return {"points": " ".join(points), "last": points[-1], "spoken": spoken}


PAGE = Page(view)
