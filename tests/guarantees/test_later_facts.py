"""Guarantee 1: no answer as of a day changes when facts known after it are added, changed or removed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.guarantees import asking, knowing
from tests.guarantees.asking import examples
from tests.guarantees.companies import Company, companies, write_company
from tests.guarantees.records import FIRST, LOADED

days = st.integers(30, 430).map(lambda number: FIRST.date() + timedelta(days=number))


Told = tuple[dict[str, list[tuple[object, ...]]], dict[tuple[str, ...], dict[str, Any]]]


def _told(company: Company, folder: Path, day: date) -> Told:
    """Every row of the book and every answer as of a day, of a workspace synced long after it."""
    asking.sync(write_company(company, folder))
    return asking.book_rows(folder, day), _without_lines(asking.answers(folder, day))


def _without_lines(answers: dict[tuple[str, ...], dict[str, Any]]) -> dict[tuple[str, ...], dict[str, Any]]:
    """The answers without the line of a refused row: the test's later rows stand between the others in their file."""
    for answer in answers.values():
        for row in answer["rows"] if answer["question"] == "health" else ():
            row["example"] = re.sub(r"(\.csv):\d+", r"\1", row["example"] or "")
    return answers


@examples(2)
@given(company=companies(), day=days, seed=st.integers(0, 2**16))
def test_neither_later_facts_nor_another_future_change_an_answer(company: Company, day: date, seed: int) -> None:
    """As it was recorded at the end of the day, whole, and with other rows, closings, changes and endings after it.

    What each is compared with is the same and takes as long to answer, so it is answered once.
    """
    versions = {"whole": company, "another future": knowing.another_future(company, day, seed)}
    with TemporaryDirectory() as place:
        past = _told(knowing.cut(company, day), Path(place) / "past", day)
        for name, version in versions.items():
            _assert_same(past, _told(version, Path(place) / name, day), name)


def _assert_same(past: Told, later: Told, version: str) -> None:
    (known, answers), (found, others) = past, later
    for name, rows in found.items():
        gone, new = [r for r in known[name] if r not in rows], [r for r in rows if r not in known[name]]
        assert rows == known[name], f"{version}: {name}: gone {gone}, new {new}"
    assert known.keys() == found.keys()
    asking.assert_same(answers, others)


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
