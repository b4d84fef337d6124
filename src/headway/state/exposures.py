"""What was shown to whom on which day: the ground against which decisions are read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from headway.state.database import Database
from headway.state.tables import EXPOSURES


class Exposures:
    """The actions that were shown by one workspace's pages and digests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def log(self, action_ids: Iterable[str], shown_on: date, user: str) -> None:
        """Write down that ``user`` was shown these actions that day; what is written already stays one line."""
        rows = [{"action_id": action_id, "shown_on": shown_on, "user": user} for action_id in dict.fromkeys(action_ids)]
        if rows:
            from sqlalchemy.dialects import postgresql, sqlite

            with self._database.writing() as connection:
                made = sqlite if connection.dialect.name == "sqlite" else postgresql
                connection.execute(made.insert(EXPOSURES).on_conflict_do_nothing(), rows)

    def first_shown(self, day: date) -> dict[str, date]:
        """The day on which each action was first shown to anybody, among those shown by ``day``."""
        first = func.min(EXPOSURES.c.shown_on)
        query = select(EXPOSURES.c.action_id, first).where(EXPOSURES.c.shown_on <= day).group_by(EXPOSURES.c.action_id)
        return dict(self._database.rows(query))
