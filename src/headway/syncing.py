"""Has a process apart do a sync, and hears what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from headway.apart import hear

_REFUSED_TOO_MANY = 3


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync read, loaded and refused: one row a file.

    ``fresh`` counts the files that were read now, ``stay_refused`` the rows that the others refused when they were
    read; ``why`` says for what the store was made anew beside files that have changed.
    """

    files: tuple[Mapping[str, Any], ...]
    generation: int
    changed: bool
    too_many_refused: bool
    fresh: int = 0
    stay_refused: int = 0
    why: str = ""
    notes: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """3 when more rows were refused now than is allowed, else 0: what an unchanged file refused was told before."""
        return _REFUSED_TOO_MANY if self.too_many_refused else 0


def run_child(folder: Path, *, now: datetime, source: str | None, progress: Callable[[str], None] | None) -> SyncReport:
    """Read the sources of a workspace into a new generation, in a process apart.

    Errors: what it says is wrong; :class:`WorkspaceError` when it ends without a word.
    """
    asked = {"folder": str(folder), "now": now.isoformat(), "source": source}
    told = hear("headway.sync_child", asked, thing=str(folder), progress=progress)
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return SyncReport(**fields)
