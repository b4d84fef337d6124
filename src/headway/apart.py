"""A process apart for foreign files: it is started and heard here, bounded here, and ends with its caller."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from threading import Thread, Timer
from typing import Any

from headway import errors
from headway.errors import HeadwayError, WorkspaceError

_NOTHING = object()
_GRACE_SECONDS = 10


def hear(module: str, asked: Mapping[str, Any], *, thing: str, progress: Callable[[str], None] | None = None) -> Any:
    """Run a module that ends in :func:`answer` in a process of its own, and give what it reports.

    Args:
        asked: what it is to do, as plain values.
        thing: what an unexplained end is told of, such as the workspace's folder.
        progress: told one line for each step.

    Errors: what the process says is wrong; :class:`WorkspaceError` when it ends without a word.
    """
    # It reads one line, then nothing, but ends when its standard input does: when this process is no more.
    child = subprocess.Popen(  # noqa: S603 (ourselves)
        [sys.executable, "-P", "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    report, last = _NOTHING, "starting"
    with child.stdin or nullcontext(sys.stdout) as told, child.stdout or nullcontext(()) as lines:
        with suppress(BrokenPipeError):
            told.write(json.dumps(asked) + "\n")
            told.flush()
        for line in lines:
            said = json.loads(line)
            if "error" in said:
                kind, *parts = said["error"]
                child.wait()
                raise getattr(errors, kind)(*parts)
            report = said.get("report", report)
            last = said.get("progress", last)
            if "progress" in said and progress is not None:
                progress(last)
    if child.wait() != 0 or report is _NOTHING:
        wrong = f"the process that reads its files ended early (status {child.returncode}) at: {last}"
        raise WorkspaceError(thing, wrong, "run it again: nothing was half-written")
    return report


def answer(task: Callable[[Mapping[str, Any]], Any]) -> None:
    """The other side: do what is asked, and say the report or the error; ends at once with the caller."""
    asked = json.loads(sys.stdin.readline())
    end_with_caller()
    try:
        say(report=task(asked))
    except HeadwayError as problem:
        say(error=_told(problem))


def say(**message: Any) -> None:
    """Tell the caller something: ``progress=…``, ``report=…`` or ``error=…``."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def bound(memory_mb: int, seconds: float, late: HeadwayError) -> None:
    """Bound this process in memory of its own and in time; ``late`` is told before it ends for the latter."""
    import resource

    most = memory_mb << 20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))

    def end() -> None:
        say(error=_told(late))
        os._exit(1)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    signal.alarm(int(seconds) + _GRACE_SECONDS)  # what never lets a thread of ours run is ended by the system


@contextmanager
def fed(starved: HeadwayError) -> Iterator[None]:
    """Tell a want of memory, whoever found it, as ``starved``."""
    try:
        yield
    except Exception as problem:
        if isinstance(problem, MemoryError) or "Out of Memory" in str(problem):
            raise starved from problem
        raise


def end_with_caller() -> None:
    """End at once when standard input does: what its caller left behind shall not go on unseen."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def _told(problem: HeadwayError) -> list[str]:
    return [type(problem).__name__, problem.thing, problem.wrong, problem.next_step]
