"""Keeps the rows that many statements begin from in memory, so that a past day is worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from threading import Lock
from typing import Any

import duckdb

from headway.engine.bases import preceded, standing
from headway.engine.compiling import bind

KEPT = "kept"  # the database in memory, beside the store
_MOST = 4  # days, or shapes of a day: a question compares two spans, as of two days


class Keeping:
    """What one reader of a store keeps: rows that are asked for a second time, the newest few of them.

    The first time they are only read, as whoever asks once need not wait for columns that it does not want.
    """

    def __init__(self) -> None:
        self._asked: dict[str, bool] = {}  # table → whether it is there, the one asked for last at the end
        self._lock = Lock()

    def read(self, cursor: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any]) -> str:
        """The same statement, reading what is kept in place of what it would work out again."""
        parts, text = standing(sql)
        return preceded({name: self._kept(cursor, part, values) for name, part in parts.items()}, text)

    def _kept(self, cursor: duckdb.DuckDBPyConnection, part: str, values: Mapping[str, Any]) -> str:
        bound, used = bind(part, dict(values))
        told = repr((part, sorted(used.items()))).encode()
        table = f'{KEPT}."{blake2b(told, digest_size=8).hexdigest()}"'
        with self._lock:
            there = self._asked.pop(table, None)
            if there is False:
                cursor.execute(f"CREATE TABLE IF NOT EXISTS {table} AS {bound}", used)
            self._asked[table] = there is not None
            self._let_go(cursor)
            return f"FROM {table}" if self._asked[table] else part

    def _let_go(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Of the tables that nobody asked for longest."""
        there = [table for table, made in self._asked.items() if made]
        for table in there[:-_MOST]:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
            del self._asked[table]
