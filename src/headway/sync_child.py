"""The ingesting child process: foreign files are read here, never in the process that answers questions."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from threading import Thread, Timer
from typing import Any

from headway.engine.duckdb import DuckBuilder
from headway.errors import HeadwayError, WorkspaceError
from headway.ingest.sync import as_row
from headway.publish import Published, publish
from headway.settings import Settings
from headway.workspace import Workspace, made_with, open_workspace


def run(folder: str, now: str, source: str) -> None:
    """Sync the workspace in ``folder``: say each step, then the report or the error, as JSON lines."""

    def say(**message: Any) -> None:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    try:
        workspace = open_workspace(folder)
        limit(workspace.settings, lambda problem: say(error=_told(problem)))
        moment = datetime.fromisoformat(now)

        def prepare(generation: int) -> None:
            say(progress="preparing the answers of the day")
            ahead = Workspace(workspace.settings, generation=generation)
            for sentence in ahead.prepare():
                say(progress=sentence)
            ahead.close()

        done = publish(
            workspace.settings, workspace.state, now=moment, made_with=made_with(workspace.settings),
            only=source or None, progress=lambda text: say(progress=text), prepare=prepare,
        )  # fmt: skip
        if aside := workspace.tidy_answers():
            say(progress=f"the kept answers were damaged: put aside as {aside}")
        workspace.record_health()
        say(report=report_fields(done))
        workspace.close()
    except (HeadwayError, MemoryError, DuckBuilder.OutOfMemory) as problem:
        if isinstance(problem, HeadwayError) and "Out of Memory" not in problem.wrong:
            say(error=_told(problem))
        else:
            say(error=_told(_too_much(folder, "needs more memory than sync_memory_mb allows")))


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


def _told(problem: HeadwayError) -> list[str]:
    return [type(problem).__name__, problem.thing, problem.wrong, problem.next_step]


def _too_much(folder: str, wrong: str) -> WorkspaceError:
    return WorkspaceError(
        folder, f"the sync {wrong}", "read fewer files at once, or raise it in headway.toml: nothing was half-written"
    )


def limit(settings: Settings, give_up: Callable[[HeadwayError], None]) -> None:
    """Bound this process in memory of its own and in time; ``give_up`` is told before it ends for the latter."""
    import resource

    most = settings.sync_memory_mb << 20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))

    def end() -> None:
        give_up(_too_much(str(settings.folder), f"took longer than sync_minutes = {settings.sync_minutes}"))
        os._exit(1)

    timer = Timer(settings.sync_minutes * 60, end)
    timer.daemon = True
    timer.start()


def die_with_parent() -> None:
    """End at once when standard input does: a sync whose caller was killed shall not go on unseen."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        os._exit(1)

    Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    die_with_parent()
    run(*sys.argv[1:])
