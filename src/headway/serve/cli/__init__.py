"""The command line: runs one command, and turns whatever goes wrong into one sentence and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from headway.errors import HeadwayError

DONE, TOLD_WHY_NOT = 0, 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``headway ARGUMENTS`` and leave the process with its exit status."""
    status = run(arguments)
    _close_quietly()
    sys.exit(status)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 told why not, 2 wrong usage, 3 loaded with more rows refused than allowed.

    Example:
        >>> run(["--version"])
        headway 0.1.0
        0
    """
    from headway.serve.cli.program import program

    try:
        status = program.main(args=arguments, prog_name="headway", standalone_mode=False)
        sys.stdout.flush()
    except Exception as problem:  # noqa: BLE001 - the outermost door: a person gets a sentence, never a traceback
        return _told(problem)
    return status if isinstance(status, int) else DONE


def _told(problem: Exception) -> int:
    if isinstance(problem, click.ClickException):
        problem.show()
        return problem.exit_code
    if isinstance(problem, BrokenPipeError):
        return DONE
    if isinstance(problem, click.Abort):
        _say("stopped.")
        return TOLD_WHY_NOT
    if isinstance(problem, HeadwayError):
        _say(str(problem))
        return problem.exit_status
    if os.environ.get("HEADWAY_DEBUG"):
        import traceback

        traceback.print_exception(problem)
    else:
        text = " ".join(str(problem).split())
        _say(f"unexpected {type(problem).__name__}: {text}. Next: set HEADWAY_DEBUG=1 to see where it happened.")
    return TOLD_WHY_NOT


def _say(sentence: str) -> None:
    click.echo(f"headway: {sentence}", err=True)


def _close_quietly() -> None:
    """A reader that left early (``headway next | head -1``) is no error, also not when Python closes its streams."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
