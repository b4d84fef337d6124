"""Columns that give the outcome away are named, whatever they are called; honest ones and noise are not."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from headway.model.checks import INFO, WARNING
from headway.model.findings import find
from headway.model.quality.leaks import Sample, judge
from tests.model.quality import faulty

N = 600
DURUM = '[sources.tables.deals]\nstatus = { either = [{ column = "Durum", map = { won = "won", lost = "lost" } }] }\n'


def sample(closed: int = N, opened: int = 60) -> Sample:
    known = np.arange(closed + opened) < closed
    happened = (np.arange(closed + opened) % 2 == 0) & known
    life = np.where(known, 10.0 + np.arange(closed + opened) % 80, np.nan)
    return Sample(happened, known, life)


def judged(values, of: Sample | None = None, studied: int = 1):
    texts = np.array([None if v is None else str(v) for v in values], dtype=object)
    return judge("deals", "X", texts, of or sample(), studied)


def test_filled_only_when_closed_is_known_only_after_the_outcome():
    of = sample()
    found = judged([f"note {i}" if closed else None for i, closed in enumerate(of.closed)])
    assert (found.title, found.severity) == ("'X' is known only after the outcome", WARNING)
    assert "filled only when the outcome is known" in found.detail


def test_filled_on_open_rows_too_is_fine():
    assert judged([f"note {i}" for i in range(N + 60)]) is None


def test_one_value_at_the_close_is_known_only_after_the_outcome():
    of = sample()
    found = judged([0 if closed else 1 + i % 9 for i, closed in enumerate(of.closed)])
    assert "it becomes '0' when the outcome is known" in found.detail


def test_the_same_value_on_all_rows_is_no_leak():
    assert judged(["USD"] * (N + 60)) is None


@pytest.mark.parametrize("unit", [1, 7])
def test_the_whole_life_in_days_or_weeks_is_known_at_the_end(unit):
    of = sample()
    found = judged([round(life / unit) if np.isfinite(life) else 3 for life in of.life_days])
    assert "the whole life of the deal" in found.detail


def test_another_number_of_days_is_not_the_life():
    of = sample()
    assert judged([round(life) % 17 if np.isfinite(life) else 3 for life in of.life_days]) is None


def test_a_column_that_is_nearly_the_outcome_is_named_with_its_auc():
    of = sample()
    right = np.arange(N + 60) % 20 != 0
    found = judged(["up" if won == ok else "down" for won, ok in zip(of.happened, right, strict=True)])
    assert (found.title, found.severity) == ("'X' gives the outcome away", WARNING)
    assert "AUC 0.950 (" in found.detail
    assert f"n {N}" in found.detail


def test_a_column_that_tells_much_is_only_good_to_know():
    of = sample()
    right = np.arange(N + 60) % 11 < 9
    found = judged(["up" if won == ok else "down" for won, ok in zip(of.happened, right, strict=True)])
    assert (found.title, found.severity) == ("'X' tells much of the outcome", INFO)


def test_braces_in_what_was_found_are_no_places():
    of = sample()
    found = judged(["{x}" if closed else "open" for closed in of.closed])
    assert "becomes '{x}' when" in found.detail.format(rows=1, measure=0.0)


def test_columns_without_signal_are_never_named():
    draw = np.random.default_rng(11)
    for _ in range(200):
        of = Sample(draw.random(N) < 0.5, np.ones(N, dtype=bool), draw.gamma(2, 30, N))
        kind = draw.integers(0, 3)
        values = draw.integers(0, 2 + 20 * kind, N) if kind else draw.normal(size=N)
        assert judged(values, of, studied=20) is None


def test_leaks_of_a_company_are_counted_and_left_to_be_read_row_by_row(tmp_path):
    company = faulty.clean()
    company["deals"] = [
        faulty.deal(
            f"D{i:03d}", "2025-01-01", status=status, closed_at="" if status == "open" else f"2025-0{2 + i % 6}-10"
        )
        for i, status in enumerate(["won", "lost"] * 60 + ["open"] * 40)
    ]
    for row in company["deals"]:
        row["verdict"] = {"won": "signed", "lost": "gone", "open": ""}[row["status"]]
        row["colour"] = ("red", "blue", "green")[hash(row["deal_id"][-2:]) % 3] if row["deal_id"] < "D1" else "red"
        row["Durum"] = row.pop("status")  # the outcome is made of it, so it is none of what gives it away
    workspace = faulty.load(tmp_path, company, mapping=DURUM)
    found = {(f.name, f.column): f for f in find(workspace.book(faulty.TODAY)).found}
    workspace.close()
    leak = found["leak", "verdict"]
    assert (leak.rows, leak.share) == (120, pytest.approx(120 / 160))
    assert {column for name, column in found if name == "leak"} == {"verdict"}


def _named(path, outcome: str, won: str) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for i, row in enumerate(csv.DictReader(stream)) if i % 2 == 0]
    of = Sample(
        np.array([row[outcome] == won for row in rows]), np.ones(len(rows), dtype=bool), np.full(len(rows), np.nan)
    )
    columns = [name for name in rows[0] if name and name != outcome]
    found = {
        name: judge("deals", name, np.array([row[name] for row in rows], dtype=object), of, 40) for name in columns
    }
    return {name for name, check in found.items() if check is not None}


def test_what_was_written_down_after_the_talk_is_named_on_public_leads(public_exports):
    found = _named(public_exports / "x_education_leads" / "Leads.csv", "Converted", "1")
    assert {"Tags", "Lead Quality", "Lead Profile"} <= found
    assert not found & {"City", "Country", "Do Not Email", "Page Views Per Visit", "TotalVisits", "Lead Origin"}


def test_totals_over_the_whole_life_are_named_on_a_public_export(public_exports):
    (path,) = (public_exports / "ibm_win_loss").glob("*.csv")
    found = _named(path, "Opportunity Result", "Won")
    assert {"Total Days Identified Through Closing", "Total Days Identified Through Qualified"} <= found
    assert not found & {"Region", "Supplies Group", "Competitor Type", "Client Size By Revenue"}
