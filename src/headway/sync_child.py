"""The ingesting child process: foreign files are read here, never in the process that answers questions."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from headway.apart import answer, bound, fed, say
from headway.errors import WorkspaceError
from headway.ingest.sync import as_row
from headway.publish import Published, publish
from headway.workspace import Workspace, made_with, open_workspace


def sync(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Sync the workspace in ``folder`` at the moment ``now``, of all sources or of one."""
    folder = str(asked["folder"])
    with fed(_too_much(folder, "needs more memory than sync_memory_mb allows")):
        return _synced(folder, datetime.fromisoformat(asked["now"]), asked["source"])


def _synced(folder: str, now: datetime, source: str | None) -> dict[str, Any]:
    """Publish, and make the answers of the day: of few deals before the store is shown, of many after it.

    So the first reader of a small store need not wait, and what is new in a large one is seen at once. Either way they
    are part of the sync: one that would need more than ``sync_memory_mb`` is told and left out; where they end after
    ``sync_minutes``, a small store is not shown.
    """
    workspace = open_workspace(folder)
    settings = workspace.settings
    late = _too_much(folder, f"took longer than sync_minutes = {settings.sync_minutes}")
    bound(settings.sync_memory_mb, settings.sync_minutes * 60, late)

    def prepare(generation: int) -> None:
        ahead = Workspace(settings, generation=generation)
        if not ahead.takes_long:
            _prepare(ahead)
        ahead.close()

    done = publish(
        settings, workspace.state, now=now, made_with=made_with(settings), only=source,
        progress=lambda text: say(progress=text), prepare=prepare,
    )  # fmt: skip
    if done.changed and workspace.takes_long:
        _prepare(workspace)
    if aside := workspace.tidy_answers():
        say(progress=f"the kept answers were damaged: put aside as {aside}")
    workspace.record_health()
    workspace.close()
    return report_fields(done)


def _prepare(workspace: Workspace) -> None:
    doing = "preparing the answers of the day"
    say(progress=doing)
    told = (lambda name: say(progress=f"{doing}: {name}")) if workspace.takes_long else None
    for sentence in workspace.prepare(told):
        say(progress=sentence)


def report_fields(done: Published) -> dict[str, Any]:
    """The fields of the :class:`headway.syncing.SyncReport` that the caller is given, as plain values."""
    return {
        "files": [as_row(report) for report in done.files],
        "generation": done.generation,
        "changed": done.changed,
        "too_many_refused": any(report.too_many_refused for report in done.files),
        "fresh": len(done.fresh),
        "stay_refused": sum(report.refused_before for report in done.files),
        "why": done.why,
        "notes": [note for report in done.files for note in report.notes],
    }


def _too_much(folder: str, wrong: str) -> WorkspaceError:
    return WorkspaceError(
        folder, f"the sync {wrong}", "read fewer files at once, or raise it in headway.toml: nothing was half-written"
    )


if __name__ == "__main__":
    # Compiling makes many small things that stay: to look through them for what does not is a fifth of its time.
    gc.set_threshold(100_000)
    answer(sync)
