"""Dated exports of one table (``deals_2026-01-31.csv``): each is the snapshot of the day in its name.

They are versions of one file, loaded in the order of their days, as if each had been synced on its own day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from headway.ingest.connectors.files import Feed
from headway.ingest.late import Told


@dataclass(frozen=True, slots=True)
class Version:
    """As what a file is loaded: the number of the load, its moment, and until when the store has told of by then.

    ``first`` marks the file with which a series is read anew: what was read of it before is forgotten.
    """

    batch: int
    moment: datetime
    told: Told | None
    first: bool = False


def versions(
    series: Sequence[Feed], unchanged: Collection[str], *, batch: int, now: datetime, told: Told | None, zone: str
) -> Iterator[tuple[Feed, Version]]:
    """Those files of a series that are to be loaded, in the order of their days.

    Where one that is newer than all others has come, it is; where another has come or changed, the whole series is read
    anew, since what lies before it decides what it changed.

    Args:
        series: its feeds; ``unchanged`` names those that are as they were when they were loaded.
        told: until when the store has told of, when there was one.
    """
    every = sorted(series, key=lambda feed: (feed.day or date.min, feed.name))
    fresh = [feed for feed in every if feed.name not in unchanged]
    if fresh == every[-1:] and len(every) > 1:
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


def _day(feed: Feed) -> date:
    return feed.day or date.min


def _end(day: date, now: datetime, zone: str) -> datetime:
    """The last second of the day: what stands in its export is known by then."""
    following = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return min(now, following.astimezone(UTC).replace(tzinfo=None) - timedelta(seconds=1))
