"""What people decided about actions: nothing is ever changed or removed, and an undo is a decision too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, insert, select

from headway.errors import UsageError
from headway.state import audit
from headway.state.database import Database
from headway.state.tables import DECISIONS

UNDO: Final = "undo"
VERDICTS: Final = ("done", "later", "dismissed", UNDO)
_COLUMNS = tuple(
    DECISIONS.c[name] for name in ("action_id", "verdict", "decided_on", "user", "note", "sequence", "facts")
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; a greater ``sequence`` was written later. ``facts``: what the action was when it was decided."""

    action_id: str
    verdict: str
    decided_on: date
    user: str
    note: str
    sequence: int
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


class Decisions:
    """The decisions of one state, in the order of their day, then of their writing.

    An undo cancels the newest decision before it in that order that still stands; with none, it does nothing.

    Example:
        >>> import tempfile
        >>> from headway.state.store import State
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     state = State(f"{folder}/state.sqlite")
        ...     made = state.decisions.add("call:D7", "later", decided_on=date(2026, 3, 2))
        ...     made = state.decisions.add("call:D7", "done", decided_on=date(2026, 3, 4))
        ...     made = state.decisions.add("call:D7", "undo", decided_on=date(2026, 3, 5))
        ...     print([state.decisions.as_of(date(2026, 3, day))["call:D7"].verdict for day in (3, 4, 5)])
        ...     state.close()
        ['later', 'done', 'later']
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        action_id: str,
        verdict: str,
        *,
        decided_on: date,
        user: str = "local",
        note: str = "",
        facts: Mapping[str, str] | None = None,
    ) -> Decision:
        """Keep a decision, and its line in the audit, in one transaction.

        ``facts``: what the action was (play, deal_id, rep_id, gain …), kept so that it can be learned from later.
        Errors: :class:`UsageError` when the verdict is none of ``VERDICTS`` or the action has no name.
        """
        if verdict not in VERDICTS:
            raise UsageError("verdict", f"{verdict!r} is none", f"say one of {', '.join(VERDICTS)}")
        if not action_id:
            raise UsageError("action", "has no id", "name one that 'headway next' shows")
        kept = {"action_id": action_id, "verdict": verdict, "decided_on": decided_on, "user": user, "note": note}
        of_action = dict(facts or {})
        with self._database.writing() as connection:
            key = connection.execute(insert(DECISIONS), kept | {"facts": of_action}).inserted_primary_key
            audit.note(connection, user, f"decide {verdict}", action_id, decided_on)
        return Decision(action_id, verdict, decided_on, user, note, int(key[0] if key else 0), of_action)

    def as_of(self, day: date) -> dict[str, Decision]:
        """The decision that stands on each action, counting only those dated by the end of ``day``."""
        standing: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in self._read(select(*_COLUMNS).where(DECISIONS.c.decided_on <= day)):
            stack = standing[decision.action_id]
            if decision.verdict != UNDO:
                stack.append(decision)
            elif stack:
                stack.pop()
        return {action_id: stack[-1] for action_id, stack in standing.items() if stack}

    def history(self, action_id: str) -> list[Decision]:
        """Everything that was ever decided on one action, undone or not, oldest first."""
        return self._read(select(*_COLUMNS).where(DECISIONS.c.action_id == action_id))

    def _read(self, query: Select[*tuple[Any, ...]]) -> list[Decision]:
        in_order = query.order_by(DECISIONS.c.decided_on, DECISIONS.c.sequence)
        return [Decision(*row) for row in self._database.rows(in_order)]
