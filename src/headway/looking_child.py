"""The child process that looks at files for ``init``, ``map`` and the page of the mapping: it loads nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from headway.apart import answer, bound, fed
from headway.engine.duckdb import DuckBuilder
from headway.errors import WorkspaceError
from headway.ingest.choosing import Choice
from headway.ingest.edited import edited
from headway.ingest.layout import write_mapping
from headway.ingest.rehearsal import rehearse
from headway.ingest.worksheet import worksheet
from headway.settings import Settings, load

_PAGE_SECONDS = 120  # somebody waits in front of it


def draft(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Write a new headway.toml; gives what was placed and what was not."""
    folder = Path(asked["folder"])
    _bound(Settings(folder))
    builder = DuckBuilder(Path(":memory:"))
    files = None if asked["files"] is None else Path(asked["files"])
    return asdict(write_mapping(folder, files, asked["engine"], builder, asked["dates"]))


def previews(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The first rows of every file that headway.toml reads."""
    settings = load(Path(asked["folder"]))
    _bound(settings)
    return [asdict(one) for one in rehearse(settings)]


def sheet(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the page of the mapping shows, and the ``text`` of headway.toml with what was chosen."""
    folder, text, place = Path(asked["folder"]), asked["text"], (asked["table"], asked["file"])
    settings = load(folder, text=text)
    _bound(settings, _PAGE_SECONDS)
    choices = {name: Choice(*told) for name, told in asked["choices"].items()}
    if choices or asked["add"]:
        text = edited(text, *place, {})  # the section that a file has not yet
        settings = load(folder, text=text)
    page = worksheet(settings, *place, choices)
    entries = page["open"]["entries"] if page["open"] else {}
    return {**page, "text": edited(text, *place, entries) if entries else text}


_TASKS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {"draft": draft, "previews": previews, "worksheet": sheet}


def look(asked: Mapping[str, Any]) -> Any:
    """Do the task that is asked for."""
    with fed(_too_much(asked["folder"], "need more memory than sync_memory_mb allows to look at")):
        return _TASKS[asked["task"]](asked)


def _bound(settings: Settings, seconds: float | None = None) -> None:
    late = _too_much(str(settings.folder), "took too long to look at")
    bound(settings.sync_memory_mb, settings.sync_minutes * 60 if seconds is None else seconds, late)


def _too_much(folder: str, wrong: str) -> WorkspaceError:
    return WorkspaceError(folder, f"its files {wrong}", "give fewer files at once: nothing was written")


if __name__ == "__main__":
    answer(look)
