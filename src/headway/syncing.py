"""Runs the ingesting child process and hears what it did; a sync is waited for here, and done there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from headway import errors
from headway.errors import WorkspaceError

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
    """Read the sources of a workspace into a new generation, in a child process.

    Errors: what the child says is wrong; :class:`WorkspaceError` when it ends without a word.
    """
    command = [sys.executable, "-P", "-m", "headway.sync_child", str(folder), now.isoformat(), source or ""]
    # The child reads nothing, but dies when its standard input ends: when this process is no more.
    child = subprocess.Popen(  # noqa: S603 (ourselves)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    report: SyncReport | None = None
    last = "starting"
    with child.stdin or nullcontext(), child.stdout or nullcontext(()) as lines:
        for line in lines:
            message = json.loads(line)
            if "progress" in message:
                last = message["progress"]
                if progress is not None:
                    progress(last)
            if "error" in message:
                kind, *told = message["error"]
                child.wait()
                raise getattr(errors, kind)(*told)
            if "report" in message:
                report = SyncReport(**{name: _frozen(value) for name, value in message["report"].items()})
    if child.wait() != 0 or report is None:
        raise WorkspaceError(
            str(folder),
            f"the sync ended early (status {child.returncode}) at: {last}",
            "run 'headway sync' again: nothing was half-written",
        )
    return report


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
