"""The only clock: everything else is told the day and the time."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from headway.errors import SettingsError

_VARIABLE = "HEADWAY_NOW"


def now() -> datetime:
    """This moment in UTC, or the one that ``HEADWAY_NOW`` names (ISO 8601), so that a whole process can be replayed.

    A time with an offset is led over to UTC; one without is UTC.

    Errors: :class:`SettingsError` when the variable holds no time.

    Example:
        >>> import os
        >>> os.environ["HEADWAY_NOW"] = "2026-03-02T08:40:00+05:00"
        >>> now().hour
        3
        >>> del os.environ["HEADWAY_NOW"]
    """
    text = os.environ.get(_VARIABLE)
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise SettingsError(_VARIABLE, f"{text!r} is no time", "write it as 2026-03-02T08:40:00+00:00") from problem
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
