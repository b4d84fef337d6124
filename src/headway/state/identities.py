"""What people said of two rows: that they are one, or that they are not; nothing is ever changed or removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import insert, select

from headway.errors import UsageError
from headway.state import audit
from headway.state.database import Database
from headway.state.tables import IDENTITIES

SAME: Final = "same"
DIFFERENT: Final = "different"
UNDO: Final = "undo"
VERDICTS: Final = (SAME, DIFFERENT, UNDO)
_COLUMNS = tuple(
    IDENTITIES.c[name] for name in ("table", "from_id", "into_id", "verdict", "decided_on", "user", "note", "sequence")
)


@dataclass(frozen=True, slots=True)
class Identity:
    """One such word: ``from_id`` of a table is (or is not) ``into_id``; a greater ``sequence`` was written later."""

    table: str
    from_id: str
    into_id: str
    verdict: str
    decided_on: date
    user: str
    note: str
    sequence: int

    @property
    def pair(self) -> tuple[str, str, str]:
        """The table and the two ids, smaller first: whichever way round it was said."""
        return self.table, *sorted((self.from_id, self.into_id))  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Spell:
    """A word and the days on which it stands: until ``ended_on``, when another took its place or it was undone."""

    word: Identity
    ended_on: date | None


class Identities:
    """What was said, in the order of its day, then of its writing; the last word on a pair stands.

    Example:
        >>> import tempfile
        >>> from headway.state.store import State
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     state = State(f"{folder}/state.sqlite")
        ...     state.identities.add("accounts", "A2", "A1", "same", decided_on=date(2026, 3, 2))
        ...     state.identities.add("accounts", "A2", "A1", "undo", decided_on=date(2026, 3, 4))
        ...     print([sorted(state.identities.as_of(date(2026, 3, day))) for day in (3, 4)])
        ...     state.close()
        [[('accounts', 'A1', 'A2')], []]
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        table: str,
        from_id: str,
        into_id: str,
        verdict: str,
        *,
        decided_on: date,
        user: str = "local",
        note: str = "",
    ) -> None:
        """Keep a word, and its line in the audit, in one transaction.

        Errors: :class:`UsageError` for another verdict, or a row and itself.
        """
        if verdict not in VERDICTS:
            raise UsageError("verdict", f"{verdict!r} is none", f"say one of {', '.join(VERDICTS)}")
        if from_id == into_id or not from_id or not into_id:
            raise UsageError(from_id or "the row", "is one row, not two", "name two ids of one table")
        said = {"table": table, "from_id": from_id, "into_id": into_id, "verdict": verdict, "decided_on": decided_on}
        with self._database.writing() as connection:
            connection.execute(insert(IDENTITIES), said | {"user": user, "note": note})
            audit.note(connection, user, verdict, f"{table}: {from_id} and {into_id}", decided_on)

    def as_of(self, day: date) -> dict[tuple[str, str, str], Identity]:
        """The word that stands on each pair, of those said by the end of ``day``."""
        last = {word.pair: word for word in self._every() if word.decided_on <= day}
        return {pair: word for pair, word in last.items() if word.verdict != UNDO}

    def spells(self) -> list[Spell]:
        """Every word but the undoings, with the day on which it ceased to stand."""
        following: dict[tuple[str, str, str], Identity] = {}
        found = []
        for word in reversed(list(self._every())):
            after = following.get(word.pair)
            following[word.pair] = word
            if word.verdict != UNDO:
                found.append(Spell(word, after.decided_on if after is not None else None))
        return found[::-1]

    def _every(self) -> Iterable[Identity]:
        query = select(*_COLUMNS).order_by(IDENTITIES.c.decided_on, IDENTITIES.c.sequence)
        return [Identity(*row) for row in self._database.rows(query)]
