"""What a generation of the store holds: its tables' rows and extra columns, and the days between which it speaks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import blake2b

TABLE = "_catalog"


@dataclass(frozen=True, slots=True)
class Catalog:
    """Facts about a built store, kept inside it as one row of JSON.

    Attributes:
        as_of: the day as of which it answers by default: the latest event not after the sync.
        rows: rows by table; extras: the columns by table that files brought beside ours.
        histories: fields of a deal that have rows in ``deal_changes``.
        account_histories: fields of an account that have rows in ``account_changes``.
        since: the first moment at which a row of a table (or of ``deal_changes.FIELD``) was known; none without one.
        merged: the tables of which any row was merged into another.
        given: the columns (``TABLE.COLUMN``) of long tables of which is kept what they refer to, each text once.
        made_with: fingerprint of code and settings; another one means that the store must be built again.
        content: a short hash of every table's content.
    """

    as_of: date
    synced_at: datetime
    currency: str
    timezone: str
    rows: Mapping[str, int] = field(default_factory=dict)
    extras: Mapping[str, list[str]] = field(default_factory=dict)
    histories: list[str] = field(default_factory=list)
    made_with: str = ""
    since: Mapping[str, datetime] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    account_histories: list[str] = field(default_factory=list)
    content: str = ""
    given: list[str] = field(default_factory=list)

    @property
    def edition(self) -> str:
        """What an answer that is kept was made from: a number may be given twice, after an undo, this is not."""
        return f"{self.content}.{self.synced_at.isoformat()}"

    @property
    def shape(self) -> str:
        """A short hash of everything on which compiled SQL depends."""
        parts = [
            self.currency,
            self.timezone,
            self.extras,
            sorted(self.histories),
            self.account_histories,
            self.merged,
            self.given,
            self.made_with,
        ]
        return blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=8).hexdigest()

    def to_json(self) -> str:
        """Text that :meth:`from_json` reads back."""
        return json.dumps(asdict(self), default=lambda value: value.isoformat(), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Catalog:
        """The catalog of its text."""
        data = json.loads(text)
        data["as_of"] = date.fromisoformat(data["as_of"])
        data["synced_at"] = datetime.fromisoformat(data["synced_at"])
        data["since"] = {name: datetime.fromisoformat(moment) for name, moment in data["since"].items()}
        return cls(**data)
