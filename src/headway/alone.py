"""Holds the lock of a folder: of two who would change it at once one waits, or is told that the other is at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from headway.errors import BusyError, WorkspaceError


@contextmanager
def alone(lock: Path, *, wrong: str, mend: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold a lock; the system lets go of it when this process ends, however it ends.

    Args:
        lock: the file that is locked, in the folder that is to be changed.
        wrong: what is told where somebody else holds it for longer than ``wait_seconds``; ``mend``: what to do then.

    Errors: :class:`BusyError` then; :class:`WorkspaceError` for a folder that cannot be written to.
    """
    held = FileLock(lock)
    try:
        held.acquire(timeout=wait_seconds)
    except Timeout:
        raise BusyError(str(lock.parent), wrong, mend) from None
    except OSError as problem:
        raise unwritable(lock.parent, problem) from None
    try:
        yield
    finally:
        held.release()


def unwritable(folder: Path, problem: OSError) -> WorkspaceError:
    """What is told of a folder in which the system lets nothing be written."""
    told = f"cannot be written to ({problem.strerror})"
    return WorkspaceError(str(folder), told, "make the folder yours to write, then try again")
