"""What a prediction is: whose journeys it follows, what counts as good and bad ends, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Predictor:
    """One prediction; both expressions are over the book as of the day, so nothing later can be seen.

    Attributes:
        journeys: rows (entity_id, account_id, began_at, ended_at, outcome): outcome is ``won``, ``lost`` or null.
        spells: rows (entity_id, state, at): every state that was entered and when, for journeys with a history.
        horizon_days: how far ahead it looks.
    """

    name: str
    title: str
    journeys: Callable[[Book], ir.Table]
    spells: Callable[[Book], ir.Table]
    horizon_days: float
