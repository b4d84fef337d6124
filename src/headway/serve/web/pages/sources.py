"""Sources: what each one brought and when, whether that is fresh, complete and agrees, and its rows by table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from headway.question import Question
from headway.serve.web import words
from headway.serve.web.page import Page, View
from headway.serve.web.tables import PARAMETERS, paged
from headway.units import show

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

_NAMES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Reader:
    """When, and in which time zone, the page is read: days and times are shown as seen from there."""

    now: datetime
    zone: ZoneInfo

    def day(self, text: str) -> str:
        """An ISO day as a short one.

        Example:
            >>> Reader(datetime(2026, 3, 2, tzinfo=UTC), ZoneInfo("UTC")).day("2025-11-14")
            '14 Nov 2025'
        """
        return words.day(date.fromisoformat(text), self.now.astimezone(self.zone).date())

    def moment(self, text: str) -> str:
        """An ISO time in UTC, with or without its offset, as a time of day and a day.

        Example:
            >>> Reader(datetime(2026, 3, 2, 9, tzinfo=UTC), ZoneInfo("UTC")).moment("2026-03-01T23:40:12.702585")
            '23:40 yesterday'
        """
        told = datetime.fromisoformat(text)
        return words.moment(told if told.tzinfo else told.replace(tzinfo=UTC), self.now, self.zone)


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """A line a source; below, its rows by table, at once where it is the only one or something is wrong with it."""
    answer, reader = await desk.read(call), await reader_of(desk, visit)
    pages = paged(len(answer["rows"]), visit)
    sources = [source(row, reader) for row in answer["rows"][pages.first - 1 : pages.last]]
    return View("sources.html", question.title, {"answer": answer, "sources": sources, "pages": pages})


async def reader_of(desk: Answers, visit: Visit) -> Reader:
    """Who visits, in the time zone of the workspace; something must be loaded."""
    return Reader(visit.now, ZoneInfo((await desk.status()).timezone))


def source(row: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """One source as the page shows it."""
    gap, by_table = row["usual_gap_days"], parts(row, reader)
    return {
        **row,
        "name": row["source"] or "no name",
        "sound": row["fresh"] and row["complete"] and row["agrees"] is not False,
        "last_event": reader.day(row["last_event"]),
        "silent": f"{show(row['silent_days'], 'days')} silent" if row["silent_days"] else "",
        "gap": "" if gap is None else show(gap, "days"),
        "last_sync": reader.moment(row["last_sync"]),
        "stale": few([part["table"] for part in by_table if part["stale"]]),
        "holed": few([part["table"] for part in by_table if part["hole"]]),
        "parts": by_table,
    }


def parts(row: Mapping[str, Any], reader: Reader) -> list[dict[str, Any]]:
    """The tables of a source, those with something wrong first."""
    holes = dict(hole(text, reader) for text in row["holes"])
    found = [
        {
            "table": name,
            "rows": rows,
            "stale": name in row["stale"],
            "hole": holes.get(name, ""),
            "empty": empty(one for one in row["empty"] if one["table"] == name),
        }
        for name, rows in row["tables"].items()
    ]
    return sorted(found, key=lambda part: not (part["stale"] or part["hole"]))


def hole(text: str, reader: Reader) -> tuple[str, str]:
    """A hole as its table and its days in words; the answer gives the last day before it and the first after it.

    Example:
        >>> hole("deals: 2026-01-03 to 2026-02-14", Reader(datetime(2026, 3, 2, tzinfo=UTC), ZoneInfo("UTC")))
        ('deals', 'nothing between 3 Jan and 14 Feb')
    """
    table, _, days = text.partition(": ")
    before, _, after = days.partition(" to ")
    return table, f"nothing between {reader.day(before)} and {reader.day(after)}"


def few(names: Sequence[str]) -> str:
    """Names in the room of a cell; all of them stand in the table below.

    Example:
        >>> few(["deals"]), few(["deals", "leads", "usage"]), few(["accounts", "deals", "leads", "usage"])
        ('deals', 'deals, leads, usage', 'accounts, deals and 2 more')
    """
    if len(names) <= _NAMES_SHOWN + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMES_SHOWN])} and {len(names) - _NAMES_SHOWN} more"


def empty(columns: Iterable[Mapping[str, Any]]) -> list[str]:
    """Columns with the share of rows in which they are empty, the emptiest first.

    Example:
        >>> empty([{"column": "deal_id", "share": 0.048}, {"column": "rep_id", "share": 0.5}])
        ['rep_id 50%', 'deal_id 5%']
    """
    return [f"{one['column']} {show(one['share'], 'share')}" for one in sorted(columns, key=lambda one: -one["share"])]


PAGE = Page(view, PARAMETERS)
