"""What ``headway sync`` says of what it did: nothing is said that is not so, and no refusal is told as new twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from headway.serve.cli.commands.sync import sentence
from headway.sync_child import report_fields
from headway.syncing import SyncReport
from tests.guarantees import asking


def _report(**told: object) -> SyncReport:
    row = {"loaded": 0, "refused": 0, "gone": 0} | {name: told.pop(name) for name in ("loaded", "gone") if name in told}
    return SyncReport((row,), generation=2, changed=True, too_many_refused=False, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (_report(fresh=1, loaded=3), "Loaded 3 rows of 1 file; none refused."),
        (_report(fresh=1), "Loaded 0 rows of 1 file; none refused."),
        (_report(fresh=1, gone=2), "Loaded 0 rows of 1 file; 2 rows gone, deleted since this sync; none refused."),
        (_report(why="X"), "Nothing has changed in 1 file; the store was built anew for X."),
        (_report(stay_refused=1), "Nothing has changed in 1 file; 1 row of before stays refused."),
    ],
)
def test_the_sentence_says_what_was_read_what_is_gone_and_why_it_was_built(report: SyncReport, said: str) -> None:
    assert sentence(report) == said


def test_what_an_unchanged_file_refused_is_status_3_once_and_told_each_time(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    (tmp_path / "headway.toml").write_text('[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\n', "utf-8")
    (tmp_path / "export" / "deals.csv").write_text("deal_id,created_at,status\nD1,soon,open\nD2,2024-05-01,open\n")
    first, again = (SyncReport(**report_fields(asking.sync(tmp_path))) for _ in range(2))
    assert (first.exit_status, again.exit_status) == (3, 0)
    assert sentence(again) == "Nothing has changed in 1 file; 1 row of before stays refused."
