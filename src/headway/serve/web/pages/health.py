"""Data health: what the checks found, which pages it touches, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from headway.question import Question
from headway.serve.web.navigation import title_of
from headway.serve.web.page import Page, View
from headway.units import show

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:  # noqa: ARG001 every view has these
    """One line a check, warnings first."""
    answer = await desk.read(call)
    lines = [line(row, desk.questions) for row in answer["rows"]]
    lines.sort(key=lambda found: found["severity"] != "warning")
    return View("health.html", question.title, {"answer": answer, "lines": lines})


def line(row: Mapping[str, Any], questions: Mapping[str, Question]) -> dict[str, Any]:
    """One check as the page shows it; each question that it touches with the page's name."""
    names = [str(name) for name in row.get("affects") or []]
    share = row.get("share")
    return {
        **row,
        "severity": row.get("severity", "info"),
        "title": row.get("title") or str(row.get("check", "")).replace("_", " ").capitalize(),
        "share_text": show(float(share), "share") if isinstance(share, int | float) else "",
        "touched": [
            (title_of(questions[n]) if n != "next" else "Today", f"/{n}") if n in questions else (n, "") for n in names
        ],
    }


PAGE = Page(view)
