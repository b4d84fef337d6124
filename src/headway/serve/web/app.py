"""Builds the web application: guard, memory, JSON routes, pages, their twins, and the words for what goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from headway.serve import api, clock
from headway.serve.web.answers import Answers, Workspace
from headway.serve.web.assets import FOR_EVER, Asset, load_assets
from headway.serve.web.guard import Guard, served_names
from headway.serve.web.mapping import PATH, add_mapping
from headway.serve.web.problems import add_problems
from headway.serve.web.remember import Remember
from headway.serve.web.render import Renderer
from headway.serve.web.routes import Desk, add_pages


def make_app(workspace: Workspace, *, host: str = "127.0.0.1", port: int = 8000) -> FastAPI:
    """The application that serves one workspace to this machine.

    Args:
        workspace: an open workspace; it stays the caller's to close.
        host: the address that it will listen on; another machine's is refused.
        port: its port; requests that name another host or port are refused.

    Errors: :class:`~headway.errors.UsageError` when ``host`` is no loopback address.
    """
    names = served_names(host, port)
    answers, assets = Answers(workspace), load_assets()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await answers.warm()
        yield
        answers.close()

    app = FastAPI(
        title="Headway",
        summary="What to do next, what it is worth, and whether it lasts.",
        version=_version(),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )

    def stamp() -> str:
        return f"{workspace.stamp()} {clock.now():%Y-%m-%dT%H}"

    app.add_middleware(Remember, stamp=stamp, but=frozenset({PATH}))
    app.add_middleware(Guard, names=names)
    app.include_router(api.router(answers))
    desk = Desk(answers, Renderer(answers.questions, assets))
    _add_plain_routes(app, assets)
    add_pages(app, desk)
    add_mapping(app, desk)
    add_problems(app, desk)
    return app


def _version() -> str:
    return metadata.version("headway")


def _add_plain_routes(app: FastAPI, assets: dict[str, Asset]) -> None:
    by_address = {asset.address: asset for asset in assets.values()}

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> JSONResponse:
        return JSONResponse({"ok": True}, headers={"cache-control": "no-store"})

    @app.get("/assets/{name}", include_in_schema=False)
    async def asset(name: str) -> Response:
        found = by_address.get(f"/assets/{name}")
        if found is None:
            return Response("No such file.", 404, media_type="text/plain")
        return Response(found.content, media_type=found.media_type, headers={"cache-control": FOR_EVER})
