"""Guarantee 1: no answer as of a day changes when facts known after it are added, changed or removed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.guarantees import asking, knowing
from tests.guarantees.companies import FIRST, LOADED, Company, companies, write_company

settings.register_profile("guarantees", deadline=None, derandomize=True, max_examples=10, database=None,
                          suppress_health_check=list(HealthCheck))  # fmt: skip
settings.register_profile("thorough", settings.get_profile("guarantees"), derandomize=False, max_examples=200)
PROFILE = settings.get_profile(os.environ.get("HEADWAY_HYPOTHESIS", "guarantees"))

days = st.integers(30, 430).map(lambda number: FIRST.date() + timedelta(days=number))


def _synced(company: Company, folder: Path) -> Path:
    write_company(company, folder)
    asking.sync(folder)
    return folder


@settings(PROFILE)
@given(company=companies(), day=days, seed=st.integers(0, 2**16))
def test_later_facts_change_nothing(company: Company, day: date, seed: int) -> None:
    """Whole, cut off at the day, and with another future: every question gives one answer as of that day."""
    with TemporaryDirectory() as place:
        whole = _synced(company, Path(place) / "whole")
        past = _synced(knowing.cut(company, day), Path(place) / "cut")
        other = _synced(knowing.another_future(company, day, seed), Path(place) / "other")
        known = asking.book_rows(past, day)
        for folder in (whole, other):
            for name, rows in asking.book_rows(folder, day).items():
                wrong = {
                    "gone": [r for r in known[name] if r not in rows],
                    "new": [r for r in rows if r not in known[name]],
                }
                assert rows == known[name], f"{folder.name}, {name}: {wrong}"
        told = asking.answers(past, day)
        asking.assert_same(told, asking.answers(whole, day))
        asking.assert_same(told, asking.answers(other, day))


def test_every_noun_has_a_rule_for_what_is_known() -> None:
    """A new noun must be given its rule in the test's own cut."""
    assert set(knowing.EVENTS) | knowing.ALWAYS == set(LOADED)


@settings(PROFILE, max_examples=1)
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
    done = subprocess.run(command, capture_output=True, encoding="utf-8",
                          env=os.environ | {"HEADWAY_NOW": "2025-04-01T08:00:00+00:00"})  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
