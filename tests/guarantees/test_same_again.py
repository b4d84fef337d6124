"""Guarantee 2: order and repetition change nothing; a killed sync leaves no trace; one sync at a time."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from headway.discover import code_stamp
from headway.engine.duckdb import DuckBuilder
from headway.errors import BusyError
from headway.ingest.contents import table_contents
from headway.ingest.generations import Generations
from headway.publish import LOCK
from headway.workspace import open_workspace
from tests.guarantees import asking
from tests.guarantees.asking import examples
from tests.guarantees.companies import (
    Company,
    companies,
    headings,
    make_company,
    write_company,
    write_settings,
    write_table,
)
from tests.guarantees.records import NOW

BY_PLACE = {"rejects", "identity_links"}


def store_of(folder: Path) -> dict[str, tuple[int, str]]:
    """Rows and content hash of every table of the published generation."""
    generations = Generations(folder)
    builder = DuckBuilder(generations.path(generations.current()), read_only=True)
    try:
        return table_contents(builder)
    finally:
        builder.close()


def ledger_of(folder: Path) -> tuple[int, object, object, dict[str, str]]:
    """What the ledger says of the published generation: its number, files, tables and facts."""
    workspace = open_workspace(folder)
    try:
        number = Generations(folder).current()
        ledger = workspace.state.ledger
        return number, ledger.files(number), ledger.tables(number), dict(ledger.facts(number))
    finally:
        workspace.close()


def write_two_sources(company: Company, folder: Path, mixed: random.Random | None = None) -> Path:
    """Two sources that share the rows; mixed: rows, columns, files, spellings of times and sources in any order."""
    for place in ("export", "more"):
        (folder / place).mkdir(parents=True)
    chance = mixed or random.Random(0)
    for table, rows in company.tables.items():
        for place, share in (("export", rows[::2]), ("more", rows[1::2])):
            names, mine, at = list(headings(company, table)), share, len(share)
            if mixed:
                mine, at = chance.sample(share, len(share)), chance.randint(0, len(share))
                chance.shuffle(names)
            write_table(folder / place / f"{table}.csv", names, mine[:at], chance.choice(("plain", "zulu", "offset")))
            write_table(folder / place / f"{table}-2.csv", names, mine[at:], "plain")
    sources = [("crm", "export"), ("more", "more")]
    write_settings(folder, company.zone, sources[::-1] if mixed else sources)
    return folder


@examples(1)
@given(company=companies(most_deals=40), seed=st.integers(0, 2**16))
def test_order_of_rows_files_and_sources_changes_no_answer(company: Company, seed: int) -> None:
    with TemporaryDirectory() as place:
        plain = write_two_sources(company, Path(place) / "plain")
        mixed = write_two_sources(company, Path(place) / "mixed", random.Random(seed))
        days = []
        for folder in (plain, mixed):
            asking.sync(folder)
            with closing(open_workspace(folder)) as workspace:
                days.append(workspace.status().as_of)
        assert days[0] == days[1]
        asking.assert_same(asking.answers(plain, days[0]), asking.answers(mixed, days[0]))


@examples(2)
@given(company=companies(most_deals=40))
def test_a_second_sync_publishes_nothing(company: Company) -> None:
    with TemporaryDirectory() as place:
        folder = write_company(company, Path(place) / "it")
        first = asking.sync(folder)
        before = store_of(folder), ledger_of(folder), (folder / "headway.duckdb").readlink()
        again = asking.sync(folder, NOW + timedelta(minutes=1))  # what is dated later has not come to pass
        assert (first.changed, again.changed, again.generation) == (True, False, first.generation)
        assert before == (store_of(folder), ledger_of(folder), (folder / "headway.duckdb").readlink())
        assert [(r.table, r.skipped, r.read) for r in again.files] == [(r.table, r.read, 0) for r in first.files]


@examples(1)
@given(company=companies(most_deals=40), seed=st.integers(0, 2**16))
def test_what_came_in_steps_is_what_came_at_once(company: Company, seed: int) -> None:
    """Files that grow and change from sync to sync end as if the last of them had been the first."""
    chance = random.Random(seed)
    early = {table: [row for row in rows if chance.random() < 0.7] for table, rows in company.tables.items()}
    for table, rows in early.items():
        early[table] = [_other_values(row) if chance.random() < 0.2 and table == "accounts" else row for row in rows]
    with TemporaryDirectory() as place:
        at_once = write_company(company, Path(place) / "once")
        steps = write_company(company.with_tables(early), Path(place) / "steps")
        asking.sync(steps, NOW - timedelta(days=1))
        shutil.rmtree(steps / "export")
        shutil.copytree(at_once / "export", steps / "export")
        for folder in (at_once, steps):
            asking.sync(folder)
        with closing(open_workspace(at_once)) as workspace:
            day = workspace.status().as_of
        asking.assert_same(*(_of_the_rows(asking.answers(folder, day)) for folder in (at_once, steps)))


def _of_the_rows(answers: dict[tuple[str, ...], dict[str, Any]]) -> dict[tuple[str, ...], dict[str, Any]]:
    """The answers without what they tell of the syncs themselves: how many rows came and went at the last one."""
    for answer in answers.values():
        for row in answer["rows"] if answer["question"] == "sources" else ():
            row.update(dict.fromkeys(("agrees", "rows_gone", "rows_added")))
    return answers


def _other_values(row: dict[str, object]) -> dict[str, object]:
    return {**row, "name": "An earlier name", "segment": "An earlier segment"}


@pytest.fixture(scope="module")
def twin(tmp_path_factory) -> Path:
    """A workspace whose sync nobody disturbed; the company has everything."""
    company = make_company(11, 25, habits=("stage_history", "deleted"))
    folder = write_company(company, tmp_path_factory.mktemp("twin") / "it")
    asking.sync(folder)
    return folder


_HOLD = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_of_two_syncs_at_once_the_second_is_refused(tmp_path: Path) -> None:
    """Another process holds the lock: the command says so with status 1, nothing is written; then it may."""
    folder = write_company(make_company(3, 6, named=()), tmp_path / "it")
    command = [sys.executable, "-c", _HOLD, str(folder / LOCK)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError):
            asking.sync(folder)
        status, told, problem = asking.heard("-w", str(folder), "sync")
        assert (status, told) == (1, "")
        assert "another sync is at work" in problem
        assert "Next:" in problem
        assert not (folder / "headway.duckdb").exists()
        holder.communicate("")
    assert asking.sync(folder).changed


def test_two_syncs_started_together_leave_one_whole_store(twin: Path, tmp_path: Path) -> None:
    folder = write_company(make_company(11, 25, habits=("stage_history", "deleted")), tmp_path / "it")
    command = [sys.executable, "-m", "headway", "-w", str(folder), "sync", "--format", "json"]
    moment = os.environ | {"HEADWAY_NOW": NOW.isoformat()}
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=moment) for _ in range(2)]
    ended = [(child.communicate(), child.returncode) for child in both]
    assert min(status for _, status in ended) == 0
    for (_, problem), status in ended:
        assert status == 0 or b"another sync is at work" in problem
    assert store_of(folder) == store_of(twin)


def test_a_lock_left_by_a_killed_process_does_not_lock_out(tmp_path: Path) -> None:
    folder = write_company(make_company(3, 6, named=()), tmp_path / "it")
    command = [sys.executable, "-c", _HOLD, str(folder / LOCK)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
    assert asking.sync(folder).changed
    assert not FileLock(folder / LOCK).is_locked
    assert code_stamp()
