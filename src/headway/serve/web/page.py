"""What a page is: a view of answers, the parameters it reads, and the drawing that proves it."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from headway.question import Question

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.charts import Plan
    from headway.serve.web.visit import Visit

_PAGES = "headway.serve.web.pages"
Rows = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class View:
    """A template with what it needs; ``title`` is the window's.

    ``drawn`` says whether there is a drawing to fetch; None leaves it to the page's plan.
    """

    template: str
    title: str
    context: Mapping[str, Any]
    drawn: bool | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, defined in the file that bears its question's name.

    Attributes:
        view: makes the view of one visit.
        parameters: what the page reads from its address beside the question's own parameters.
        plan: what is drawn for a call; None where nothing can be. The page fetches the drawing after its frame, and
            it is served as ``.svg`` and ``.png`` too.
    """

    view: Callable[[Answers, Call, Visit, Question], Awaitable[View]]
    parameters: frozenset[str] = field(default=frozenset())
    plan: Callable[[Answers, Call, Question], Awaitable[Plan | None]] | None = None


def page_of(question: Question) -> Page:
    """The page written for a question, else the generic one, so that every question has a page."""
    place = f"{_PAGES}.{question.name}"
    module = importlib.import_module(place if find_spec(place) else f"{_PAGES}.generic")
    page: Page = module.PAGE
    return page
