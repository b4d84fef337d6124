"""The child process that looks at files for the page of the mapping: foreign files never enter the serving one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from headway.errors import HeadwayError
from headway.ingest.worksheet import worksheet
from headway.settings import load
from headway.sync_child import limit


def run() -> None:
    """Read what is asked from standard input, say the worksheet or the error on standard output, both as JSON."""
    asked = json.loads(sys.stdin.read())

    def give_up(problem: HeadwayError) -> None:
        sys.stdout.write(json.dumps({"error": [type(problem).__name__, *_parts(problem)]}))
        sys.stdout.flush()

    try:
        settings = load(Path(asked["folder"]), text=asked["text"])
        limit(settings, give_up)
        sys.stdout.write(json.dumps({"worksheet": worksheet(settings, asked["table"], asked["file"])}))
    except HeadwayError as problem:
        give_up(problem)


def _parts(problem: HeadwayError) -> list[str]:
    return [problem.thing, problem.wrong, problem.next_step]


if __name__ == "__main__":
    run()
