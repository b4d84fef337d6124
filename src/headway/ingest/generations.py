"""The generations of the store: each is a file of its own, never changed once published.

``headway.duckdb`` is a symbolic link to ``store/NNNNNN.duckdb``, moved by one atomic rename. Readers resolve it and
open the generation itself, because a process caches a path that it has opened before.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

POINTER = "headway.duckdb"
_KEPT = 2


@dataclass(frozen=True, slots=True)
class Generations:
    """The store's folder and its pointer in one workspace."""

    folder: Path

    @property
    def pointer(self) -> Path:
        """The link to the current generation."""
        return self.folder / POINTER

    @property
    def store(self) -> Path:
        """Where the generations lie."""
        return self.folder / "store"

    def current(self) -> int:
        """The number of the published generation; 0 when there is none."""
        try:
            return int(self.pointer.readlink().stem)
        except (OSError, ValueError):
            return 0

    def path(self, number: int) -> Path:
        """The file of a generation."""
        return self.store / f"{number:06d}.duckdb"

    def start(self, *, from_scratch: bool = False) -> Path:
        """A fresh file for the next generation, beginning as a copy of the current one.

        What an interrupted sync left behind is removed first: nothing ever pointed at it.
        """
        self.store.mkdir(parents=True, exist_ok=True)
        current = self.current()
        for left in self.store.iterdir():
            if _number(left) > current:
                left.unlink() if left.is_file() else shutil.rmtree(left, ignore_errors=True)
        fresh = self.store / f"{current + 1:06d}.building"
        if current and not from_scratch:
            shutil.copyfile(self.path(current), fresh)
        return fresh

    def publish(self, fresh: Path) -> int:
        """Make a finished, closed file the current generation: durable first, visible second."""
        number = self.current() + 1
        final = self.path(number)
        _sync_to_disk(fresh)
        fresh.replace(final)
        _sync_to_disk(self.store)
        link = self.folder / f".{POINTER}.next"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("store") / final.name)
        link.replace(self.pointer)
        _sync_to_disk(self.folder)
        return number

    def tidy(self) -> None:
        """Remove generations older than the undo."""
        current = self.current()
        for old in self.store.glob("*.duckdb"):
            if _number(old) <= current - _KEPT:
                old.unlink()


def _number(path: Path) -> int:
    stem = path.name.partition(".")[0]
    return int(stem) if stem.isdigit() else 0


def _sync_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
