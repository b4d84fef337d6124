"""The addresses of the pages, of their CSV and picture twins, and of the things that a page may write."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from headway.errors import NotFoundError, UsageError
from headway.question import Question
from headway.serve import api, clock
from headway.serve.web import charts, export, tables
from headway.serve.web.answers import Answers
from headway.serve.web.page import Page, page_of
from headway.serve.web.render import Renderer
from headway.serve.web.visit import THEMES, Visit, address, visit_of

PRIVATE = {"cache-control": "private, no-store"}
_TODAY = "next"
_YEAR_SECONDS = 365 * 24 * 3600


class Desk:
    """Where a visit is served: the answers, and the renderer that draws them."""

    def __init__(self, answers: Answers, renderer: Renderer) -> None:
        self.answers, self._renderer = answers, renderer

    async def show(self, page: Page, question: Question, call: api.Call, visit: Visit) -> Response:
        """The page of one question."""
        view = await page.view(self.answers, call, visit, question)
        links = {"csv": visit.link(f"/{question.name}.csv"), "active": question.name, "title": view.title}
        drawn = await self._drawn(page, question, call) if view.drawn is None else view.drawn
        drawing = visit.link(f"/{question.name}/drawing", page=None) if drawn else ""
        return await self.show_plain(visit, view.template, 200, {**links, "drawing": drawing, **view.context})

    async def _drawn(self, page: Page, question: Question, call: api.Call) -> bool:
        return page.plan is not None and await page.plan(self.answers, call, question) is not None

    async def drawing(self, page: Page, question: Question, call: api.Call) -> tuple[charts.Plan, charts.Figure]:
        """What is drawn for a call, and the drawing.

        Errors: :class:`NotFoundError` where there is nothing to draw.
        """
        plan = await page.plan(self.answers, call, question) if page.plan else None
        if plan is None:
            raise NotFoundError(question.name, "has no drawing for this", "see the table on its page")
        figure: charts.Figure = await self.answers.run(("figure", call.key()), partial(charts.figure, plan))
        return plan, figure

    async def show_plain(self, visit: Visit, template: str, status: int, context: Mapping[str, Any]) -> Response:
        """Any template in the frame."""
        defaults = {"active": "", "csv": "", "drawing": ""}
        html = self._renderer.page(template, visit, await self.answers.status(), {**defaults, **context})
        return Response(html, status, media_type="text/html", headers=PRIVATE)


def add_pages(app: FastAPI, desk: Desk) -> None:
    """Register every page and its twins."""
    for question in desk.answers.questions.values():
        _add_page(app, desk, question)
    _add_writes(app, desk)
    for path, template, title in (("/more", "more.html", "All pages"), ("/help", "help.html", "Help")):
        _add_plain(app, desk, path, template, title)


def _add_page(app: FastAPI, desk: Desk, question: Question) -> None:
    page, read = page_of(question), api.reader(question)
    known = {parameter.name for parameter in api.parameters(question)} | page.parameters

    async def show(request: Request, call: api.Call = Depends(read)) -> Response:  # noqa: B008
        api.refuse_unknown(request, known)
        return await desk.show(page, question, call, visit_of(request, clock.now()))

    async def csv(request: Request, call: api.Call = Depends(read)) -> Response:  # noqa: B008
        api.refuse_unknown(request, known)
        answer = await desk.answers.read(call)
        text = export.csv_text(export.rows_for(answer["rows"], request.query_params))
        headers = {**PRIVATE, "content-disposition": f'attachment; filename="{question.name}-{answer["as_of"]}.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

    async def drawing(request: Request, call: api.Call = Depends(read)) -> Response:  # noqa: B008
        api.refuse_unknown(request, known)
        visit = visit_of(request, clock.now())
        try:
            plan, figure = await desk.drawing(page, question, call)
        except NotFoundError:  # the frame may have promised it before it was known
            return await desk.show_plain(visit, "no_drawing.html", 200, {"title": question.title})
        context = {"plan": plan, "figure": figure, "table": tables.table_of(plan.rows, visit), "title": plan.title}
        return await desk.show_plain(visit, "drawing.html", 200, {**context, "active": question.name})

    async def picture(request: Request, call: api.Call = Depends(read)) -> Response:  # noqa: B008
        api.refuse_unknown(request, known)
        _, figure = await desk.drawing(page, question, call)
        if request.url.path.endswith(".svg"):
            return Response(figure.alone_svg, media_type="image/svg+xml", headers=PRIVATE)
        png = await desk.answers.run(("png", call.key()), partial(charts.png, figure))
        return Response(png, media_type="image/png", headers=PRIVATE)

    name = question.name
    ways = [(f"/{name}", show), (f"/{name}.csv", csv), (f"/{name}/drawing", drawing)]
    ways += [(f"/{name}.{kind}", picture) for kind in ("svg", "png")]
    ways += [("/", show)] if name == _TODAY else []
    for path, endpoint in ways:
        app.add_api_route(path, endpoint, methods=["GET"], include_in_schema=False)


def _add_plain(app: FastAPI, desk: Desk, path: str, template: str, title: str) -> None:
    async def show(request: Request) -> Response:
        visit = visit_of(request, clock.now())
        return await desk.show_plain(visit, template, 200, {"title": title, "active": path[1:]})

    app.add_api_route(path, show, methods=["GET"], include_in_schema=False)


def _add_writes(app: FastAPI, desk: Desk) -> None:
    @app.post("/decide", include_in_schema=False)
    async def decide(request: Request) -> Response:
        decision = await api.read_body(request, api.Decision)
        await desk.answers.decide(decision)
        form = await request.form()
        undone = decision.verdict == "undo"
        then = {
            "as_of": decision.as_of,
            "rep": form.get("rep"),
            "action": form.get("then"),
            "did": None if undone else decision.action_id,
        }
        after = address("/", {name: str(value) for name, value in then.items() if value})
        return RedirectResponse(after, 303, headers=PRIVATE)

    @app.post("/identity", include_in_schema=False)
    async def judge(request: Request) -> Response:
        await desk.answers.judge(await api.read_body(request, api.Word))
        form = await request.form()
        return RedirectResponse(safe_path(str(form.get("back", "/identity"))), 303, headers=PRIVATE)

    @app.post("/accept", include_in_schema=False)
    async def accept(request: Request) -> Response:
        word = await api.read_body(request, api.Acceptance)
        await desk.answers.accept(word)
        day = {"as_of": word.as_of.isoformat()} if word.as_of else {}
        return RedirectResponse(address("/health", day), 303, headers=PRIVATE)

    @app.post("/theme", include_in_schema=False)
    async def theme(request: Request) -> Response:
        form = await request.form()
        chosen, back = str(form.get("theme", "")), str(form.get("back", "/"))
        if chosen not in THEMES:
            raise UsageError("theme", f"{chosen[:20]!r} is none", "send light or dark")
        response = RedirectResponse(safe_path(back), 303, headers=PRIVATE)
        response.set_cookie("theme", chosen, max_age=_YEAR_SECONDS, samesite="lax", httponly=True)
        return response


def safe_path(text: str) -> str:
    """A path on this server, whatever was sent.

    Example:
        >>> safe_path("/deals?page=2"), safe_path("//evil.example/x"), safe_path("https://evil.example")
        ('/deals?page=2', '/', '/')
    """
    parts = urlsplit(text)
    fine = not parts.scheme and parts.path.startswith("/") and "\\" not in text
    return text if fine and not text.startswith("//") and text.isprintable() else "/"
