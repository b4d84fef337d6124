"""The statements of a store: one row each, dated as the activity is, none for a company without texts."""

from __future__ import annotations

from datetime import date

from headway.engine.duckdb import DuckBuilder
from headway.listen.make import make_statements
from tests.prescribe.companies import PAST, company, deal, said

PROBLEM = "We lose two orders every week because nobody sees the stock. It costs us $4,000 a month."


def _rows(book):
    return book.rows("statements of test", lambda b: b.table("statements")).to_pylist()


def test_statements_quote_their_activity_and_are_known_since_it_is(tmp_path):
    talk = [said(1, "D1", PROBLEM, "2026-05-03T10:00:00"), said(2, "D1", PROBLEM, "2026-06-20T10:00:00")]
    workspace = company(tmp_path, {"deals": [deal(1), *PAST], "activities": talk})
    rows = _rows(workspace.book(date(2026, 6, 1)))
    assert {(row["activity_id"], row["kind"], row["speaker"], row["deal_id"]) for row in rows} == {
        ("N1", "problem", "customer", "D1"), ("N1", "cost", "customer", "D1"),
    }  # fmt: skip
    assert all(PROBLEM[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert len(_rows(workspace.book(date(2026, 6, 30)))) == 2 * len(rows)


def test_a_company_without_activities_has_none(tmp_path):
    assert _rows(company(tmp_path, {"deals": [deal(1), *PAST]}).book(date(2026, 6, 1))) == []


def test_it_makes_the_same_table_every_time_and_in_batches(tmp_path, monkeypatch):
    talk = [said(i, "D1", PROBLEM, f"2026-05-{i % 28 + 1:02d}T10:00:00") for i in range(1, 60)]
    company(tmp_path, {"deals": [deal(1)], "activities": talk}).close()
    store = next((tmp_path / "store").glob("*.duckdb"))
    builder = DuckBuilder(store)
    whole = builder.rows("SELECT * FROM statements")
    monkeypatch.setattr("headway.listen.make._BATCH", 7)
    assert make_statements(builder) == len(whole) == 2 * 59
    assert builder.rows("SELECT * FROM statements") == whole
    builder.close()


def test_names_are_heard_since_the_data_knows_them_and_all_texts_again_when_it_learns_one(tmp_path):
    words = "We also look at Shift Works, and we need single sign on."
    talk = [said(1, "D1", words, "2026-05-03T10:00:00")]
    rows = {"deals": [deal(1, competitor="Rostera"), *PAST], "activities": talk}
    workspace = company(tmp_path, rows)
    assert _rows(workspace.book(date(2026, 6, 1))) == []
    workspace.close()
    needs = [{"deal_id": "D1", "capability": "Single sign-on", "stated_at": "2026-05-20T09:00:00"}]
    workspace = company(tmp_path, rows | {"deals": [deal(1, competitor="ShiftWorks"), *PAST], "deal_needs": needs})
    found = {(row["kind"], row["quote"], row["name"]) for row in _rows(workspace.book(date(2026, 6, 1)))}
    assert found == {("competitor", "Shift Works", "ShiftWorks"), ("capability", "single sign on", "Single sign-on")}
    assert {row["kind"] for row in _rows(workspace.book(date(2026, 5, 19)))} == {"competitor"}
