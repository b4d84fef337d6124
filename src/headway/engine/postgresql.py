"""PostgreSQL: answers questions over copies of a generation's tables in a database.

A workspace has a schema of its own for the copies, and one for each generation with a view of each of its tables.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from headway import disk
from headway.engine.choice import POSTGRESQL
from headway.engine.compiling import bind_in_turn
from headway.engine.duckdb import quoted, text_literal
from headway.engine.postgresql_link import Connection, Link, LockedError
from headway.engine.protocol import Store
from headway.errors import StoreError

if TYPE_CHECKING:
    import pyarrow as pa

# A test fails when a gap closes.
GAPS: Final[Mapping[str, str]] = {
    "failing": "it shows rows as they were read, of which the engine has no copy",
    "health": "it looks at rows as they were read, of which the engine has no copy",
}
_TYPES: Final = {
    "VARCHAR": "TEXT COLLATE {letters}",
    "TIMESTAMP": "TIMESTAMP",
    "TINYINT": "SMALLINT",
    "SMALLINT": "SMALLINT",
    "INTEGER": "INTEGER",
    "BIGINT": "BIGINT",
    "DATE": "DATE",
    "DOUBLE": "DOUBLE PRECISION",
    "BOOLEAN": "BOOLEAN",
}
# As DuckDB does, letters are in the order of their numbers, and each has its small one; the first that the server has.
_LETTERS: Final = (
    "SELECT collname FROM pg_collation JOIN pg_database ON collencoding IN (-1, encoding) "
    "WHERE datname = current_database() AND collname IN ('pg_c_utf8', 'C.utf8', 'C.UTF-8') "
    "AND pg_encoding_to_char(encoding) = 'UTF8' ORDER BY collname DESC"
)
_NO_NUL: Final = "replace({0}, chr(0), '') AS {0}"  # which PostgreSQL's text cannot hold
_WAIT: Final = "SET LOCAL lock_timeout = '5s'"
# To compile a statement of many columns costs it more than it saves.
_READING: Final = (
    "SET default_transaction_read_only = on; SET jit = off; SET TimeZone = 'UTC'; SET search_path = {schema}"
)


def sql_of(expression: Any) -> str:
    """The SQL of an expression."""
    from headway.engine.postgresql_sql import written

    return written(expression)


class Elsewhere:
    """PostgreSQL over a schema of copies.

    Args:
        place: what follows ``postgresql://``: user, host, port, database, parameters of libpq.
        folder: where this workspace's own name in the database is kept: two must not meet there.
    """

    def __init__(self, place: str, folder: Path) -> None:
        self._link = Link(place)
        self._folder = folder

    def holds(self, copies: Mapping[str, str]) -> bool:
        """Whether every table is there, and the generation's views."""
        wanted = {(self._schema, copy) for copy in copies.values()} | {(self._views(copies), name) for name in copies}
        with closing(self._link.opened()) as connection:
            found = connection.run(
                "SELECT schemaname, tablename FROM pg_tables WHERE starts_with(schemaname, $1) UNION ALL "
                "SELECT schemaname, viewname FROM pg_views WHERE starts_with(schemaname, $1)",
                [self._schema],
            ).to_pylist()
        return wanted <= {(row["schemaname"], row["tablename"]) for row in found}

    def put(self, store: Store, copies: Mapping[str, str]) -> None:
        """Copy those that are not there yet, in one transaction."""
        self._name_it()
        home, views = quoted(self._schema), quoted(self._views(copies))
        with closing(self._link.opened()) as connection, connection.transaction():
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {home}")
            told = f"Headway's copies of the tables of {self._folder.parent.parent}"
            connection.execute(f"COMMENT ON SCHEMA {home} IS {text_literal(told)}")
            there = self._tables(connection)
            for name, copy in copies.items():
                if copy not in there:
                    self._copy(connection, store, name, copy)
            connection.execute(f"DROP SCHEMA IF EXISTS {views} CASCADE")
            connection.execute(f"CREATE SCHEMA {views}")
            for name, copy in copies.items():
                connection.execute(f"CREATE VIEW {views}.{quoted(name)} AS SELECT * FROM {home}.{quoted(copy)}")

    def keep(self, generations: Collection[Mapping[str, str]]) -> None:
        """Drop the tables of no generation; those that somebody still reads are dropped another time."""
        if not self._own.exists():
            return
        used = {copy for copies in generations for copy in copies.values()}
        views = {self._views(copies) for copies in generations}
        with closing(self._link.opened()) as connection, suppress(LockedError), connection.transaction():
            connection.execute(_WAIT)
            schemas = connection.run(
                "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, $1)", [f"{self._schema}_"]
            )
            for schema in sorted(set(schemas.column(0).to_pylist()) - views):
                connection.execute(f"DROP SCHEMA {quoted(schema)} CASCADE")
            for copy in sorted(self._tables(connection) - used):
                connection.execute(f"DROP TABLE {quoted(self._schema)}.{quoted(copy)}")

    def reader(self, copies: Mapping[str, str]) -> PostgresReader:
        """What answers from the views of a generation."""
        return PostgresReader(self._link, self._views(copies))

    def _tables(self, connection: Connection) -> set[str]:
        found = connection.run("SELECT tablename FROM pg_tables WHERE schemaname = $1", [self._schema])
        return set(found.column(0).to_pylist())

    def _copy(self, connection: Connection, store: Store, name: str, copy: str) -> None:
        columns = store.columns(quoted(name))
        letters = self._letters(connection)
        made = ", ".join(f"{quoted(column)} {_type_of(kind, letters)}" for column, kind in columns.items())
        target = f"{quoted(self._schema)}.{quoted(copy)}"
        connection.execute(f"CREATE TABLE {target} ({made})")
        read = [_NO_NUL.format(quoted(c)) if kind == "VARCHAR" else quoted(c) for c, kind in columns.items()]
        connection.fill(self._schema, copy, store.stream(f"SELECT {', '.join(read)} FROM {quoted(name)}"))
        connection.execute(f"ANALYZE {target}")

    def _letters(self, connection: Connection) -> str:
        """The collation of all text."""
        found = connection.run(_LETTERS).column(0).to_pylist()
        if not found:
            wrong = "has no collation by the numbers of letters (pg_c_utf8 or C.utf8), or its encoding is not UTF8"
            raise StoreError(self._link.name, wrong, "take PostgreSQL 17, or make the locale C.UTF-8 on the server")
        return str(found[0])

    @property
    def _own(self) -> Path:
        return self._folder / "postgresql-name"

    def _name_it(self) -> None:
        """Give this workspace a name that no other one has."""
        if not self._own.exists():
            disk.make(self._folder)
            building = self._own.with_suffix(".building")
            building.write_text(token_hex(16), encoding="ascii")
            disk.flush(building)
            disk.rename(building, self._own)

    @property
    def _schema(self) -> str:
        """By the folder too, so that a workspace that was copied has copies of its own."""
        try:
            own = self._own.read_text(encoding="ascii")
        except OSError:
            raise StoreError(str(self._own), "is missing: the database has no tables", "run 'headway sync'") from None
        return f"headway_{_short(f'{own} {self._folder.resolve()}')}"

    def _views(self, copies: Mapping[str, str]) -> str:
        return f"{self._schema}_{_short(repr(sorted(copies.items())))}"


