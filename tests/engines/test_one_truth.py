"""Guarantee 4: Spark answers what DuckDB answers; what it cannot answer yet is written down, and fails there.

Where PySpark is there (``scripts/setup engines``; with Java 17): a session takes a minute on two cores.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from headway.engine.choice import SPARK, chosen
from headway.engine.shelf import Shelf
from headway.engine.spark import GAPS
from headway.errors import SettingsError, StoreError
from headway.ingest.exported import Exported
from headway.ingest.generations import Generations
from headway.workspace import Ask, Workspace, open_workspace
from tests.guarantees import asking
from tests.guarantees.companies import make_company, write_company

ADDRESS = "spark://local[1]"
_GROUPED = ("metrics", "velocity")
_BY = ("--by", "segment,region", "--from", "2024-02-01", "--to", "2024-12-31")


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> Iterator[tuple[Path, Path]]:
    """The same company twice, on DuckDB and on Spark."""
    pytest.importorskip("pyspark", reason="scripts/setup engines installs it")
    company = make_company(7, 30, habits=("stage_history", "field_history", "other_money", "messy"))
    with pytest.MonkeyPatch.context() as environment:
        folders = []
        for name in ("duckdb", "spark"):
            folders.append(write_company(company, tmp_path_factory.mktemp("engines") / name))
            if name == "spark":
                environment.setenv("HEADWAY_ENGINE_URL", ADDRESS)
            asking.sync(folders[-1])
        yield folders[0], folders[1]


@pytest.mark.slow
def test_every_question_is_answered_alike_on_duckdb_and_on_spark(both, monkeypatch):
    ways = [(name,) for name in asking.questions() if name not in GAPS]
    ways += [(name, *_BY) for name in _GROUPED]
    on_spark = {way: asking.command(both[1], *way) for way in ways}
    monkeypatch.setenv("HEADWAY_ENGINE_URL", "duckdb://headway.duckdb")
    on_duckdb = {way: asking.command(both[0], *way) for way in ways}
    asking.assert_same(on_duckdb, on_spark)


@pytest.mark.slow
@pytest.mark.parametrize("question", sorted(set(GAPS) - {"failing"}))  # which asks for a finding of health
def test_what_spark_cannot_answer_is_answered_by_duckdb_and_said_so(both, question, tmp_path):
    with closing(open_workspace(both[1])) as workspace:
        assert "answered by DuckDB" in workspace.ask(question).notes[-1]
        assert _fails(workspace, both[1], question, tmp_path), f"{question} has a gap no more: take it out of GAPS"


def _fails(workspace: Workspace, folder: Path, question: str, place: Path) -> bool:
    reader = chosen(ADDRESS).elsewhere(folder / "store" / "tables").reader(_listed(folder))
    book = replace(workspace.book(), engine=reader, shelf=Shelf(place / "cache.sqlite"))  # nothing is kept there yet
    ask = Ask(workspace, book)
    try:
        asking.questions()[question].ask(ask)
    except StoreError:
        return True
    return False


def _listed(folder: Path) -> dict[str, str]:
    generations = Generations(folder)
    return json.loads(Exported(generations, ADDRESS).places(generations.current())[0].read_text())


@pytest.mark.slow
def test_a_day_writes_the_tables_that_changed_and_no_other(both):
    before = _listed(both[1])
    accounts = both[1] / "export" / "accounts.csv"
    accounts.write_text(accounts.read_text("utf-8").replace("Company", "Firm", 1), "utf-8")
    asking.sync(both[1])
    after = _listed(both[1])
    changed = {name for name in after if after[name] != before.get(name)}
    assert "accounts" in changed
    assert "usage" not in changed


@pytest.mark.parametrize(
    ("address", "place"), [("spark://local[4]", "local[4]"), ("spark://10.1.2.3:7077", "10.1.2.3:7077")]
)
def test_an_address_names_an_engine(address, place):
    assert (chosen(address).dialect, chosen(address).place) == (SPARK, place)


def test_an_address_of_no_engine_is_refused():
    with pytest.raises(SettingsError, match="no engine that is known"):
        chosen("oracle://far")
