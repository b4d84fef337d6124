"""What is said when something cannot be answered: a problem for programs, a page for people, no 5xx for bad input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from headway.errors import BusyError, HeadwayError, NotFoundError, NothingLoadedError, UsageError
from headway.serve import clock
from headway.serve.web.visit import visit_of

if TYPE_CHECKING:
    from headway.serve.web.routes import Desk

_STATUS: tuple[tuple[type[HeadwayError], int], ...] = ((NotFoundError, 404), (UsageError, 400), (BusyError, 409))
_TITLES = {400: "That cannot be asked", 404: "There is no such page", 405: "Not that way", 409: "Another is at work"}


def status_of(error: HeadwayError) -> int:
    """The HTTP status that says what kind of "no" an error is.

    Example:
        >>> status_of(NotFoundError("a1", "is no action")), status_of(HeadwayError("a", "b"))
        (404, 422)
    """
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 422)


def add_problems(app: FastAPI, desk: Desk) -> None:
    """Register the handlers."""

    @app.exception_handler(HeadwayError)
    async def told(request: Request, error: HeadwayError) -> Response:
        if isinstance(error, NothingLoadedError) and not _is_program(request):
            context = {"title": "Nothing loaded", "detail": error.next_step or str(error)}
            return await desk.show_plain(visit_of(request, clock.now()), "empty.html", 200, context)
        return await _say(request, desk, status_of(error), str(error))

    @app.exception_handler(RequestValidationError)
    async def wrong_type(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return await _say(request, desk, 400, f"{first['loc'][-1]}: {first['msg'][:1].lower()}{first['msg'][1:]}.")

    @app.exception_handler(HTTPException)
    async def no_route(request: Request, error: HTTPException) -> Response:
        return await _say(request, desk, error.status_code, str(error.detail))


def _is_program(request: Request) -> bool:
    path = request.url.path
    return path.startswith("/api/") or path.rpartition(".")[2] in ("csv", "svg", "png")


async def _say(request: Request, desk: Desk, status: int, detail: str) -> Response:
    title = _TITLES.get(status, "That cannot be answered")
    if _is_program(request):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JSONResponse(problem, status, media_type="application/problem+json")
    visit = visit_of(request, clock.now())
    return await desk.show_plain(visit, "problem.html", status, {"heading": title, "detail": detail})
