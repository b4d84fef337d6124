"""Reaches a PostgreSQL server by Apache's ADBC driver, which gives Arrow; what is wrong is told without passwords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from headway.errors import SettingsError, StoreError
from headway.settings import passwords

if TYPE_CHECKING:
    import pyarrow as pa

_LOCKED: Final = "55P03"
_NEXT: Final = {
    "28": "give the password as PGPASSWORD or in ~/.pgpass, and the user in [engine] url",
    "42501": "let the role make schemas: GRANT CREATE ON DATABASE … TO …; it must own those that it made before",
    "42P01": "run 'headway sync': its tables are not in the database any more",
    "3F": "run 'headway sync': its tables are not in the database any more",
    "53": "make room on the server, then try again",
    "57": "try again once the server is up",
}
_UNREACHED: Final = (
    "see that the server runs, that the database is there (else: createdb), that it takes the user, "
    "and that PGPASSWORD or ~/.pgpass holds the password"
)
# A numeric's modifier is its digits and its scale behind the length of a header; what is divided has a scale of 16 up.
_HEADER, _DIGITS, _MONEYS = 4, 38, 12


class LockedError(StoreError):
    """Somebody else still reads what is to be changed."""


class Link:
    """Where a server is, and how it is spoken of: without its password.

    Args:
        place: an address without its scheme.

    Example:
        >>> Link("ann:secret@db.example/sales").name
        'postgresql://ann@db.example/sales'
    """

    def __init__(self, place: str) -> None:
        self._url = f"postgresql://{place}"
        self.name = without_password(self._url)

    def opened(self) -> Connection:
        """A connection of the caller's own.

        Errors: :class:`SettingsError` without the driver, :class:`StoreError` where the server does not let us in.
        """
        try:
            from adbc_driver_postgresql import dbapi
        except ImportError as problem:
            raise SettingsError(
                "[engine] url", "the extra 'postgresql' is not installed", "pip install 'headway[postgresql]'"
            ) from problem
        with self.told("cannot be reached"):
            return Connection(self, dbapi.connect(self._url, autocommit=True))

    @contextmanager
    def told(self, what: str) -> Iterator[None]:
        """What the server or the driver says, in our own words."""
        from adbc_driver_manager import Error

        try:
            yield
        except Error as problem:
            state = problem.sqlstate or ""
            said = self._without_secrets(str(problem))
            kind = LockedError if state == _LOCKED else StoreError
            mend = next((step for start, step in _NEXT.items() if state.startswith(start)), "")
            wrong = f"{what} ({said})"
            raise kind(self.name, wrong, mend or (_UNREACHED if "reached" in what else "report this")) from None

    def _without_secrets(self, said: str) -> str:
        line = re.sub(r"^[A-Z_]+: (\[libpq\] )?", "", " ".join(said.split()))
        for secret in passwords(self._url):
            line = line.replace(secret, "…")
        return line.replace(self._url, self.name)[:300]


class Connection:
    """One connection, each statement on its own unless a transaction was begun."""

    def __init__(self, link: Link, made: Any) -> None:
        self._link = link
        self._made = made

    def run(self, sql: str, values: Sequence[Any] = ()) -> pa.Table:
        """Rows of a statement; money as decimals, which the driver gives as text."""
        with self._link.told("cannot answer"), self._made.cursor() as cursor:
            cursor.execute(sql, list(values) or None)
            return _with_decimals(cursor.fetch_arrow_table())

    def execute(self, sql: str) -> None:
        """Run a statement for its effect."""
        with self._link.told("cannot take the tables"), self._made.cursor() as cursor:
            cursor.adbc_statement.set_sql_query(sql)
            cursor.adbc_statement.execute_update()

    def fill(self, schema: str, table: str, rows: pa.RecordBatchReader) -> None:
        """Append rows to a table, by binary COPY."""
        with self._link.told("cannot take the tables"), self._made.cursor() as cursor:
            cursor.adbc_ingest(table, rows, mode="append", db_schema_name=schema)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is run meanwhile."""
        self.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def close(self) -> None:
        """Let go of the server."""
        self._made.close()


def without_password(url: str) -> str:
    """An address as it may be shown."""
    bare = re.sub(r"^([^/]*//[^?@:]*):[^?]*@", r"\1@", url)
    return bare.partition("?")[0]


def _with_decimals(rows: pa.Table) -> pa.Table:
    """A numeric that bears its scale, or has few digits, is a decimal; another was divided, and is a float."""
    import pyarrow as pa

    columns = []
    for field, column in zip(rows.schema, rows.columns, strict=True):
        if not isinstance(field.type, pa.OpaqueType):
            columns.append(column)
            continue
        text = pa.chunked_array([chunk.storage for chunk in column.chunks], type=field.type.storage_type)
        columns.append(text.cast(_number_type(field, text)))
    return pa.table(columns, names=rows.column_names)


def _number_type(field: pa.Field, text: pa.ChunkedArray) -> pa.DataType:
    import pyarrow as pa
    import pyarrow.compute as pc

    modifier = int((field.metadata or {}).get(b"POSTGRESQL:typmod", -1)) - _HEADER
    if modifier >= 0:
        return pa.decimal128(modifier >> 16, modifier & 0xFFFF)
    scale = pc.max(pc.utf8_length(pc.replace_substring_regex(text, r"^[^.]*\.?", ""))).as_py() or 0
    return pa.decimal128(_DIGITS, scale) if scale <= _MONEYS else pa.float64()
