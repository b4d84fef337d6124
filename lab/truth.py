"""What is true of a world: frozen, and saved as JSON outside the folder that the product may read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from headway.demo.hidden import Hidden
from headway.demo.mess import Mess


@dataclass(frozen=True, slots=True)
class Truth:
    """The hidden truth of one world.

    Attributes:
        odds: P(won ever) of each deal open at the end of `as_of`, by deal id.
        gains: what one change would add to those odds: `stated`, `second`, `next_step` (where it is not yet so).
        stated_in: for each deal in which the customer stated the problem, the activity that holds it.
        kept_a_year: expected share of a segment's customers still there after 52 weeks.
        missing: pull on the log odds of each capability that the product lacks at the end (0: asked for, no effect).
        released: the day since which a capability that hurt before is native.
        seller_pull: the sellers' own pull and their weekly chance to hear the problem, by rep id.
        can_tell_sellers: False where each seller sells one segment.
    """

    world: str
    seed: int
    as_of: date
    odds: Mapping[str, float]
    gains: Mapping[str, Mapping[str, float]]
    stated_in: Mapping[str, str]
    kept_a_year: Mapping[str, float]
    missing: Mapping[str, float]
    released: Mapping[str, date]
    seller_pull: Mapping[str, tuple[float, float]]
    can_tell_sellers: bool
    hidden: Hidden
    mess: Mess

    def save(self, path: Path) -> None:
        """Write the truth as JSON; days as ISO dates."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), default=_text, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    message = f"{type(value).__name__} has no place in a truth file"
    raise TypeError(message)
