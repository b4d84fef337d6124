"""The tables of a generation where another engine reads them: each copied once for what it holds.

A copy is called ``NAME-HASH``, by its table's columns and its content, so a day copies the tables that changed and no
other; ``store/NNNNNN.tables`` says which a generation has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from headway import disk
from headway.engine.choice import chosen
from headway.engine.duckdb import DuckBuilder, quoted
from headway.engine.protocol import Engine
from headway.errors import StoreError
from headway.ingest.contents import content_of
from headway.ingest.generations import Generations

_FOLDER = "tables"
_Contents = Mapping[str, tuple[int, str]]  # name → (rows, content hash) of the tables of a generation


class Exported:
    """What the engine of an address has of a workspace; for DuckDB, which reads the store itself, nothing is done.

    Errors: :class:`SettingsError` for an address of no engine.
    """

    def __init__(self, generations: Generations, url: str) -> None:
        self._generations = generations
        self._choice = chosen(url)
        self._folder = generations.store / _FOLDER
        self._engine = self._choice.elsewhere(self._folder)
        self._opened: tuple[int, Engine] | None = None
        self._lock = Lock()

    def write(self, number: int, contents: _Contents, progress: Callable[[str], None]) -> None:
        """Copy the tables that questions read, unless all are there; then list them.

        Errors: :class:`StoreError`, :class:`SettingsError` where the engine cannot be reached or takes no tables.
        """
        if self._engine is None:
            return
        listed = self._listed(number)
        if listed and self._engine.holds(listed):
            return
        progress("writing tables for the engine")
        builder = DuckBuilder(self._generations.path(number), read_only=True)
        try:
            copies = {name: _named(builder, name, contents) for name in _names(builder)}
            self._engine.put(builder, copies)
        finally:
            builder.close()
        self._list(number, copies)

    def tidy(self) -> None:
        """Remove the copies that no generation has any more; where DuckDB answers, all that are in the workspace."""
        lists = list(self._generations.store.glob("*.tables"))
        if self._engine is not None:
            self._engine.keep([json.loads(listed.read_text(encoding="utf-8")) for listed in lists])
            return
        for left in (*lists, self._folder):
            disk.remove(left)

    def places(self, number: int) -> tuple[Path, Path]:
        """Where a generation's copies are listed, and where those are that lie in the workspace."""
        return self._path(number), self._folder

    def answers(self, question: str, number: int) -> tuple[Engine | None, str]:
        """The engine over the tables of a generation, and why it does not answer a question; without it DuckDB does.

        Errors: :class:`StoreError` where the tables were not copied.
        """
        if self._engine is None:
            return None, ""
        gap = self._choice.gaps.get(question, "")
        if gap:
            return None, gap
        with self._lock:
            if self._opened is None or self._opened[0] != number:
                copies = self._listed(number)
                if not copies:
                    raise StoreError(
                        str(self._path(number)), "is missing: the engine has no tables", "run 'headway sync'"
                    )
                self._let_go()
                self._opened = (number, self._engine.reader(copies))
            return self._opened[1], ""

    def close(self) -> None:
        """Let go of the engine."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._opened is not None:
            self._opened[1].close()
            self._opened = None

    def _listed(self, number: int) -> dict[str, str]:
        """Name of a table → name of its copy; empty where none were made."""
        try:
            found: dict[str, str] = json.loads(self._path(number).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found

    def _list(self, number: int, copies: Mapping[str, str]) -> None:
        building = self._generations.store / f"{number:06d}.tables-building"
        building.write_text(json.dumps(copies, indent=1, sort_keys=True), encoding="utf-8")
        disk.flush(building)
        disk.rename(building, self._path(number))
        disk.flush(self._generations.store)

    def _path(self, number: int) -> Path:
        return self._generations.store / f"{number:06d}.tables"


def _names(builder: DuckBuilder) -> list[str]:
    """The tables and views of ``main`` that questions read."""
    found = builder.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' "
        "AND NOT starts_with(table_name, '_') ORDER BY 1"
    )
    return [name for (name,) in found]


def _named(builder: DuckBuilder, name: str, contents: _Contents) -> str:
    """What a copy is called: its table's name, and a hash of its columns and content."""
    shape = builder.rows(f"SELECT column_name, column_type FROM (DESCRIBE {quoted(name)})")
    holds = contents.get(name) or content_of(builder, name)
    return f"{name}-{blake2b(repr((shape, holds)).encode(), digest_size=8).hexdigest()}"
