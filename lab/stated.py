"""Counts again, in plain Python, which deals had their problem stated by a day of their lives, and how they ended.

The oracle for `context --effect`: over what the product heard, it must count the same; over the truth of a world, it
tells the difference that an ear without errors would have seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Life:
    """One deal: when it was opened and closed, whether it was won, and with which it is compared (its stratum)."""

    deal_id: str
    opened: datetime
    closed: datetime | None
    won: bool
    stratum: tuple[str, ...]


def strata_at(
    lives: Iterable[Life],
    theirs: Mapping[str, list[datetime]],
    stated: Mapping[str, datetime],
    *,
    day: float,
    old_days: float,
    now: datetime,
) -> np.ndarray:
    """Won and deals where it was stated by the day, the same where not, and texts looked at, float [strata, 5].

    Args:
        theirs: deal → when the customer said or wrote anything.
        stated: deal → when the problem was first stated.
        old_days: younger deals are left out.
        now: the first moment that is not known.
    """
    cells: dict[tuple[str, ...], np.ndarray] = defaultdict(lambda: np.zeros(5))
    for life in lives:
        alive = life.closed is None or _days(life.closed, life.opened) > day
        looks = sum(_days(at, life.opened) <= day for at in theirs.get(life.deal_id, ()))
        if _days(now, life.opened) < old_days or not alive or not looks:
            continue
        said = stated.get(life.deal_id)
        at = 0 if said is not None and _days(said, life.opened) <= day else 2
        cells[life.stratum][at : at + 2] += life.won, 1
        cells[life.stratum][4] += looks
    return np.array([cells[stratum] for stratum in sorted(cells)])


def _days(end: datetime, start: datetime) -> float:
    return (end - start).total_seconds() / _DAY
