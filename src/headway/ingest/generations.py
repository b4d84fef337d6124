"""The generations of the store: each is a file of its own, never changed once published.

``headway.duckdb`` is a symbolic link to ``store/NNNNNN.duckdb``, moved by one atomic rename. Readers resolve it and
open the generation itself, because a process caches a path that it has opened before.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from headway import disk

POINTER = "headway.duckdb"
DAMAGED = ".damaged"
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

    def present(self) -> list[int]:
        """The numbers of the generations whose files are there, newest first."""
        return sorted((_number(path) for path in self.store.glob("*.duckdb")), reverse=True)

    def start(self, *, from_scratch: bool = False) -> Path:
        """A fresh file for the next generation, beginning as a copy of the current one.

        What an interrupted sync left behind is removed first: nothing ever pointed at it.
        """
        self.store.mkdir(parents=True, exist_ok=True)
        current = self.current()
        for left in sorted(self.store.iterdir()):
            if _number(left) > current and left.suffix != DAMAGED:
                disk.remove(left)
        fresh = self.store / f"{current + 1:06d}.building"
        if current and not from_scratch:
            disk.copy(self.path(current), fresh)
        return fresh

    def discard(self, fresh: Path) -> None:
        """Remove a file that was begun, and its log."""
        for left in (fresh, fresh.with_name(f"{fresh.name}.wal")):
            disk.remove(left)

    def settle(self, fresh: Path) -> int:
        """Give a finished, closed file its lasting name; nobody is shown it yet."""
        number = self.current() + 1
        disk.flush(fresh)
        disk.rename(fresh, self.path(number))
        disk.flush(self.store)
        return number

    def show(self, number: int) -> None:
        """Point at a generation that was settled before."""
        link = self.folder / f".{POINTER}.next"
        disk.remove(link)
        disk.link(link, Path("store") / self.path(number).name)
        disk.rename(link, self.pointer)
        disk.flush(self.folder)

    def hide(self) -> None:
        """Point at nothing; a pointer that is no link of ours is put aside first."""
        if self.pointer.is_symlink():
            disk.remove(self.pointer)
        elif self.pointer.exists():
            disk.rename(self.pointer, self.folder / f"{POINTER}{DAMAGED}")

    def put_aside(self, number: int) -> Path | None:
        """Keep a damaged generation under a name that nothing opens; None when its file is gone."""
        path = self.path(number)
        if not path.exists():
            return None
        aside = path.with_suffix(DAMAGED)
        disk.rename(path, aside)
        return aside

    def tidy(self) -> None:
        """Remove generations older than the undo, and what was put aside before them."""
        oldest = self.current() - _KEPT + 1
        for old in sorted(self.store.iterdir()):
            if 0 < _number(old) < oldest:
                disk.remove(old)


def _number(path: Path) -> int:
    stem = path.name.partition(".")[0]
    return int(stem) if stem.isdigit() else 0
