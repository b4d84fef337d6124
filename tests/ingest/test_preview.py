"""What a preview says would be refused is what a sync refuses: of the whole file, broken lines included."""

from __future__ import annotations

from pathlib import Path

import pytest

from headway.ingest import preview, profile
from tests.ingest.loads import read_sources
from tests.ingest.test_framing import init

HEAD = "deal_id,status,created_at,amount\n"


def text(rows: int) -> str:
    """Deals of which the last have no amount and every hundredth line cannot be split."""
    lines = (
        f"{n},won,2026-01-02,{'5' if n < rows - 9 else 'x'}{',more' if n % 100 == 50 else ''}\n" for n in range(rows)
    )
    return HEAD + "".join(lines)


@pytest.mark.parametrize("rows", [300, 21_000])
def test_the_preview_counts_what_the_sync_refuses(tmp_path: Path, rows: int) -> None:
    _, report = init(tmp_path, deals=text(rows))
    (seen,) = report.previews
    (read,) = read_sources(tmp_path / "w")
    assert (seen.looked_at, seen.refused) == (read.read, read.refused) == (rows, rows // 100 + 9)
    assert (seen.first, seen.of) == (0, rows)


def test_of_a_large_file_the_first_rows_are_looked_at_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "WHOLE_ROWS", 200)
    monkeypatch.setattr(profile, "SAMPLE_ROWS", 120)
    _, report = init(tmp_path, deals=text(300).replace(",5\n", ",five\n", 7))
    (seen,) = report.previews
    assert (seen.first, seen.of) == (120, 300)
    assert (seen.looked_at, seen.refused) == (120, 7)
