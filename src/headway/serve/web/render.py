"""Turns a view into HTML: one Jinja environment, strict, with the few functions that templates may call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from headway.question import Question
from headway.serve.web import tables, words
from headway.serve.web.navigation import menu
from headway.units import show

if TYPE_CHECKING:
    from headway.serve.web.assets import Asset
    from headway.serve.web.visit import Visit

_FOLDER = Path(__file__).parent / "templates"
_STALE_AFTER = timedelta(hours=36)


class Renderer:
    """Draws pages in their frame: menu, foot, theme."""

    def __init__(self, questions: Mapping[str, Question], assets: Mapping[str, Asset]) -> None:
        self._menu = menu(questions)
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(
            asset={name: asset.address for name, asset in assets.items()},
            cell_mark=tables.cell_mark,
            cell_text=tables.cell_text,
            sentences=words.sentences,
            label=words.label,
        )
        self._environment.filters.update(show=show, start=words.start)

    def page(self, template: str, visit: Visit, status: Any, context: Mapping[str, Any]) -> str:
        """The whole page, or for a fragment only what stands in the frame."""
        frame = {"menu": self._menu, "here": visit, "fresh": freshness(status, visit), "title": "Headway"}
        frame["layout"] = "fragment.html" if visit.fragment else "page.html"
        return self._environment.get_template(template).render(frame | dict(context))


def freshness(status: Any, visit: Visit) -> dict[str, Any]:
    """How old the data is, in words; ``stale`` says how long ago the last sync was when that is too long."""
    if status is None:
        return {"synced": "", "as_of": "", "stale": ""}
    synced_at = status.synced_at.replace(tzinfo=UTC)
    zone, age = ZoneInfo(status.timezone), visit.now - synced_at
    today = visit.now.astimezone(zone).date()
    as_of: date = status.as_of
    return {
        "synced": words.moment(synced_at, visit.now, zone),
        "as_of": "" if as_of == today else words.day(as_of, today),
        "stale": f"{age.days} days" if age.days > 1 else "more than a day" if age > _STALE_AFTER else "",
    }
