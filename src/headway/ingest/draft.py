"""A mapping while it is being worked out: which file is which table, which of their columns is ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from headway.ingest.profile import Profile

Mapped = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """The mapping while it is being worked out: table → (file, our column → mapping)."""

    profiles: dict[str, Profile]
    placed: dict[str, str]
    columns: dict[str, Mapped] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def file_of(self, table: str) -> str | None:
        """The first file placed as the table."""
        return next((file for file, name in self.placed.items() if name == table), None)
