"""Tells of a file that says how deals ended and not when: what is missing, and what can be known all the same."""

from __future__ import annotations

from headway.ingest.meaning import outcome_map
from headway.ingest.profile import Heading, Profile

_NAMES_ROWS = 0.9  # of its values differ


def told_undated(seen: Profile) -> str:
    """What to do about a file of deals without days; empty where it says of nothing that it was won and lost."""
    ending = next((heading for heading in seen.headings.values() if _ends(heading)), None)
    if ending is None:
        return ""
    names = outcome_map(ending.values) or {}
    words = ", ".join(f'{value!r} = "{outcome}"'.replace("'", '"') for value, outcome in names.items() if outcome)
    every = max(heading.filled for heading in seen.headings.values())
    key = next((h.name for h in seen.headings.values() if h.distinct >= _NAMES_ROWS * every), "…")
    mapped = f'{{ column = "{ending.name}", map = {{ {words} }} }}'
    return (
        f"{seen.name} says how deals ended ('{ending.name}') but of none on which day it was opened: every answer is "
        "as of a day, so map created_at and closed_at to columns that hold them, or export these too. If there are "
        "none, only shares won and what goes with winning can be told (metrics --only closed_win_rate --by …, wins): "
        f'write [sources.tables.deals] file = "{seen.name}", deal_id = "{key}", status = {mapped}, and one day for '
        'all: created_at = { const = "2000-01-01" }, closed_at the same. Velocity, cycle and stages mean nothing then, '
        "and a column that counts over a deal's whole life tells how it ended, not why"
    )


def _ends(heading: Heading) -> bool:
    """Whether its few values say both won and lost."""
    found = outcome_map(heading.values) or {}
    return {"won", "lost"} <= set(found.values())
