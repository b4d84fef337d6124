"""Guarantee 4: every engine answers what DuckDB answers; what one cannot answer yet is written down, and told.

Every question is asked on each engine, and every metric with them; so is what it takes of groups, filters and windows.
Where an engine is there: ``scripts/setup`` installs the clients of those for which it finds Java or PostgreSQL.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from headway.engine.choice import POSTGRESQL, SPARK, chosen
from headway.errors import SettingsError
from headway.ingest.exported import Exported
from headway.ingest.generations import Generations
from headway.workspace import open_workspace
from lab.postgresql import address
from tests.engines.conftest import told
from tests.guarantees import asking
from tests.guarantees.companies import make_company, write_company

_PAST = date(2024, 11, 15)
_MASTER = "spark://local[1]"
_TODAY = {"deals", "metrics", "next", "velocity"}  # beside the past: deals of today are read otherwise
_NOTES = "answered by DuckDB: "
_ENVIRONMENT = {
    "HEADWAY_TIMEZONE": "America/New_York",  # a day of it is no day of UTC
    # Many statements over few rows: to make each quick costs more than it takes.
    "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "SPARK_CONF_DIR": str(Path(__file__).parent / "spark"),
}


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Iterator[Path]:
    """A company on DuckDB."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in _ENVIRONMENT.items():
            environment.setenv(name, value)
        made = make_company(7, 30, habits=("stage_history", "field_history", "other_money", "messy"))
        folder = write_company(made, tmp_path_factory.mktemp("engines") / "duckdb")
        asking.sync(folder)
        yield folder


def _elsewhere(company: Path, url: str, environment: pytest.MonkeyPatch) -> Path:
    """The same company on another engine."""
    folder = company.with_name(chosen(url).dialect)
    folder.mkdir()
    shutil.copy(company / "headway.toml", folder)
    shutil.copytree(company / "export", folder / "export")
    environment.setenv("HEADWAY_ENGINE_URL", url)
    asking.sync(folder)
    return folder


def _fullest(name: str) -> tuple[str, ...]:
    """A question with whatever it takes of groups, filters and windows, as of a past day."""
    return list(asking.ways(asking.questions()[name], _PAST))[-1]


def _asked(names: list[str], gaps: set[str]) -> list[tuple[str, ...]]:
    return [name for name in names if name not in gaps and asking.questions()[name].ask is not None]


def _assert_alike(company: Path, other: Path, url: str, ways: list[tuple[str, ...]], environment) -> None:
    there = {way: asking.command(other, *way) for way in ways}
    environment.setenv("HEADWAY_ENGINE_URL", "duckdb://headway.duckdb")
    here = {way: asking.command(company, *way) for way in ways}
    environment.setenv("HEADWAY_ENGINE_URL", url)
    asking.assert_same(here, there)
    assert not [way for way, answer in there.items() if any(_NOTES in note for note in answer["notes"])]


def _assert_gaps_are_told(folder: Path, gaps: dict[str, str]) -> None:
    with closing(open_workspace(folder)) as workspace:
        for question in set(gaps) - {"failing"}:  # which asks for a finding of health
            assert workspace.ask(question).notes[-1] == _NOTES + gaps[question]


def _listed(folder: Path, url: str) -> dict[str, str]:
    generations = Generations(folder)
    return json.loads(Exported(generations, url).places(generations.current())[0].read_text())


def _assert_a_day_copies_what_changed(folder: Path, url: str) -> None:
    before = _listed(folder, url)
    accounts = folder / "export" / "accounts.csv"
    accounts.write_text(accounts.read_text("utf-8").replace("Company", "Firm", 1), "utf-8")
    asking.sync(folder)
    after = _listed(folder, url)
    changed = {name for name in after if after[name] != before.get(name)}
    assert "accounts" in changed
    assert "usage" not in changed


@pytest.mark.slow
def test_postgresql_answers_every_question_as_duckdb_does(company, postgresql, monkeypatch):
    url = address(postgresql)
    other = _elsewhere(company, url, monkeypatch)
    gaps = dict(chosen(url).gaps)
    names = _asked(list(asking.questions()), set(gaps))
    ways = [*((name,) for name in names if name in _TODAY), *map(_fullest, names)]
    _assert_alike(company, other, url, ways, monkeypatch)
    _assert_gaps_are_told(other, gaps)
    _assert_a_day_copies_what_changed(other, url)
    views = "SELECT count(DISTINCT schemaname) AS n FROM pg_views WHERE starts_with(schemaname, 'headway')"
    assert told(url, views) == [{"n": 2}]  # of this generation, and of the undo


@pytest.mark.slow
def test_spark_answers_every_question_as_duckdb_does(company, monkeypatch):
    pytest.importorskip("pyspark", reason="scripts/setup installs it where Java is")
    other = _elsewhere(company, _MASTER, monkeypatch)
    gaps = dict(chosen(_MASTER).gaps)
    names = _asked(list(asking.questions()), set(gaps))
    full = names if asking.THOROUGH else ["metrics"]  # a statement costs Spark a second or two, however few the rows
    ways = [*((name,) for name in names if name not in full), *map(_fullest, full)]
    _assert_alike(company, other, _MASTER, ways, monkeypatch)
    _assert_gaps_are_told(other, gaps)
    _assert_a_day_copies_what_changed(other, _MASTER)


@pytest.mark.parametrize(
    ("address", "dialect", "place"),
    [
        ("spark://local[4]", SPARK, "local[4]"),
        ("spark://10.1.2.3:7077", SPARK, "10.1.2.3:7077"),
        ("postgresql://h/db", POSTGRESQL, "h/db"),
        ("postgres://h/db", POSTGRESQL, "h/db"),
    ],
)
def test_an_address_names_an_engine(address, dialect, place):
    assert (chosen(address).dialect, chosen(address).place) == (dialect, place)


def test_an_address_of_no_engine_is_refused_without_its_password():
    with pytest.raises(SettingsError, match="no engine that is known") as said:
        chosen("oracle://ann:s3cret@far")
    assert "s3cret" not in str(said.value)
