"""The ingesting child process: foreign files are read here, never in the process that answers questions."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from threading import Thread
from typing import Any

from headway.errors import HeadwayError
from headway.ingest.sync import as_row
from headway.publish import publish
from headway.workspace import Workspace, made_with, open_workspace


def run(folder: str, now: str, source: str) -> None:
    """Sync the workspace in ``folder``: say each step, then the report or the error, as JSON lines."""

    def say(**message: Any) -> None:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    try:
        workspace = open_workspace(folder)
        moment = datetime.fromisoformat(now).replace(tzinfo=None)

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
        too_many = any(report.too_many_refused for report in done.files)
        say(report=[as_row(r) for r in done.files], generation=done.generation, changed=done.changed, too_many=too_many)
        workspace.close()
    except HeadwayError as problem:
        say(error=[type(problem).__name__, problem.thing, problem.wrong, problem.next_step])


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
