"""One thing said, and how all that was said becomes numbered activities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from headway.demo.rows import Activity


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, not yet numbered: when (weeks), and whether it is the customer's own statement of the problem."""

    when: float
    row: Activity
    states_problem: bool = False


def number(said: Iterable[Said]) -> tuple[list[Activity], dict[str, str]]:
    """Return the activities in the order of time, with ids, and for each deal the one that states the problem."""
    rows, stated = [], {}
    for i, item in enumerate(sorted(said, key=lambda one: (one.when, one.row.account_id))):
        row = item.row._replace(activity_id=f"N{i + 1:05d}")
        rows.append(row)
        if item.states_problem and row.deal_id:
            stated[row.deal_id] = row.activity_id
    return rows, stated
