"""One under two ids: pairs that may be one company or one person, and what was said of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from headway.question import Question
from headway.serve.web.page import Page, View
from headway.serve.web.tables import PARAMETERS, paged
from headway.units import show

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

_SAID = {"same": "the same", "different": "different", None: ""}


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """One line a pair, likeliest first; what was decided comes last."""
    answer = await desk.read(call)
    pages = paged(len(answer["rows"]), visit)
    pairs = [pair(row) for row in answer["rows"][pages.first - 1 : pages.last]]
    context = {"answer": answer, "pairs": pairs, "pages": pages}
    return View("identity.html", question.title, context)


def pair(row: Mapping[str, Any]) -> dict[str, Any]:
    """One pair as the page shows it."""
    sure = row.get("confidence")
    return {
        **row,
        "said": _SAID[row["decision"]],
        "sure": "" if sure is None else f"{show(float(sure), 'share')} likely",
        "first": row["name"] or row["id"],
        "second": row["other_name"] or row["other_id"],
    }


PAGE = Page(view, PARAMETERS)
