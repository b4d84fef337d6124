"""A PostgreSQL server of the tests' own, on a socket in a folder of its own; skipped where none is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from signal import SIGINT
from tempfile import mkdtemp
from time import sleep

import pytest

_QUIET = ("listen_addresses=", "fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_wal_size=64MB")


def _program(name: str) -> str | None:
    places = [os.environ["PATH"], *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))]
    return shutil.which(name, path=os.pathsep.join(places))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """The folder of the server's socket; its superuser is ``owner``."""
    if _program("initdb") is None or _program("postgres") is None:
        pytest.skip("PostgreSQL is not installed here: 'apt-get install postgresql' brings its initdb and postgres")
    pytest.importorskip("adbc_driver_postgresql", reason="scripts/setup engines installs it")
    place = Path(mkdtemp(prefix="headway-pg-"))
    alone = _nobody(place) if os.geteuid() == 0 else []  # it refuses to be run by root
    made = ["-D", str(place / "data"), "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    subprocess.run([*alone, _program("initdb"), *made], check=True, capture_output=True, cwd=place)
    settings = [part for setting in (*_QUIET, f"unix_socket_directories={place}") for part in ("-c", setting)]
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(
            [*alone, _program("postgres"), "-D", str(place / "data"), *settings], stderr=log, stdout=log, cwd=place
        )
    try:
        _wait(place, server)
        yield place
    finally:
        server.send_signal(SIGINT)
        server.wait(timeout=30)
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def database(postgresql, request) -> str:
    """The address of an empty database."""
    return address(postgresql, _made(postgresql, f"d{abs(hash(request.node.nodeid))}"))


def address(folder: Path, database: str, user: str = "owner") -> str:
    """Where a database is."""
    return f"postgresql://{user}@/{database}?host={folder}"


def told(url: str, *statements: str) -> list[dict]:
    """What a server says to the last of some statements."""
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetch_arrow_table().to_pylist()


def _made(folder: Path, name: str) -> str:
    told(address(folder, "postgres"), f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"', "SELECT 1")
    return name


def _nobody(place: Path) -> list[str]:
    shutil.chown(place, "nobody")
    place.chmod(0o755)
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def _wait(place: Path, server: subprocess.Popen) -> None:
    for _ in range(300):
        if server.poll() is not None:
            pytest.fail(f"PostgreSQL does not start: {(place / 'log').read_text()}")
        if any(place.glob(".s.PGSQL.*[0-9]")):
            try:
                told(address(place, "postgres"), "SELECT 1")
            except Exception:  # noqa: BLE001 (it is on its way up)
                pass
            else:
                return
        sleep(0.1)
    pytest.fail("PostgreSQL does not answer within half a minute")
