"""A PostgreSQL server of one's own, for tests and measurements: on a socket in a new folder, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT
from tempfile import mkdtemp
from time import sleep

# What is lost with the machine may be lost: nothing waits for the disk.
_QUICK = ("listen_addresses=", "fsync=off", "full_page_writes=off")
_TRIES = 300


def program(name: str) -> str | None:
    """The path of one of the server's programs, which Debian keeps apart; None where there is none."""
    places = [os.environ["PATH"], *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))]
    return shutil.which(name, path=os.pathsep.join(places))


def address(folder: Path, database: str = "postgres", user: str = "owner") -> str:
    """Where a database of the server is."""
    return f"postgresql://{user}@/{database}?host={folder}"


@contextmanager
def server(*settings: str) -> Iterator[Path]:
    """The folder of the socket of a server that runs meanwhile; its superuser is ``owner``.

    Args:
        settings: as ``work_mem=64MB``.

    Errors: :class:`RuntimeError` where it is not installed, or does not start.
    """
    initdb, postgres = program("initdb"), program("postgres")
    if initdb is None or postgres is None:
        raise RuntimeError("PostgreSQL is not installed here: 'apt-get install postgresql' brings it")
    place = Path(mkdtemp(prefix="headway-pg-"))
    alone = _nobody(place) if os.geteuid() == 0 else []  # it refuses to be run by root
    data = ["-D", str(place / "data")]
    made = [*data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    subprocess.run([*alone, initdb, *made], check=True, capture_output=True, cwd=place)
    told = [part for line in (*_QUICK, f"unix_socket_directories={place}", *settings) for part in ("-c", line)]
    with (place / "log").open("wb") as log:
        running = subprocess.Popen([*alone, postgres, *data, *told], stderr=log, stdout=log, cwd=place)
    try:
        _wait(place, running)
        yield place
    finally:
        running.send_signal(SIGINT)
        running.wait(timeout=60)
        shutil.rmtree(place, ignore_errors=True)


def _nobody(place: Path) -> list[str]:
    shutil.chown(place, "nobody")
    place.chmod(0o755)
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def _wait(place: Path, running: subprocess.Popen[bytes]) -> None:
    for _ in range(_TRIES):
        log = (place / "log").read_text(encoding="utf-8", errors="replace")
        if running.poll() is not None:
            raise RuntimeError(f"PostgreSQL does not start: {log}")
        if "ready to accept connections" in log:
            return
        sleep(0.1)
    raise RuntimeError("PostgreSQL does not start within half a minute")
