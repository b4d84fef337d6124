"""Guarantee 1: no answer as of a day changes when facts known after it are added, changed or removed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tests.guarantees import asking, knowing
from tests.guarantees.asking import examples
from tests.guarantees.companies import Company, companies, write_company
from tests.guarantees.records import FIRST, LOADED

days = st.integers(30, 430).map(lambda number: FIRST.date() + timedelta(days=number))


def _synced(company: Company, folder: Path) -> Path:
    write_company(company, folder)
    asking.sync(folder)
    return folder


@examples(3)
@given(company=companies(), day=days)
def test_a_company_cut_off_at_a_day_answers_the_same(company: Company, day: date) -> None:
    """Whole, and as it was recorded at the end of the day: every question gives one answer as of that day."""
    _assert_one_answer(company, knowing.cut(company, day), day)


@examples(3)
@given(company=companies(), day=days, seed=st.integers(0, 2**16))
def test_another_future_changes_no_answer(company: Company, day: date, seed: int) -> None:
    """Other rows, closings, changes and endings after the day."""
    _assert_one_answer(knowing.another_future(company, day, seed), knowing.cut(company, day), day)


def _assert_one_answer(company: Company, past: Company, day: date) -> None:
    with TemporaryDirectory() as place:
        one, other = _synced(company, Path(place) / "whole"), _synced(past, Path(place) / "past")
        known = asking.book_rows(other, day)
        for name, rows in asking.book_rows(one, day).items():
            gone, new = [r for r in known[name] if r not in rows], [r for r in rows if r not in known[name]]
            assert rows == known[name], f"{name}: gone {gone}, new {new}"
        asking.assert_same(asking.answers(other, day), asking.answers(one, day))


def test_every_noun_has_a_rule_for_what_is_known() -> None:
    """A new noun must be given its rule in the test's own cut."""
    assert set(knowing.EVENTS) | knowing.ALWAYS == set(LOADED)


@examples(1)
@given(company=companies(most_deals=20), day=days)
def test_later_facts_change_nothing_through_a_process_of_its_own(company: Company, day: date) -> None:
    """The same through the installed program, from sync to answer."""
    with TemporaryDirectory() as place:
        told = []
        for name, version in (("whole", company), ("cut", knowing.cut(company, day))):
            folder = write_company(version, Path(place) / name)
            _program(folder, "sync")
            told.append(json.loads(_program(folder, "velocity", "--as-of", day.isoformat(), "--format", "json")))
        assert not asking.differences(*told)


def _program(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "headway", "-w", str(folder), *arguments]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", env=os.environ | {"HEADWAY_NOW": "2025-04-01T08:00:00+00:00"}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
