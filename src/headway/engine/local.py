"""Says that a table is made key by key, so that a day's few keys can be made anew and all the others left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Local:
    """A table whose rows of one key are made of the rows of that key alone; its key is never empty.

    Attributes:
        by: its own column that holds the key.
        of: the tables that it reads by key → their column that holds it; what else it reads, it reads whole.
        via: tables of which one row each is looked up → their column, and ours, that hold what leads to it.
        unless: table of ``of`` → a condition between its rows that came or went (``moved``) and the rows ``made`` of
            the same key: one for which it holds changes nothing.
        between: SQL of the keys that may differ when only the values given to the statement did, of the values
            before and those now (as text); without it, other values make the whole table anew.

    Example:
        >>> Local("deal_id", {"newest.deals": "deal_id"}).of
        {'newest.deals': 'deal_id'}
    """

    by: str
    of: Mapping[str, str]
    via: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unless: Mapping[str, str] = field(default_factory=dict)
    between: Callable[[Values, Values], str] | None = None
