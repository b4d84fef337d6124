"""A store that is made anew only where something changed holds what one made wholly anew holds."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from headway.engine.duckdb import DuckBuilder
from headway.ingest.contents import table_contents
from headway.ingest.generations import Generations
from headway.ingest.remaking import Change, Remaking
from headway.publish import publish
from headway.workspace import open_workspace
from tests.guarantees.asking import examples
from tests.guarantees.companies import Company, companies, headings, make_company, write_company, write_table
from tests.guarantees.records import NOW


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

    Keys repeat, and rows stand in another order each day.
    """
    for name, rows in company.tables.items():
        kind = chance.choice(("same", "same", "new", "changed", "fewer"))
        some = [row for row in rows if chance.random() < 0.4]
        if kind == "new" and name == "usage":
            some = [row | {"metric": "added"} for row in some]
        if kind == "changed":
            some = [row | {"region": "west"} for row in some]
        some += [row | {"region": "twice"} for row in some if chance.random() < 0.2]
        chance.shuffle(some)
        place = f"{name}.csv" if kind == "fewer" else f"{name}-{chance.randint(2, 9)}.csv"
        if kind != "same":
            write_table(folder / "export" / place, headings(company, name), some)


@examples(2)
@given(company=companies(most_deals=25), seed=st.integers(0, 2**16))
def test_day_after_day_it_holds_what_is_made_wholly_anew(company: Company, seed: int) -> None:
    with TemporaryDirectory() as place:
        chance = random.Random(seed)
        folder = write_company(company, Path(place) / "it")
        _sync(folder, 0, "alike")
        for day in (1, 2):
            anew = Path(place) / f"anew-{day}"
            _next_day(folder, company, chance)
            shutil.copytree(folder, anew, symlinks=True)
            _sync(folder, day, "alike")
            _sync(anew, day, f"another code, day {day}")
            assert _contents(folder) == _contents(anew)
            with closing(open_workspace(folder)) as home:
                assert home.state.ledger.tables(Generations(folder).current()) == _contents(folder)


def test_new_rows_of_use_are_added_and_the_rest_is_left_alone(tmp_path: Path) -> None:
    company = make_company(8, 12, named=("accounts", "usage", "activities"))
    folder = write_company(company, tmp_path / "it")
    _sync(folder, 0, "alike")
    added = [row | {"metric": "added"} for row in company.tables["usage"][:3]]
    write_table(folder / "export" / "usage-2.csv", headings(company, "usage"), added)
    made: dict[str, Change] = {}
    contents = Remaking.contents
    Remaking.contents = lambda self: (made.update(self.changes), contents(self))[1]  # type: ignore[method-assign]
    try:
        _sync(folder, 1, "alike")
    finally:
        Remaking.contents = contents  # type: ignore[method-assign]
    assert (made["usage"], made["raw.usage"], made["deals"]) == (Change.GREW, Change.GREW, Change.SAME)
    assert made["statements"] is Change.SAME
