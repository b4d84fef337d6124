"""Keeps compiled SQL and ready answers by key in one SQLite file that may be deleted at any time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

FILE_NAME = "cache.sqlite"
_WAIT_SECONDS = 2.0
_DIGEST_BYTES = 8


class Shelf:
    """Bytes by (kind, key). Reading and writing never fail the caller: without a shelf, work is only done again.

    Example:
        >>> import tempfile, pathlib
        >>> shelf = Shelf(pathlib.Path(tempfile.mkdtemp()) / "cache.sqlite")
        >>> shelf.put("sql", "one", b"SELECT 1")
        >>> shelf.get("sql", "one")
        b'SELECT 1'
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.prefix = ""
        self._local = threading.local()

    def get(self, kind: str, key: str) -> bytes | None:
        """What is kept, or None."""
        with suppress(sqlite3.Error):
            row = (
                self._connection()
                .execute("SELECT content FROM shelf WHERE kind = ? AND key = ?", (kind, key))
                .fetchone()
            )
            return _checked(bytes(row[0])) if row else None
        return None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep one thing."""
        self.put_all(kind, [(key, content)])

    def put_all(self, kind: str, items: Iterable[tuple[str, bytes]]) -> None:
        """Keep many things in one transaction."""
        with suppress(sqlite3.Error):
            connection = self._connection()
            rows = [(kind, key, _digest(content) + content) for key, content in items]
            connection.executemany("INSERT OR REPLACE INTO shelf (kind, key, content) VALUES (?, ?, ?)", rows)
            connection.commit()

    def clear(self, kind: str, keep_prefix: str) -> None:
        """Drop what is of this kind and whose key does not begin with the prefix (an older generation's)."""
        with suppress(sqlite3.Error):
            connection = self._connection()
            connection.execute(
                "DELETE FROM shelf WHERE kind = ? AND substr(key, 1, ?) != ?", (kind, len(keep_prefix), keep_prefix)
            )
            connection.commit()

    def mend(self) -> Path | None:
        """Put a damaged file aside, so that a new one is begun; gives its new name, or None when nothing is wrong.

        Called while the lock of the sync is held: others only lose what they would keep in the old file.
        """
        try:
            found = self._connection().execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.OperationalError:  # locked, full or not ours to write: nothing that a new file would mend
            return None
        except sqlite3.Error:
            return self._put_aside()
        return None if found == "ok" else self._put_aside()

    def _put_aside(self) -> Path | None:
        self.close()
        if not self._path.exists():
            return None
        for end in ("-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)
        return self._path.replace(self._path.with_name(f"{self._path.name}.damaged"))

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = _opened(self._path)
        return connection


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS shelf (kind TEXT, key TEXT, content BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID"
    )
    return connection


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES).digest()


def _checked(kept: bytes) -> bytes | None:
    """The content, unless a bit of it was changed on the disk: then it is as if it had never been kept."""
    digest, content = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
    return content if digest == _digest(content) else None
