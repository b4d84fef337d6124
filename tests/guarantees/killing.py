"""Ends syncs at their side effects, and syncs again what they leave on the disk.

What a process leaves when it is killed are its files as they are at that moment. So one sync has its folder copied at
each point; at every fifth of them another is started in a forked child, which dies by a real SIGKILL. Where two points
leave the same bytes under the same names, they are synced again once: what begins from the same ends the same.

Run as a program of its own, so that nothing else is alive in the process that forks:
``python -m tests.guarantees.killing SCENE READY PLACE MOST``. READY holds ``first`` (a workspace that was
never synced) and ``later`` (its export some days after). Prints JSON: the points there are, those tried, how many of
them by a real kill, what differed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import stat
import sys
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from headway import disk
from headway.engine.duckdb import DuckBuilder
from headway.engine.shelf import FILE_NAME, Shelf
from headway.ingest.contents import table_contents
from headway.ingest.generations import Generations
from headway.publish import publish
from headway.state.database import Database
from headway.workspace import open_workspace

NOW = datetime(2025, 1, 1, 8)
LATER = NOW + timedelta(days=2)
MADE_WITH = "the same code"
KILLED = 5
DOORS: tuple[tuple[Any, str], ...] = (
    (DuckBuilder, "execute"),
    (Shelf, "put_all"),
    *((disk, name) for name in ("copy", "remove", "rename", "link", "flush")),
)


class Clock:
    """Counts the side effects of this process, and calls ``act`` before those whose numbers are given."""

    def __init__(self, points: Collection[int], act: Callable[[int], None]) -> None:
        self.count, self.points, self.act = 0, points, act

    def tick(self) -> None:
        self.count += 1
        if self.count in self.points:
            self.act(self.count)

    def watch(self) -> None:
        """Stand at every door: of the engine, the answers, the files, and (before and after) the ledger."""
        for home, name in DOORS:
            setattr(home, name, self._counted(getattr(home, name)))
        writing = Database.writing

        @contextmanager
        def counted(database: Database) -> Iterator[Any]:
            with writing(database) as connection:
                yield connection
                self.tick()
            self.tick()

        Database.writing = counted  # type: ignore[method-assign]

    def _counted(self, effect: Callable[..., Any]) -> Callable[..., Any]:
        def door(*values: Any, **named: Any) -> Any:
            self.tick()
            return effect(*values, **named)

        return door


def sync(folder: Path, now: datetime = NOW) -> int:
    """A plain sync in this process; answers of the day are one small thing that is kept."""
    workspace = open_workspace(folder)
    try:
        done = publish(
            workspace.settings,
            workspace.state,
            now=now,
            made_with=MADE_WITH,
            only=None,
            progress=lambda _: None,
            prepare=lambda number: Shelf(folder / FILE_NAME).put("answer", str(number), b"{}"),
        )
    finally:
        workspace.close()
    return done.generation


def all_that_is_kept(folder: Path) -> tuple[Any, ...]:
    """The published generation: hash of every table, its ledger, and the files of the store."""
    generations = Generations(folder)
    number = generations.current()
    builder = DuckBuilder(generations.path(number), read_only=True)
    contents = table_contents(builder)
    builder.close()
    workspace = open_workspace(folder)
    ledger = workspace.state.ledger
    facts = {name: value for name, value in ledger.facts(number).items() if name != "digest"}
    kept = (number, contents, ledger.files(number), ledger.tables(number), facts, ledger.facts(number + 1))
    workspace.close()
    return (*kept, sorted(path.name for path in generations.store.rglob("*")))


def undo(folder: Path) -> None:
    """Point at the generation before, as a person does who takes a sync back."""
    generations = Generations(folder)
    generations.show(generations.current() - 1)


def lay_out(scene: str, ready: Path, folder: Path) -> None:
    """The workspace as it is before the sync of a scene."""
    shutil.copytree(ready / "first", folder, symlinks=True)
    if scene == "first":
        return
    sync(folder)
    shutil.rmtree(folder / "export")
    shutil.copytree(ready / "later", folder / "export")
    if scene == "undo":
        sync(folder, NOW + timedelta(days=1))
        undo(folder)


def in_child(work: Callable[[], Any], told: Path) -> Any:
    """What a forked process makes of it, as JSON; the signal that ended it when it was killed."""
    child = os.fork()
    if child == 0:
        try:
            told.write_text(json.dumps(work(), default=str), encoding="utf-8")
        except BaseException:  # noqa: BLE001 (a fork must never return into its parent's work)
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return json.loads(told.read_text(encoding="utf-8")) if ended == 0 else ended


def know_sql(of: Path, folder: Path) -> None:
    """Let a workspace begin with the SQL that another compiled, as each does that was synced before."""
    with closing(sqlite3.connect(of / FILE_NAME)) as kept:
        rows = kept.execute("SELECT key, content FROM shelf WHERE kind = 'sql'").fetchall()
    Shelf(folder / FILE_NAME).put("", "", b"")
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        connection.executemany("INSERT OR REPLACE INTO shelf (kind, key, content) VALUES ('sql', ?, ?)", rows)


def left_at(folder: Path, points: Collection[int], place: Path) -> int:
    """Sync, and copy the folder just before each of the side effects; how many there were."""
    clock = Clock(points, lambda point: _copy(folder, place / str(point)))
    clock.watch()
    sync(folder, LATER)
    return clock.count


def die(folder: Path, point: int) -> None:
    """Sync until just before the ``point``-th side effect."""
    Clock({point}, lambda _: os.kill(os.getpid(), signal.SIGKILL)).watch()
    sync(folder, LATER)


def again(folder: Path) -> Any:
    """Sync as if nothing had been, and tell all that is kept."""
    sync(folder, LATER)
    return all_that_is_kept(folder)


def left(folder: Path) -> str:
    """Every name in a folder with what it holds or leads to, as one hash."""
    found = blake2b()
    for path in sorted(folder.rglob("*")):
        held = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        found.update(f"{path.relative_to(folder)}|{stat.S_IFMT(path.lstat().st_mode)}|{len(held)}|".encode() + held)
    return found.hexdigest()


def spread(there: int, most: int) -> list[int]:
    """``most`` points of all that there are, 0 for every one; each of the last, where a generation is published."""
    if not 0 < most < there:
        return list(range(1, there + 1))
    last = most * 2 // 5
    return [1 + number * (there - last) // (most - last) for number in range(most - last)] + [
        there - number for number in reversed(range(last))
    ]


def run(scene: str, ready: Path, place: Path, most: int) -> dict[str, Any]:
    """Try so many points (see :func:`spread`), and tell of each that left anything else than an undisturbed sync."""
    before, told = place / "before", place / "told.json"
    lay_out(scene, ready, before)
    twin = _copy(before, place / "twin")
    sync(twin, LATER)  # in this process: what it imports, the children have
    know_sql(twin, before)
    counted, watched = (_copy(before, place / name) for name in ("counted", "watched"))
    whole = json.loads(json.dumps(all_that_is_kept(twin), default=str))
    there = in_child(lambda: left_at(counted, (), place), told)
    tried = spread(there, most)
    real = tried[::KILLED]
    in_child(lambda: left_at(watched, set(tried) - set(real), place), told)
    wrong, seen = [], {}
    for point in tried:
        folder, ended = place / str(point), -signal.SIGKILL
        if point in real:
            _copy(before, folder)
            ended = in_child(lambda: die(folder, point), told)  # noqa: B023 (called at once)
        what = left(folder)
        if ended == -signal.SIGKILL and what not in seen:
            seen[what] = in_child(lambda: again(folder), told)  # noqa: B023
        found = seen[what] if ended == -signal.SIGKILL else f"not killed: {ended}"
        if found != whole:
            wrong.append([point, found])
        shutil.rmtree(folder)
    return {"there": there, "tried": len(tried), "killed": len(real), "wrong": wrong}


def _copy(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to, symlinks=True))


if __name__ == "__main__":
    scene, ready, place, most = sys.argv[1:]
    sys.stdout.write(json.dumps(run(scene, Path(ready), Path(place), int(most))) + "\n")
