"""Exports of known systems are mapped without a hand: each file to its table, each column to what it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from headway import discover
from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.layout import draft_of
from headway.schema import tables
from headway.workspace import open_workspace
from tests.guarantees import asking
from tests.ingest.exports import EXPORTS, Export
from tests.ingest.loads import read_into
from tests.ingest.test_framing import mapped


@pytest.fixture(scope="module", params=EXPORTS, ids=lambda export: export.name)
def export(request: pytest.FixtureRequest) -> Export:
    """One made-up export."""
    return request.param


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, export: Export) -> Iterator[DuckBuilder]:
    """The export through init and into raw tables: for reading."""
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "export").mkdir()
    for name, text in export.files.items():
        (folder / "export" / name).write_text(text, encoding="utf-8")
    report = mapped(folder)
    assert report.complete, report.unplaced
    builder = DuckBuilder(Path(":memory:"))
    reports = read_into(builder, folder / "w")
    assert [(r.file, r.refused) for r in reports if r.refused] == []
    yield builder
    builder.close()


def test_each_file_feeds_its_tables(tmp_path: Path, export: Export) -> None:
    for name, text in export.files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    draft = draft_of(DuckBuilder(Path(":memory:")), tmp_path)
    found: dict[str, set[str]] = {}
    for place in draft.places:
        found.setdefault(place.file, set()).add(place.table)
    assert found == export.tables
    assert not [note for note in draft.notes if "taken as open" in note]


def test_deals_say_what_the_system_says(loaded: DuckBuilder, export: Export) -> None:
    def text(column: str) -> str:
        return f"CAST({quoted(column)} AS VARCHAR)"

    have = loaded.columns("raw.deals")
    stage = text("stage") if "stage" in have else "NULL"
    rows = loaded.rows(
        f"SELECT deal_id, account_id, rep_id, {stage}, status, CAST(amount::BIGINT AS VARCHAR), "
        "CAST(created_at::DATE AS VARCHAR), CASE WHEN status != 'open' THEN CAST(closed_at::DATE AS VARCHAR) END "
        "FROM raw.deals ORDER BY _row"
    )
    assert {row[0]: row[1:] for row in rows} == export.deals


def test_other_tables_hold_what_their_files_say(loaded: DuckBuilder, export: Export) -> None:
    for (table, column), wanted in export.others.items():
        key = tables()[table].key
        order = ", ".join(quoted(name) for name in key) if table in {"deal_changes", "activities"} else "_row"
        if table == "deal_changes":
            order = "field, changed_at, deal_id"
        rows: list[Any] = loaded.rows(f"SELECT CAST({quoted(column)} AS VARCHAR) FROM raw.{table} ORDER BY {order}")
        assert [row[0] for row in rows] == wanted, (table, column)


def test_every_system_is_a_file_of_its_own() -> None:
    assert {"salesforce", "hubspot", "dynamics365", "pipedrive", "zoho", "odoo"} <= set(discover.modules("layouts"))
    for layout in discover.load_all("layouts").values():
        for sheet in layout.sheets:
            known = {*tables()[sheet.table].names, "known_at", "deleted_at"} if sheet.table else set(sheet.columns)
            assert set(sheet.columns) <= known, (layout.name, sheet.name)


def test_of_several_ids_in_a_cell_the_first_is_meant_and_all_are_kept(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    deals = "Record ID,Deal Name,Deal Stage,Pipeline,Create Date,Close Date,Associated Company IDs\n"
    deals += (
        "11,Fleet,Closed won,Sales,2026-01-14,2026-02-20,503;504\n12,Yard,Closed lost,Sales,2026-01-15,2026-02-21,505\n"
    )
    (tmp_path / "export" / "deals.csv").write_text(deals)
    report = mapped(tmp_path)
    assert any("'Associated Company IDs' names several in 1 rows" in said for said in report.unplaced)
    builder = DuckBuilder(Path(":memory:"))
    read_into(builder, tmp_path / "w")
    rows = builder.rows('SELECT deal_id, account_id, "Associated Company IDs" FROM raw.deals ORDER BY 1')
    builder.close()
    assert rows == [("11", "503", "503;504"), ("12", "505", "505")]


def test_columns_of_theirs_called_like_what_is_worked_out_break_no_answer(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    text = "Opportunity ID,Stage,Amount,Close Date,Created Date,Won,Closed,Ended,Worth,Outcome,Age_Days\n"
    text += "1,Closed Won,5,2026-02-20,2026-01-14,1,1,x,x,x,x\n2,Negotiation,7,2026-09-30,2026-01-15,0,0,x,x,x,x\n"
    (tmp_path / "export" / "Opportunities.csv").write_text(text)
    assert mapped(tmp_path).complete
    done = asking.sync(tmp_path / "w", datetime(2026, 3, 1))
    assert [(read.loaded, read.refused) for read in done.files] == [(2, 0)]
    with closing(open_workspace(tmp_path / "w")) as workspace:
        assert len(workspace.health().rows) + len(workspace.velocity().rows) > 1
