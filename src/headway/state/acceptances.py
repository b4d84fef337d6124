"""What people accepted of what is wrong with the data, and why: nothing is ever changed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import insert, select

from headway.errors import UsageError
from headway.state import audit
from headway.state.database import Database
from headway.state.tables import ACCEPTANCES

ACCEPT: Final = "accept"
UNDO: Final = "undo"
_COLUMNS = tuple(
    ACCEPTANCES.c[name] for name in ("finding_id", "verdict", "reason", "accepted_on", "user", "rows", "share")
)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One word on a finding: how many rows it had, and which share of its table they were, when it was said."""

    finding_id: str
    verdict: str
    reason: str
    accepted_on: date
    user: str
    rows: int
    share: float


class Acceptances:
    """What was said, in the order of its day, then of its writing; the last word on a finding stands.

    Example:
        >>> import tempfile
        >>> from headway.state.store import State
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     state = State(f"{folder}/state.sqlite")
        ...     state.acceptances.add("zombies-1", "accept", "known", on=date(2026, 3, 2), rows=4, share=0.1)
        ...     state.acceptances.add("zombies-1", "undo", "", on=date(2026, 3, 4), rows=4, share=0.1)
        ...     print([sorted(state.acceptances.as_of(date(2026, 3, day))) for day in (1, 3, 4)])
        ...     state.close()
        [[], ['zombies-1'], []]
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, finding_id: str, verdict: str, reason: str, *, on: date, rows: int, share: float, user: str = "local"
    ) -> None:
        """Keep a word, and its line in the audit, in one transaction.

        Errors: :class:`UsageError` for another verdict, or an acceptance without a reason.
        """
        if verdict not in (ACCEPT, UNDO):
            raise UsageError("verdict", f"{verdict!r} is none", f"say {ACCEPT} or {UNDO}")
        if verdict == ACCEPT and not reason.strip():
            raise UsageError("reason", "is empty", "say why it is accepted: whoever reads it later will ask")
        said = {"finding_id": finding_id, "verdict": verdict, "reason": reason.strip(), "accepted_on": on}
        with self._database.writing() as connection:
            connection.execute(insert(ACCEPTANCES), said | {"user": user, "rows": rows, "share": share})
            audit.note(connection, user, f"health {verdict}", finding_id, on)

    def as_of(self, day: date) -> dict[str, Acceptance]:
        """The acceptance that stands on each finding, of those said by the end of ``day``."""
        query = select(*_COLUMNS).where(ACCEPTANCES.c.accepted_on <= day)
        every = self._database.rows(query.order_by(ACCEPTANCES.c.accepted_on, ACCEPTANCES.c.sequence))
        last = {row[0]: Acceptance(*row) for row in every}
        return {finding: word for finding, word in last.items() if word.verdict == ACCEPT}
