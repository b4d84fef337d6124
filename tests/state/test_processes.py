"""Several processes write at once and none fails; one that is killed leaves all of a transaction, or nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from datetime import date, timedelta

import pytest

from headway.errors import StoreError
from headway.state.ledger import LoadedFile
from headway.state.store import State

DAY = date(2026, 3, 2)

WRITER = """
import sys
from datetime import date, timedelta
from headway.state.store import State
state, name = State(sys.argv[1]), sys.argv[2]
for i in range(15):
    state.decisions.add(f"{name}{i}", "done", decided_on=date(2026, 3, 2), user=name)
    state.exposures.log(["shared"], date(2026, 3, 2) + timedelta(i), "ann")
    assert f"{name}{i}" in state.decisions.as_of(date(2026, 3, 2))
"""

# One process that forks: the n-th child dies at its n-th statement or commit, on a file of its own.
DYING = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from headway.state import migrate  # once, before the children that need it
from headway.state.ledger import LoadedFile
from headway.state.store import State
folder = Path(sys.argv[1])
left = 0
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(Engine, "before_cursor_execute", count)
event.listen(Engine, "after_cursor_execute", count)
event.listen(Engine, "commit", count)
files = [LoadedFile("crm", table, "f.csv", "h", 3, 2, 1, 0, 1) for table in ("deals", "leads")]
for n in range(1, 300):
    pid = os.fork()
    if pid == 0:
        left = n
        State(folder / f"{n}.sqlite").ledger.record(1, files, {"deals": (2, "h"), "leads": (2, "h")}, {"as_of": "x"})
        os._exit(0)
    if os.waitpid(pid, 0)[1] == 0:
        break
else:
    sys.exit("no child came to its end")
"""


def test_processes_that_start_on_an_absent_state_at_once_lose_nothing(tmp_path):
    path = tmp_path / "state.sqlite"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in "abc"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    state = State(path)
    found = state.decisions.as_of(DAY)
    assert set(found) == {f"{name}{i}" for name in "abc" for i in range(15)}
    assert sorted(d.sequence for d in found.values()) == list(range(1, 46))
    assert len(state.audit.entries(100)) == 45
    assert state.exposures.first_shown(DAY + timedelta(99)) == {"shared": DAY}


def test_a_new_file_that_another_has_just_locked_is_waited_for(tmp_path):
    path = tmp_path / "state.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, other.rollback).start()
    State(path).decisions.add("a", "done", decided_on=DAY, user="ann")
    assert set(State(path).decisions.as_of(DAY)) == {"a"}
    other.close()


def test_a_process_killed_anywhere_leaves_a_generation_whole_or_not_at_all(tmp_path):
    subprocess.run([sys.executable, "-c", DYING, str(tmp_path)], check=True, timeout=60)
    files = [LoadedFile("crm", table, "f.csv", "h", 3, 2, 1, 0, 1) for table in ("deals", "leads")]
    tables = {"deals": (2, "h"), "leads": (2, "h")}
    kept = []
    for n in range(1, len(list(tmp_path.glob("*.sqlite"))) + 1):
        ledger = State(tmp_path / f"{n}.sqlite").ledger
        found = (ledger.files(1), ledger.tables(1), ledger.facts(1))
        assert found in [([], {}, {}), (files, tables, {"as_of": "x"})]
        kept.append(bool(found[0]))
        if kept[-1]:
            with pytest.raises(StoreError):
                ledger.record(1, files, tables, {"as_of": "x"})
        else:
            ledger.record(1, files, tables, {"as_of": "x"})
        assert (ledger.files(1), ledger.tables(1), ledger.facts(1)) == (files, tables, {"as_of": "x"})
    assert len(kept) > 10
    assert kept == sorted(kept)
    assert kept[-1]
