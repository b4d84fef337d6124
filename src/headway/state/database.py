"""The one door to the state's database: its pragmas, its version, reading, and writing in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Select,
    Table,
    column,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    select,
    table,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from headway.errors import BusyError, StoreError, UsageError
from headway.state.checksums import checksum
from headway.state.tables import HEAD, METADATA, VERSION_TABLE

BUSY_SECONDS = 10.0
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
_WRITES = "headway_writes"
_UPGRADE_LOCK = int.from_bytes(b"headway", "big")


class Database:
    """A database that several processes may use at once, and that needs not be there before it is written to.

    Errors: :class:`StoreError` when it cannot be used or is of a newer Headway; :class:`BusyError` when another
    process keeps it locked for longer than ``BUSY_SECONDS``.
    """

    def __init__(self, url_or_path: Path | str) -> None:
        url = _url(url_or_path)
        self.name = url.render_as_string(hide_password=True)
        self._file = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        self._current = False
        try:
            # SQLite opens in 0.3 ms; with nothing kept open, the file rests whole and a restored one is seen at once.
            options = {"connect_args": {"timeout": BUSY_SECONDS}, "poolclass": NullPool} if self._file else {}
            self._engine = create_engine(url, **options)
        except (SQLAlchemyError, ImportError) as problem:
            wrong = f"cannot be opened ({problem})"
            raise StoreError(self.name, wrong, "install its driver or mend the URL") from problem
        if self._file:
            event.listen(self._engine, "connect", _prepare)
            event.listen(self._engine, "begin", _begin)
        self._exists()

    def rows(self, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The rows of ``query``; none where nothing was ever written (and then nothing is created)."""
        if not self._exists():
            return []
        with self._told(), self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one transaction: all of it is kept at the end, or nothing when anything is raised."""
        with self._told():
            if not self._exists():
                self._upgrade()
            with self._engine.execution_options(**{_WRITES: True}).begin() as connection:
                yield connection

    def check(self) -> None:
        """Walk through the whole file, where it is one: damage is told before anything is built upon it."""
        if self._file is None or not self._exists():
            return
        with self._told(), self._engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            wrong = (
                [] if found != "ok" else [each.name for each in METADATA.sorted_tables if _changed(connection, each)]
            )
        if found != "ok" or wrong:
            told = f"a row of {wrong[0]} is not what was written" if wrong else found
            raise StoreError(self.name, f"is damaged ({told})", "restore a backup: it holds what people decided")

    def compact(self) -> None:
        """Write the file anew without what was deleted or overwritten in it; other databases do so by themselves."""
        if self._file is None or not self._exists():
            return
        with self._told(), self._engine.connect() as connection:
            raw = connection.connection.cursor()
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                raw.execute(statement)
            raw.close()

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def _exists(self) -> bool:
        """Whether there is anything to read, after bringing what is old up to date."""
        if self._file is not None and not self._file.exists():
            self._current = False
        elif not self._current:
            self._current = self._brought_up_to_date()
        return self._current

    def _brought_up_to_date(self) -> bool:
        with self._told():
            with self._engine.connect() as connection:
                version = self._version(connection)
            if version is not None and version != HEAD:
                self._upgrade()
        return version is not None

    def _version(self, connection: Connection) -> str | None:
        """The schema's number, or None before the first write; refuses one that is newer than this program's."""
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        version = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
        if version is not None and str(version) > HEAD:
            wrong = f"has schema {version}, but this Headway knows schemas up to {HEAD}"
            raise StoreError(self.name, wrong, "install the newer Headway again, or restore a backup")
        return None if version is None else str(version)

    def _upgrade(self) -> None:
        """Run the missing steps while holding the write lock, so that of two processes one waits and finds all done."""
        with self._engine.execution_options(**{_WRITES: True}).begin() as connection:
            if connection.dialect.name == "postgresql":  # SQLite's write lock is taken by the transaction itself
                connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
            version = self._version(connection)
            if version != HEAD:
                from headway.state import migrate  # Alembic costs 0.1 s, and is needed once in a state's life

                if version is not None and self._file is not None:
                    with self._engine.connect() as reader:
                        migrate.keep_copy(self._file, reader, version)
                migrate.upgrade(connection)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what the driver cannot do in our own words."""
        try:
            yield
        except UnicodeEncodeError as problem:
            raise UsageError("text", f"{problem.object!r} is no Unicode text", "send UTF-8") from problem
        except OperationalError as problem:
            if "locked" in str(problem.orig):
                wrong = f"was kept locked by another process for {BUSY_SECONDS:g} s"
                raise BusyError(self.name, wrong, "try again when it is done") from problem
            if self._file and getattr(problem.orig, "sqlite_errorcode", 0) & 0xFF in _UNWRITABLE:
                wrong = f"cannot be written to, nor what SQLite keeps beside it ({problem.orig})"
                mend = "see that the folder is there and yours to write, then try again"
                raise StoreError(str(self._file), wrong, mend) from problem
            raise StoreError(
                self.name, f"cannot be used ({problem.orig})", "check the folder's rights and space"
            ) from problem
        except DBAPIError as problem:
            raise StoreError(self.name, f"is damaged or not ours ({problem.orig})", "restore a backup") from problem


def _url(url_or_path: Path | str) -> URL:
    if isinstance(url_or_path, Path) or "://" not in url_or_path:
        return URL.create("sqlite", database=str(url_or_path))
    try:
        url = make_url(url_or_path)
    except ArgumentError as problem:
        raise StoreError(
            "the state's URL", "is no database URL", "write it as postgresql://…, or as a path"
        ) from problem
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise StoreError(url_or_path, "would keep nothing", "name a file")
    return url


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver shall not begin on its own: ``_begin`` does
    _log_ahead(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Set the journal to WAL. Of several that open a new file at once, SQLite refuses some without any waiting."""
    until = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as problem:
            busy = problem.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # of which there are several kinds
            if not busy or monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    """Writers take the lock at once: one that read first could not wait for another writer, only fail."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")


def _changed(connection: Connection, each: Table) -> bool:
    """Whether any row of a table is not what was written."""
    try:
        return any(row.checksum != checksum(row._asdict()) for row in connection.execute(select(each)))
    except ValueError:  # a day that is none, or text that is no JSON
        return True
