"""Public exports go through init and sync without code; a mapping is touched by hand in at most five lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from headway import open_workspace
from headway.engine.duckdb import DuckBuilder
from headway.workspace import create_workspace
from tests.ingest.loads import read_into, read_sources

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Case:
    """A public export, what is added to its mapping by hand, and the rows that must be loaded.

    Attributes:
        touched: lines added, or (line begins so, whole new line); none for layouts that init knows.
        refused: rows that may be refused, with the reason why that is right.
    """

    folder: str
    rows: dict[str, int]
    touched: tuple[str | tuple[str, str], ...] = ()
    refused: int = 0


FIXTURES = "crm_connector_fixtures"
CASES = (
    Case(f"{FIXTURES}/salesforce", {"deals": 10, "accounts": 10, "contacts": 4, "leads": 1, "reps": 10,
                                    "activities": 20, "deal_lines": 10, "products": 2, "deal_changes": 34}),
    Case(f"{FIXTURES}/hubspot", {"deals": 44, "accounts": 24, "contacts": 22, "reps": 100, "activities": 105,
                                 "deal_changes": 100, "tickets": 25}),
    Case(f"{FIXTURES}/zendesk", {"tickets": 10, "accounts": 10, "contacts": 9, "reps": 1}),
    Case(f"{FIXTURES}/stripe", {"accounts": 12, "products": 10, "subscriptions": 2}),
    Case(f"{FIXTURES}/recurly", {"accounts": 4, "products": 2, "subscriptions": 4}),
    # Two lines of usage by one account, day and feature, under two subscriptions, are one row of ours.
    Case("ravenstack", {"accounts": 500, "subscriptions": 5000, "tickets": 2000, "usage": 24894}, refused=106),
    # Lines with an unquoted comma in an address have more fields than headings: they cannot be split, and are refused.
    Case("northwind", {"deals": 654, "deal_lines": 2155, "accounts": 67, "reps": 9, "products": 77},
         (("path =", "max_refused_share = 0.3"),), refused=200),
    # No line with headings: they are named.
    Case("adventureworks", {"quotas": 163},
         ("[sources.tables.quotas]", 'file = "SalesPersonQuotaHistory.csv"',
          'headings = ["row", "rep_id", "period_start", "amount", "guid", "changed"]')),
    Case("bpic2012", {"deals": 13087, "deal_changes": 164506}),
    Case("helpdesk", {"tickets": 4580}),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder)
def test_a_public_export_goes_through_init_and_sync(public_exports: Path, tmp_path: Path, case: Case) -> None:
    files = public_exports / case.folder
    report = create_workspace(tmp_path / "w", files=files)
    assert report.complete or case.touched, report.unplaced
    assert len(case.touched) <= 5
    _touch(tmp_path / "w" / "headway.toml", case.touched)
    reports = read_sources(tmp_path / "w")
    loaded: dict[str, int] = {}
    for report_of in reports:
        loaded[report_of.table] = loaded.get(report_of.table, 0) + report_of.loaded
        assert report_of.loaded + report_of.refused == report_of.read
    assert {table: loaded.get(table) for table in case.rows} == case.rows
    assert sum(report_of.refused for report_of in reports) == case.refused
    assert not any(report_of.too_many_refused for report_of in reports)


def test_a_workspace_without_deals_is_published_and_says_what_it_cannot_answer(
    public_exports: Path, tmp_path: Path
) -> None:
    assert create_workspace(tmp_path / "w", files=public_exports / "helpdesk").complete
    workspace = open_workspace(tmp_path / "w")
    assert workspace.sync(now=NOW).exit_status == 0
    answer = workspace.ask("velocity")
    assert list(answer.rows) == []
    assert "no deals" in answer.notes[0]


def test_the_outcomes_of_an_event_log_need_two_lines_by_hand(public_exports: Path, tmp_path: Path) -> None:
    """An offer is often withdrawn while the application goes on: it does not tell the outcome; the counts are known."""
    create_workspace(tmp_path / "w", files=public_exports / "bpic2012")
    path = tmp_path / "w" / "headway.toml"
    text = path.read_text(encoding="utf-8")
    touched = text.replace("'O_CANCELLED', ", "").replace(", 'O_DECLINED'", "")
    assert sum(a != b for a, b in zip(text.splitlines(), touched.splitlines(), strict=True)) == 2
    path.write_text(touched, encoding="utf-8")
    builder = DuckBuilder(Path(":memory:"))
    read_into(builder, tmp_path / "w")
    counts = dict(builder.rows("SELECT coalesce(status, 'open'), count(*) FROM raw.deals GROUP BY 1"))
    builder.close()
    assert counts == {"won": 2246, "lost": 7635 + 2807, "open": 399}


def _touch(path: Path, touched: tuple[str | tuple[str, str], ...]) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for one in touched:
        if isinstance(one, str):
            lines.append(one)
        else:
            begins, line = one
            place = next(number for number, text in enumerate(lines) if text.startswith(begins))
            lines.insert(place + 1, line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_refused_row_is_named_by_its_line_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    rows = "kind,ref,made,state\nlead,A,x,open\ndeal,B,2026-01-01,won\nlead,C,x,open\ndeal,D,oops,won\n"
    (tmp_path / "export" / "pipe.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "headway.toml").write_text(
        '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\n[sources.tables.deals]\nfile = "pipe.csv"\n'
        'where = "kind = \'deal\'"\ndeal_id = "ref"\ncreated_at = "made"\nstatus = "state"\n',
        encoding="utf-8",
    )
    builder = DuckBuilder(Path(":memory:"))
    read_into(builder, tmp_path)
    assert builder.rows('SELECT "row", value FROM raw.rejects') == [(5, "oops")]
    assert builder.rows("SELECT deal_id, _row FROM raw.deals") == [("B", 3)]
    builder.close()
