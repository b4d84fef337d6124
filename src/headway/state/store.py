"""The state of one workspace: the load ledger, decisions, audit and exposures behind one connection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from headway.state.acceptances import Acceptances
from headway.state.audit import Audit
from headway.state.database import Database
from headway.state.decisions import Decisions
from headway.state.exposures import Exposures
from headway.state.identities import Identities
from headway.state.ledger import Ledger
from headway.state.trend import Trend

FILE_NAME = "state.sqlite"


class State:
    """What people decided and what was loaded, at a path (SQLite) or at the URL of a database.

    Opening creates nothing: a state that is not there reads as empty, and is made at the first write. One that is
    older is brought up to date, after a copy of the file was kept beside it.
    Errors: :class:`StoreError` when it cannot be used, or was written by a newer Headway.

    Example:
        >>> from datetime import date
        >>> State("nowhere/state.sqlite").decisions.as_of(date(2026, 3, 2))
        {}
    """

    ledger: Ledger
    decisions: Decisions
    audit: Audit
    exposures: Exposures
    identities: Identities
    acceptances: Acceptances
    trend: Trend

    def __init__(self, url_or_path: Path | str) -> None:
        self._database = Database(url_or_path)
        self.ledger = Ledger(self._database)
        self.decisions = Decisions(self._database)
        self.audit = Audit(self._database)
        self.exposures = Exposures(self._database)
        self.identities = Identities(self._database)
        self.acceptances = Acceptances(self._database)
        self.trend = Trend(self._database)

    def check(self) -> None:
        """Look through the whole file for damage. Errors: :class:`StoreError` when there is any."""
        self._database.check()

    def redact(self, change: Callable[[str], str]) -> int:
        """Put what ``change`` makes of each text in its place, for good; how many rows changed."""
        from headway.state.redact import redact

        return redact(self._database, change)

    def close(self) -> None:
        """Give back every connection; the object can be used again, and then opens new ones."""
        self._database.close()
