"""DuckDB: closed connections that answer questions, and open ones that only the ingesting child uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

import duckdb

from headway.engine.compiling import bind
from headway.engine.keeping import KEPT, Keeping
from headway.engine.local import Local
from headway.errors import StoreError

if TYPE_CHECKING:
    import pyarrow as pa

Error = duckdb.Error
# What a statement may be wrong in, as against what a disk or a memory cannot hold.
WordsError = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ConversionException,
    duckdb.InvalidInputException,
    duckdb.InvalidTypeException,
    duckdb.NotImplementedException,
    duckdb.OutOfRangeException,
    duckdb.ParserException,
    duckdb.SyntaxException,
    duckdb.TypeMismatchException,
)
# Threads beyond the machine's few cores only cost memory; DuckDB picks the number of cores itself.
_BUILDER_MEMORY_MB = 2048
_BATCH_ROWS = 10_000
# Rows of long tables lie in Parquet files, in this folder beside the store; this table of the store names them.
PARTS, MANIFEST = "parts", "_parts"
# Views know the files by name alone: where the folder lies now, each connection is told.
PARTS_FOLDER = "getvariable('parts')"
_SET_FOLDER = "SET VARIABLE parts = $folder"
# One process shares what it has opened: no other thread may meet a store that is open and not yet locked.
_OPENING = Lock()


class DuckReader:
    """A read-only connection that can reach no file but its own store and the parts of that, whatever it is asked.

    Its settings cannot be changed. No statement of ours depends on its time zone; zones are named where they matter.
    """

    dialect = "duckdb"

    def __init__(self, store: Path) -> None:
        self._store, self._folder = str(store), _folder_of(store)
        try:
            with _OPENING:
                self._connection, self._in_parts = _opened(store, self._folder)
            self._keeping = Keeping()
        except duckdb.Error as problem:
            raise StoreError(
                str(store), f"cannot be opened ({problem})", "run 'headway sync' to build it again"
            ) from None

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> pa.Table:
        """Rows as Arrow; a cursor of its own, so that threads may ask at the same time."""
        given = dict(values or {})
        with self._readable():
            cursor = self._cursor()
            try:
                return _asked(cursor, self._keeping.read(cursor, sql, given), given)
            except duckdb.CatalogException:  # what was kept was let go of meanwhile
                return _asked(cursor, sql, given)

    def value(self, sql: str) -> Any:
        """The single value of a statement without any, read as it is: Arrow, which loads slowly, is not asked for."""
        with self._readable():
            found = self._cursor().execute(sql).fetchone()
        return found[0] if found else None

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self._connection.cursor()
        if self._in_parts:
            cursor.execute(_SET_FOLDER, {"folder": self._folder})
        return cursor

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """What cannot be read of the file is told."""
        try:
            yield
        except (duckdb.IOException, duckdb.PermissionException) as problem:
            told = str(problem).splitlines()[0]
            wrong = f"cannot be read ({told}): a file of it is damaged, or gone since it was opened"
            raise StoreError(self._store, wrong, "ask again; if that does not help, run 'headway sync'") from None
        except (duckdb.FatalException, duckdb.InternalException) as problem:
            told = str(problem).splitlines()[0]
            raise StoreError(self._store, f"cannot be read ({told})", "run 'headway sync' to build it again") from None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _asked(cursor: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any]) -> pa.Table:
    text, used = bind(sql, values)
    return cursor.sql(text, params=used).to_arrow_table()


def _folder_of(store: Path) -> str:
    """The folder of a store's parts, wherever this process goes; it ends as a name may follow."""
    return f"{store.parent.resolve() / PARTS}/"


def _opened(store: Path, folder: str) -> tuple[duckdb.DuckDBPyConnection, bool]:
    """A store, shut off, and whether it has parts; nothing is left open where it cannot be."""
    connection = duckdb.connect(str(store), read_only=True)
    try:
        return connection, _lock(connection, folder)
    except duckdb.Error:
        connection.close()
        raise


def _lock(connection: duckdb.DuckDBPyConnection, folder: str) -> bool:
    """Shut a connection off from all files but the parts of its store, for good; whether there are any."""
    try:
        names = [name for (name,) in connection.execute(f"SELECT DISTINCT part FROM {MANIFEST}").fetchall()]
    except duckdb.CatalogException:
        names = []
    if connection.execute("SELECT current_setting('lock_configuration')").fetchall() != [(True,)]:
        allowed = [folder + name for name in names]
        connection.execute(f"ATTACH IF NOT EXISTS ':memory:' AS {KEPT} (READ_WRITE)")
        for name, value in (
            ("allowed_paths", allowed),
            ("enable_external_access", False),
            ("lock_configuration", True),
        ):
            connection.execute(f"SET GLOBAL {name} = $value", {"value": value})
    return bool(names)


