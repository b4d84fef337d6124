"""Days are days of the workspace's time zone: where one begins and ends, in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import ibis.expr.types as ir


def start_of(day: date, zone: str) -> datetime:
    """The first moment of a day, as UTC without a zone (as times are stored).

    Example:
        >>> start_of(date(2026, 3, 2), "America/New_York").isoformat()
        '2026-03-02T05:00:00'
    """
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def end_of(day: date, zone: str) -> datetime:
    """The first moment after a day: bounds are half-open, so nothing is counted twice.

    Example:
        >>> end_of(date(2026, 3, 8), "America/New_York").isoformat()
        '2026-03-09T04:00:00'
    """
    return start_of(day + timedelta(days=1), zone)


def day_of(moment: datetime, zone: str) -> date:
    """The day of a stored moment."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def moment_of(day: ir.DateValue, zone: str) -> ir.TimestampValue:
    """The first moment of a day column, as UTC."""
    import ibis

    if zone == "UTC":
        return day.cast("timestamp")
    timezone = _in_zone()
    local = timezone(ibis.literal(zone), day.cast("timestamp"))
    return timezone(ibis.literal("UTC"), local).cast("timestamp")


def local_of(moment: ir.TimestampValue, zone: str) -> ir.TimestampValue:
    """A moment (UTC) as the clock of the zone shows it."""
    import ibis

    if zone == "UTC":
        return moment
    timezone = _in_zone()
    known = timezone(ibis.literal("UTC"), moment)
    return timezone(ibis.literal(zone), known).cast("timestamp")


def local_day(moment: ir.TimestampValue, zone: str) -> ir.DateValue:
    """The workspace's day of a stored moment (UTC)."""
    return local_of(moment, zone).cast("date")


@cache
def midnights(zone: str) -> tuple[int, ...]:
    """At which seconds of a UTC day the days of a zone begin, over the year: a moment there is most likely a day alone.

    Example:
        >>> midnights("UTC"), midnights("America/New_York")
        ((0,), (14400, 18000))
    """
    starts = (start_of(date(year, month, 2), zone) for year in range(1990, 2060) for month in (1, 4, 7, 10))
    return tuple(sorted({start.hour * 3600 + start.minute * 60 for start in starts}))


@cache
def _in_zone() -> Callable[..., Any]:
    """The engine's function, made once: two that are made apart are never the same expression."""
    import ibis

    made: Callable[..., Any] = ibis.udf.scalar.builtin(_timezone, name="timezone")
    return made


def _timezone(zone: str, moment: datetime) -> datetime:
    """The engine's own function: a local time of a zone to a moment, and back."""
    raise RuntimeError(zone, moment)
