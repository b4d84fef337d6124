"""A file that says how deals ended and not when: init names what is missing, and what it writes can be loaded."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

import pytest

from headway.workspace import create_workspace, open_workspace
from tests.guarantees import asking

ROWS = "Opportunity Number,Region,Opportunity Result,Opportunity Amount USD\n"


def test_what_is_missing_is_named_and_what_is_written_gives_shares_won(tmp_path):
    (tmp_path / "export").mkdir()
    rows = [f"{100 + i},{'North' if i % 2 else 'South'},{'Won' if i % 4 == 0 else 'Loss'},{i * 10}" for i in range(40)]
    (tmp_path / "export" / "pipeline_extract.csv").write_text(ROWS + "\n".join(rows) + "\n")
    report = create_workspace(tmp_path / "w", files=tmp_path / "export", engine=None)
    assert not report.complete
    [told] = [one for one in report.unplaced if "how deals ended" in one]
    for part in ("created_at", 'deal_id = "Opportunity Number"', 'map = { "Loss" = "lost", "Won" = "won" }'):
        assert part in told
    path = tmp_path / "w" / "headway.toml"
    path.write_text(
        path.read_text()
        + '\n[sources.tables.deals]\nfile = "pipeline_extract.csv"\ndeal_id = "Opportunity Number"\n'
        + 'status = { column = "Opportunity Result", map = { "Won" = "won", "Loss" = "lost" } }\n'
        + 'created_at = { const = "2000-01-01" }\nclosed_at = { const = "2000-01-01" }\n'
    )
    asking.sync(tmp_path / "w", datetime(2026, 1, 1))
    with closing(open_workspace(tmp_path / "w")) as workspace:
        rows = workspace.ask("metrics", only="closed_win_rate", by=["Region"]).rows
    assert {row["Region"]: row["figure"].n for row in rows} == {"North": 20, "South": 20}
    assert next(row["figure"].value for row in rows if row["Region"] == "South") == pytest.approx(0.5)