class DuckBuilder:
    """A writing connection to a store that nobody reads yet; it may read files, so it lives in the sync child."""

    dialect = "duckdb"
    Error = duckdb.Error

    def __init__(
        self,
        store: Path,
        *,
        timezone: str = "UTC",
        scratch: Path | None = None,
        read_only: bool = False,
        memory_mb: int = _BUILDER_MEMORY_MB,
    ) -> None:
        self.maker: Callable[[str, str, Mapping[str, Any] | None, Local | None], None] | None = None
        try:
            self._connection = duckdb.connect(str(store), read_only=read_only)
        except duckdb.Error as problem:
            raise StoreError(
                str(store), f"cannot be opened ({problem})", "run 'headway sync' to build it again"
            ) from None
        for setting, value in (("TimeZone", timezone), ("memory_limit", f"{memory_mb}MiB")):
            self._connection.execute(f"SET {setting} = '{value}'")
        self._connection.execute("SET autoload_known_extensions = false")
        self._connection.execute("SET preserve_insertion_order = true")
        self._landed: TemporaryDirectory[str] | None = None
        self.parts = store.parent / PARTS
        self.execute(_SET_FOLDER, {"folder": _folder_of(store)})
        self._scratch = scratch
        if scratch is not None:
            self._connection.execute("SET temp_directory = ?", [str(scratch)])

    def scratch(self) -> Path:
        """A folder for files on their way in; gone with :meth:`clear_scratch` and at the end."""
        if self._landed is None:
            if self._scratch is not None:
                self._scratch.mkdir(parents=True, exist_ok=True)
            self._landed = TemporaryDirectory(prefix="landed-", dir=self._scratch)
        return Path(self._landed.name)

    def clear_scratch(self) -> None:
        """Remove what was put into the scratch folder."""
        if self._landed is not None:
            self._landed.cleanup()
            self._landed = None

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] | None = None) -> None:
        """Run a statement for its effect: the one door through which a store is written."""
        self._connection.execute(sql, values)

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a small result as tuples."""
        return self._connection.execute(sql, values).fetchall()

    def batches(self, sql: str) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a result of any size, some at a time: it is read to its end before anything else is asked."""
        self._connection.execute(sql)
        while some := self._connection.fetchmany(_BATCH_ROWS):
            yield some

    def stream(self, sql: str) -> pa.RecordBatchReader:
        """The same as Arrow."""
        return self._connection.sql(sql).to_arrow_reader(_BATCH_ROWS)

    def value(self, sql: str, values: Sequence[Any] | Mapping[str, Any] | None = None) -> Any:
        """The single value of a result."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> pa.Table:
        """Rows as Arrow, with the named places of a compiled expression bound."""
        text, used = bind(sql, dict(values or {}))
        return self._connection.sql(text, params=used).to_arrow_table()

    def create(self, table: str, sql: str, values: Mapping[str, Any] | None = None, local: Local | None = None) -> None:
        """Make a table of a compiled expression; ``maker``, where one is set, knows what need not be made again."""
        if self.maker is not None:
            self.maker(table, sql, values, local)
            return
        text, used = bind(sql, dict(values or {}))
        self.execute(f"CREATE OR REPLACE TABLE {quoted(table)} AS {text}", used)

    def copy_schema(self, store: Path, schema: str) -> None:
        """Copy the tables of one schema of another store into this one, to try something on them.

        Errors: :class:`StoreError` when that cannot be read.
        """
        try:
            self._copy_schema(store, schema)
        except (duckdb.IOException, duckdb.FatalException) as problem:
            told = str(problem).splitlines()[0]
            raise StoreError(str(store), f"cannot be read ({told})", "run 'headway sync' to mend it") from None

    def _copy_schema(self, store: Path, schema: str) -> None:
        self.execute(_SET_FOLDER, {"folder": _folder_of(store)})
        self.execute(f"ATTACH {text_literal(str(store))} AS other (READ_ONLY)")
        self.execute(f"CREATE SCHEMA {quoted(schema)}")
        names = (
            "SELECT name FROM (SELECT database_name, schema_name, table_name AS name FROM duckdb_tables() UNION ALL "
            "SELECT database_name, schema_name, view_name FROM duckdb_views()) "
            "WHERE database_name = 'other' AND schema_name = ? AND NOT starts_with(name, '_')"
        )
        for (name,) in self.rows(names, [schema]):
            self.execute(f"CREATE TABLE {quoted(f'{schema}.{name}')} AS FROM other.{quoted(f'{schema}.{name}')}")
        self.execute("DETACH other")

    def has(self, table: str) -> bool:
        """Whether there is a table of that name. The name itself is tried: to list all of them takes ten times as long.

        Not inside a transaction: a name that is not there ends it.
        """
        try:
            self._connection.execute(f"SELECT 1 FROM {quoted(table)} LIMIT 0")
        except duckdb.CatalogException:
            return False
        return True

    def columns(self, relation: str) -> dict[str, str]:
        """Column name → type of a table or of a reading function's call."""
        return {row[0]: row[1] for row in self.rows(f"DESCRIBE SELECT * FROM {relation}")}

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file: a truncated log opens silently with fewer rows."""
        self.execute("CHECKPOINT")

    def close(self) -> None:
        """Let go of the file, and of the scratch."""
        self.clear_scratch()
        self._connection.close()


def quoted(name: str) -> str:
    """An identifier that may hold anything, schema-qualified names in parts.

    Example:
        >>> quoted("raw.deals"), quoted('a"b')
        ('"raw"."deals"', '"a""b"')
    """
    schema, dot, table = name.partition(".")
    parts = (schema, table) if dot and schema in {"raw", "newest"} else (name,)
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def text_literal(value: str) -> str:
    """A text literal; for places where the engine takes no parameter (reading functions' arguments).

    Example:
        >>> text_literal("it's")
        "'it''s'"
    """
    return "'" + value.replace("'", "''") + "'"
