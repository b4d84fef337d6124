"""Dated exports of one table (``deals_2026-01-31.csv``): each is the snapshot of the day in its name.

They are versions of one file, loaded in the order of their days, as if each had been synced on its own day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fnmatch import fnmatch
from typing import Any
from zoneinfo import ZoneInfo

from headway.ingest.connectors.files import Feed
from headway.ingest.late import Told
from headway.ingest.mapping import RESERVED


@dataclass(frozen=True, slots=True)
class Version:
    """As what a file is loaded: the number of the load, its moment, and until when the store has told of by then.

    ``first`` marks the file with which a series is read anew: what was read of it before is forgotten. ``remapped``
    says that its mapping is another than when it was last read, ``as_it_was`` that the file itself is not.
    """

    batch: int
    moment: datetime
    told: Told | None
    first: bool = False
    remapped: bool = False
    as_it_was: bool = False


def versions(
    series: Sequence[Feed], known: Mapping[str, bool], *, batch: int, now: datetime, told: Told | None, zone: str
) -> Iterator[tuple[Feed, Version]]:
    """Those files of a series that are to be loaded, in the order of their days.

    Where one that is newer than all others has come, it is; where another has come or changed, the whole series is read
    anew, since what lies before it decides what it changed.

    Args:
        series: its feeds.
        known: those that were loaded before, by name, and whether each is as it was then.
        told: until when the store has told of, when there was one.
    """
    every = sorted(series, key=lambda feed: (feed.day or date.min, feed.name))
    fresh = [feed for feed in every if not known.get(feed.name)]
    if fresh == every[-1:] and len(every) > 1 and every[-1].name not in known:
        day, before = _day(every[-1]), Told.of(_day(every[-2]), zone)
        moment = _end(day, now, zone)
        late = told is not None and told.start > moment
        latest = max((before, told), key=lambda each: each.day) if told else before
        yield every[-1], Version(batch, now if late else moment, latest)
        return
    for place, feed in enumerate(every if fresh else ()):
        before_it = Told.of(_day(every[place - 1]), zone) if place else None
        number = batch - (len(every) - 1 - place)  # the rows of each version are told apart by it, and the last is now
        yield feed, Version(number, _end(_day(feed), now, zone), before_it, first=place == 0)


def left_behind(stored: Collection[str], feeds: Sequence[Feed], loaded: Collection[str]) -> set[str]:
    """Of the names under which rows are kept, those of files that are read under another name now.

    A file becomes one of a series or ceases to be, or its series is told by another pattern. Rows of files that are
    no longer there stay.

    Args:
        stored: under what the rows of one table of one source are kept.
        feeds: all that feeds this table from this source.
        loaded: the names of the files that were loaded before.
    """
    strange = {*stored} - {feed.kept_as for feed in feeds}
    known = [feed.name for feed in feeds if feed.name in loaded]
    return {
        name for name in strange if name in known or (name not in loaded and any(fnmatch(file, name) for file in known))
    }


def of_these_headings(mapping: Mapping[str, Any], headings: Sequence[str]) -> dict[str, Any]:
    """The mapping without columns that an export does not have: an older one may lack what was added later."""
    there = {heading.lower() for heading in headings}
    wanted = {
        name: entry.get("column", name) if isinstance(entry, Mapping) else entry for name, entry in mapping.items()
    }
    plain = {
        name
        for name, entry in mapping.items()
        if name not in RESERVED and (isinstance(entry, str) or (isinstance(entry, Mapping) and "column" in entry))
    }
    return {name: entry for name, entry in mapping.items() if name not in plain or wanted[name].lower() in there}


def _day(feed: Feed) -> date:
    return feed.day or date.min


def _end(day: date, now: datetime, zone: str) -> datetime:
    """The last minute of the day: what stands in its export is known by then, and what that hid comes after it."""
    following = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return min(now, following.astimezone(UTC).replace(tzinfo=None) - timedelta(minutes=1))
