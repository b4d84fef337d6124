"""The audit: who did what, to which thing, on which day; lines are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select

from headway.state.database import Database
from headway.state.tables import AUDIT


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit; a greater ``sequence`` was written later."""

    sequence: int
    day: date
    user: str
    what: str
    thing: str


class Audit:
    """The audit of one state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, user: str, what: str, thing: str, day: date) -> None:
        """Add a line in a transaction of its own."""
        with self._database.writing() as connection:
            note(connection, user, what, thing, day)

    def entries(self, limit: int = 100) -> list[Entry]:
        """The last ``limit`` lines, newest first."""
        columns = (AUDIT.c.sequence, AUDIT.c.day, AUDIT.c.user, AUDIT.c.what, AUDIT.c.thing)
        query = select(*columns).order_by(AUDIT.c.sequence.desc()).limit(limit)
        return [Entry(*row) for row in self._database.rows(query)]


def note(connection: Connection, user: str, what: str, thing: str, day: date) -> None:
    """Add a line in the transaction of what it tells about, so that neither is ever kept without the other."""
    connection.execute(insert(AUDIT), {"user": user, "what": what, "thing": thing, "day": day})
