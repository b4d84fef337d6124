"""Kills syncs at their side effects: loaded once, it forks a child for each point, which dies by a real SIGKILL.

Run as a program of its own, so that nothing else is alive in the process that forks:
``python -m tests.guarantees.killing SCENE READY PLACE MOST``. READY holds ``first`` (a workspace that was
never synced) and ``later`` (its export some days after). Prints JSON: the points there are, those tried, what differed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from headway.engine import compiling
from headway.engine.duckdb import DuckBuilder
from headway.engine.shelf import Shelf
from headway.ingest import disk
from headway.ingest.contents import table_contents
from headway.ingest.generations import Generations
from headway.publish import publish
from headway.state.database import Database
from headway.workspace import open_workspace

NOW = datetime(2025, 1, 1, 8)
LATER = NOW + timedelta(days=2)
MADE_WITH = "the same code"
DOORS: tuple[tuple[Any, str], ...] = (
    (DuckBuilder, "execute"),
    (Shelf, "put_all"),
    *((disk, name) for name in ("copy", "remove", "rename", "link", "flush")),
)


class Clock:
    """Counts the side effects of this process, and ends it before the n-th."""

    def __init__(self, last: int) -> None:
        self.count, self.last = 0, last

    def tick(self) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

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
            prepare=lambda number: Shelf(folder / "cache.sqlite").put("answer", str(number), b"{}"),
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
    return (*kept, sorted(path.name for path in generations.store.iterdir()))


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


def compile_once() -> None:
    """Compile each expression once for all children: what is tried here comes after."""
    compile_sql, kept = compiling.compile_sql, {}

    def remembered(expression: Any, dialect: str) -> str:
        key = (expression.op(), dialect)
        if key not in kept:
            kept[key] = compile_sql(expression, dialect)
        return kept[key]

    for module in list(sys.modules.values()):
        if getattr(module, "compile_sql", None) is compile_sql:
            module.compile_sql = remembered  # type: ignore[attr-defined]


def count(folder: Path) -> int:
    """The side effects of an undisturbed sync."""
    clock = Clock(-1)
    clock.watch()
    sync(folder, LATER)
    return clock.count


def die(folder: Path, point: int) -> None:
    """Sync until just before the ``point``-th side effect."""
    Clock(point).watch()
    sync(folder, LATER)


def again(folder: Path) -> Any:
    """Sync as if nothing had been, and tell all that is kept."""
    sync(folder, LATER)
    return all_that_is_kept(folder)


def run(scene: str, ready: Path, place: Path, most: int) -> dict[str, Any]:
    """Try at least ``most`` points, spread over all of a scene's; 0 for every point there is."""
    compile_once()
    before, told = place / "before", place / "told.json"
    lay_out(scene, ready, before)
    twin, counted = place / "twin", place / "counted"
    for folder in (twin, counted):
        shutil.copytree(before, folder, symlinks=True)
    sync(twin, LATER)  # in this process: what it compiles and imports, the children have
    whole = json.loads(json.dumps(all_that_is_kept(twin), default=str))
    there = in_child(lambda: count(counted), told)
    tried = range(1, there + 1, max(there // most, 1) if most else 1)
    wrong = []
    for point in tried:
        folder = place / "tried"
        shutil.copytree(before, folder, symlinks=True)
        ended = in_child(lambda: die(folder, point), told)  # noqa: B023 (called at once)
        found = in_child(lambda: again(folder), told) if ended == -signal.SIGKILL else f"not killed: {ended}"  # noqa: B023
        if found != whole:
            wrong.append([point, found])
        shutil.rmtree(folder)
    return {"there": there, "tried": len(tried), "wrong": wrong}


if __name__ == "__main__":
    scene, ready, place, most = sys.argv[1:]
    sys.stdout.write(json.dumps(run(scene, Path(ready), Path(place), int(most))) + "\n")
