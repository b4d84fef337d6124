"""A store that is made anew only where something changed holds what one made wholly anew holds."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.compiling import compile_sql
from headway.engine.duckdb import DuckBuilder
from headway.ingest import slices
from headway.ingest.contents import table_contents
from headway.ingest.generations import Generations
from headway.ingest.remaking import Change, Remaking
from headway.model import build, truth
from headway.publish import publish
from headway.schema import tables
from headway.workspace import open_workspace
from tests.guarantees.asking import examples
from tests.guarantees.companies import Company, companies, headings, make_company, write_company, write_table
from tests.guarantees.records import NOW, Row


def _sync(folder: Path, day: int, made_with: str) -> None:
    with closing(open_workspace(folder)) as home:
        moment = NOW + timedelta(days=day)
        publish(home.settings, home.state, now=moment, made_with=made_with, only=None, progress=lambda _: None)


def _contents(folder: Path) -> dict[str, tuple[int, str]]:
    generations = Generations(folder)
    builder = DuckBuilder(generations.path(generations.current()), read_only=True)
    with closing(builder):
        return table_contents(builder)


def _next_day(folder: Path, company: Company, chance: random.Random) -> None:
    """Some tables get a file of new rows, or of changed ones; some files are written again with fewer rows.

    Keys repeat, and rows stand in another order each day; on some days much changes, on others two tables do.
    """
    share = chance.choice((0.1, 0.4))
    moving = chance.sample(sorted(company.tables), min(len(company.tables), chance.choice((2, 9))))
    for name, rows in company.tables.items():
        kind = chance.choice(("new", "changed", "fewer")) if name in moving else "same"
        some = [row for row in rows if chance.random() < share]
        if kind == "new" and name == "usage":
            some = [row | {"metric": "added"} for row in some]
        if kind == "changed":
            some = [row | {"region": "west"} | _of_another(row, rows, tables()[name].key, chance) for row in some]
        some += [row | {"region": "twice"} for row in some if chance.random() < 0.2]
        chance.shuffle(some)
        place = f"{name}.csv" if kind == "fewer" else f"{name}-{chance.randint(2, 9)}.csv"
        if kind != "same":
            write_table(folder / "export" / place, headings(company, name), some)


def _of_another(row: Row, rows: list[Row], key: tuple[str, ...], chance: random.Random) -> Row:
    """Some values of a row as another row has them."""
    names = [name for name in row if name not in key]
    other = chance.choice(rows)
    return {name: other.get(name) for name in chance.sample(names, min(len(names), 3))}


@pytest.fixture(scope="module")
def _by_key() -> Iterator[None]:
    """However many keys are touched, they are made one by one; and what any table refers to is kept."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(slices, "MOST", 1.0)
        patched.setattr(build, "MANY", 0)
        yield


@examples(2)
@given(company=companies(most_deals=25), seed=st.integers(0, 2**16))
@pytest.mark.usefixtures("_by_key")
def test_day_after_day_it_holds_what_is_made_wholly_anew(company: Company, seed: int) -> None:
    with TemporaryDirectory() as place:
        chance = random.Random(seed)
        folder = write_company(company, Path(place) / "it")
        # From a day before much of it was known, to one after: the book is of another day each time.
        days = sorted(chance.sample(range(-200, 3), 3))
        _sync(folder, days[0], "alike")
        for day in days[1:]:
            anew = Path(place) / f"anew-{day}"
            _next_day(folder, company, chance)
            shutil.copytree(folder, anew, symlinks=True)
            _sync(folder, day, "alike")
            _sync(anew, day, f"another code, day {day}")
            assert _contents(folder) == _contents(anew)
            with closing(open_workspace(folder)) as home:
                assert home.state.ledger.tables(Generations(folder).current()) == _contents(folder)


def test_a_day_that_touches_few_deals_and_contacts_makes_those_anew_and_no_other(tmp_path: Path) -> None:
    company = make_company(8, 60, named=("accounts", "deal_changes", "activities"), habits=("stage_history",))
    contacts = [{"contact_id": f"C{number}", "account_id": "ZYXW-Works", "name": "A B"} for number in range(12)]
    folder = write_company(company, tmp_path / "it")
    write_table(folder / "export" / "contacts.csv", tuple(contacts[0]), contacts)
    write_table(
        folder / "export" / "accounts-2.csv", ("account_id", "name"), [{"account_id": "Z", "name": "Zyxw Works"}]
    )
    _sync(folder, 0, "alike")
    changed = [row | {"amount": 1} for row in company.tables["deals"][:2]]
    write_table(folder / "export" / "deals-2.csv", headings(company, "deals"), changed)
    write_table(folder / "export" / "contacts-2.csv", tuple(contacts[0]), [contacts[0] | {"name": "B C"}])
    made = _changes_of(lambda: _sync(folder, 1, "alike"))
    assert {made[name] for name in ("deals", "deals_now", "contacts")} == {Change.PART}
    assert {made[name] for name in ("deal_changes", "journeys_of_leads", "activities", "statements")} == {Change.SAME}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_statement_is_the_same_text_in_every_process(seed: str) -> None:
    text = compile_sql(truth.noun(tables()["accounts"], [], [], "UTC", mentions=truth.first_mentions([])), "duckdb")
    code = (
        "from headway.engine.compiling import compile_sql; from headway.model import truth; from headway.schema "
        "import tables; print(compile_sql(truth.noun(tables()['accounts'], [], [], 'UTC', "
        "mentions=truth.first_mentions([])), 'duckdb'))"
    )
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True)
    assert "EXCLUDE" in text
    assert told.stdout.decode().strip() == text.strip()


def _changes_of(work: Callable[[], None]) -> dict[str, Change]:
    """What became of each table in a sync."""
    made: dict[str, Change] = {}
    contents = Remaking.contents
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Remaking, "contents", lambda self: (made.update(self.changes), contents(self))[1])
        work()
    return made


def test_new_rows_of_use_are_added_and_the_rest_is_left_alone(tmp_path: Path) -> None:
    company = make_company(8, 12, named=("accounts", "usage", "activities"))
    folder = write_company(company, tmp_path / "it")
    _sync(folder, 0, "alike")
    added = [row | {"metric": "added"} for row in company.tables["usage"][:3]]
    write_table(folder / "export" / "usage-2.csv", headings(company, "usage"), added)
    made = _changes_of(lambda: _sync(folder, 1, "alike"))
    assert (made["usage"], made["raw.usage"], made["deals"]) == (Change.GREW, Change.GREW, Change.SAME)
    assert made["statements"] is Change.SAME
