"""The steps of deals as they lie in a store: in the order in which they are read, with states that need no text."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import numpy as np
import pytest

from headway.explain.bottlenecks.reading import Asked, read_process
from headway.workspace import open_workspace


@pytest.fixture(scope="module")
def book(demo_folder):
    with closing(open_workspace(demo_folder)) as workspace:
        yield workspace.book()


def test_steps_lie_by_deal_and_time(book) -> None:
    lying = book.engine.run('SELECT _number, "at" FROM journeys_of_deals')
    number, at = (lying.column(name).to_numpy().astype(np.int64) for name in ("_number", "at"))
    assert np.array_equal(np.lexsort((at, number)), np.arange(number.size))


def test_every_code_is_that_of_the_state_and_every_number_that_of_the_deal(book) -> None:
    wrong = """SELECT count(*) FROM journeys_of_deals AS j LEFT JOIN journey_states AS t ON t.code = j._state
        LEFT JOIN journey_states AS f ON f.code = j._before LEFT JOIN deals AS d ON d._number = j._number
        WHERE t.state IS DISTINCT FROM j.to_state OR f.state IS DISTINCT FROM j.from_state
        OR d.deal_id IS DISTINCT FROM j.entity_id"""
    assert book.engine.value(wrong) == 0
    assert book.engine.value("SELECT count(DISTINCT state) - count(*) FROM journey_states") == 0


@pytest.mark.parametrize("where", [(), (("rep_id", "R03"),)])
@pytest.mark.parametrize("day", [date(2025, 3, 1), None])
def test_each_deal_took_the_steps_that_the_book_tells(book, demo_folder, day, where) -> None:
    with closing(open_workspace(demo_folder)) as workspace:
        then = workspace.book(day)
        asked = Asked(date(2000, 1, 1), then.as_of, where=where)
        process = read_process(then, asked, [])
        told = then.rows("all steps", lambda book: book.table("journeys").select("entity_id", "kind", "to_state", "at"))
    ids = set(process.ids.to_pylist())
    steps = [row for row in told.to_pylist() if row["kind"] == "deal" and row["entity_id"] in ids]
    names = np.array(process.names, dtype=object)
    traces = process.traces
    ours = zip(
        process.ids.take(traces.journey).to_pylist(), names[traces.state].tolist(), traces.at.tolist(), strict=True
    )
    theirs = ((r["entity_id"], r["to_state"], int(np.datetime64(r["at"], "us").astype(np.int64))) for r in steps)
    assert sorted(ours) == sorted(theirs)
    assert len(ids) > 0
