"""A PostgreSQL server of the tests' own, with a database for each; skipped where none is installed."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import pytest

from lab.postgresql import address, program, server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """The folder of the server's socket."""
    if program("initdb") is None:
        pytest.skip("PostgreSQL is not installed here: 'apt-get install postgresql' brings it")
    pytest.importorskip("adbc_driver_postgresql", reason="scripts/setup installs it where PostgreSQL is")
    with server("shared_buffers=32MB", "max_wal_size=64MB") as place:
        yield place


@pytest.fixture
def database(postgresql, request) -> str:
    """The address of an empty database."""
    name = f"d{blake2b(request.node.nodeid.encode(), digest_size=8).hexdigest()}"
    told(address(postgresql), f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"', "SELECT 1")
    return address(postgresql, name)


def told(url: str, *statements: str) -> list[dict]:
    """What a server says to the last of some statements."""
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetch_arrow_table().to_pylist()
