"""The page on which files are mapped with the mouse: choose headings, see ten rows, see what would be written, save."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import unified_diff
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from headway import looking
from headway.errors import UsageError
from headway.schema import tables
from headway.serve import clock
from headway.serve.web.visit import Visit, address, visit_of
from headway.settings import text_of

if TYPE_CHECKING:
    from headway.serve.web.routes import Desk

PATH = "/mapping"
_SET = "set."
_WAY = "way."
_AS_WRITTEN = "\x1f"
_PRIVATE = {"cache-control": "private, no-store"}


def add_mapping(app: FastAPI, desk: Desk) -> None:
    """Register the page and what it writes."""

    @app.get(PATH, include_in_schema=False)
    async def show(request: Request) -> Response:
        visit = visit_of(request, clock.now())
        context = await desk.answers.apart(partial(_context, desk, visit))
        return await desk.show_plain(visit, "mapping.html", 200, context)

    @app.post(PATH, include_in_schema=False)
    async def save(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        table, file = form.get("table", ""), form.get("file", "")
        chosen = _chosen(form)
        _check(table, chosen)
        await desk.answers.apart(partial(looking.save, desk.answers.workspace.folder, table, file, chosen))
        after = address(PATH, {"table": table, "file": file, "saved": "1"})
        return RedirectResponse(after, 303, headers=_PRIVATE)

    @app.post(f"{PATH}/sync", include_in_schema=False)
    async def sync(_: Request) -> Response:
        await desk.answers.apart(partial(desk.answers.workspace.sync, now=clock.now()))
        return RedirectResponse(address(PATH, {"synced": "1"}), 303, headers=_PRIVATE)


def _context(desk: Desk, visit: Visit) -> dict[str, Any]:
    folder = desk.answers.workspace.folder
    table, file = visit.get("table"), visit.get("file")
    before = text_of(folder)
    chosen = _chosen(dict(visit.pairs)) if table else {}
    if table:
        _check(table, chosen)
    page = looking.look(folder, before, table, file, chosen, add=bool(table and visit.get("add")))
    diff = list(unified_diff(before.splitlines(), page["text"].splitlines(), lineterm="", n=1))[2:]
    return {
        "title": "Mapping",
        "active": "mapping",
        "page": page,
        "diff": [line for line in diff if not line.startswith("@@")],
        "nouns": [name for name, noun in tables().items() if not noun.made],
        "as_written": _AS_WRITTEN,
        "chosen": chosen,
        "saved": bool(visit.get("saved")) and not chosen,
        "synced": bool(visit.get("synced")),
    }


def _chosen(pairs: Mapping[str, str]) -> looking.Choices:
    """Our column → the heading that was chosen for it, and how it reads; what stays as it is written is no choice.

    A page that was drawn before headway.toml changed sends only what somebody chose on it, and undoes nothing else.
    """
    found = {name.removeprefix(_SET): value for name, value in pairs.items() if name.startswith(_SET)}
    return {name: (value, pairs.get(f"{_WAY}{name}", "")) for name, value in found.items() if value != _AS_WRITTEN}


def _check(table: str, chosen: looking.Choices) -> None:
    noun = tables().get(table)
    if noun is None or noun.made:
        raise UsageError("table", f"{table[:40]!r} is no table of ours", "choose one of the list")
    unknown = [name for name in chosen if name not in noun.names]
    if unknown:
        raise UsageError(table, f"has no column {unknown[0][:40]!r}", f"it has {', '.join(noun.names)}")