class PostgresReader:
    """Runs statements over the views of one generation, read-only; each thread that asks has a connection.

    Args:
        schema: of the views.
    """

    dialect = POSTGRESQL

    def __init__(self, link: Link, schema: str) -> None:
        self._link = link
        self._begin = _READING.format(schema=quoted(schema))
        self._free: list[Connection] = []
        self._lock = Lock()
        self._closed = False

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> pa.Table:
        """Rows of one statement, its values bound by number.

        Errors: :class:`StoreError` when the server is not reached or cannot run it.
        """
        text, used = bind_in_turn(sql, dict(values or {}))
        with self._lock:
            free = self._free.pop() if self._free else None
        if free is not None:
            try:
                return self._asked(free, text, used)
            except StoreError:  # the server may have let go of it: a fresh one tells
                self._let_go()
        return self._asked(self._opened(), text, used)

    def close(self) -> None:
        """Let go of the connections; those at work go when they are done."""
        self._closed = True
        self._let_go()

    def _let_go(self) -> None:
        with self._lock:
            free, self._free = self._free, []
        for connection in free:
            connection.close()

    def _opened(self) -> Connection:
        connection = self._link.opened()
        for statement in self._begin.split("; "):
            connection.execute(statement)
        return connection

    def _asked(self, connection: Connection, text: str, used: list[Any]) -> pa.Table:
        try:
            found = connection.run(text, used)
        except BaseException:
            connection.close()
            raise
        with self._lock:
            if not self._closed:
                self._free.append(connection)
                return found
        connection.close()
        return found


def _type_of(kind: str, letters: str) -> str:
    if kind.startswith("DECIMAL"):
        return kind.replace("DECIMAL", "NUMERIC")
    if kind not in _TYPES:
        raise StoreError(kind, "is a type of which PostgreSQL is told nothing here", "report this as a fault of ours")
    return _TYPES[kind].format(letters=quoted(letters))


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()
