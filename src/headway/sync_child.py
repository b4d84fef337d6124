"""The ingesting child process: foreign files are read here, never in the process that answers questions."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any

from headway.errors import HeadwayError
from headway.ingest.sync import as_row
from headway.publish import publish
from headway.workspace import made_with, open_workspace


def run(folder: str, now: str, source: str) -> None:
    """Sync the workspace in ``folder``: say each step, then the report or the error, as JSON lines."""

    def say(**message: Any) -> None:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    try:
        workspace = open_workspace(folder)
        moment = datetime.fromisoformat(now).replace(tzinfo=None)
        done = publish(
            workspace.settings, workspace.state, now=moment, made_with=made_with(workspace.settings),
            only=source or None, progress=lambda text: say(progress=text),
        )  # fmt: skip
        if done.changed:
            say(progress="preparing the answers of the day")
            for sentence in workspace.prepare():
                say(progress=sentence)
        too_many = any(report.too_many_refused for report in done.files)
        say(report=[as_row(r) for r in done.files], generation=done.generation, changed=done.changed, too_many=too_many)
        workspace.close()
    except HeadwayError as problem:
        say(error=[type(problem).__name__, problem.thing, problem.wrong, problem.next_step])


if __name__ == "__main__":
    run(*sys.argv[1:])
