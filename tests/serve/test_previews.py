"""The first rows of each table are shown; of many tables only the main ones, the others in a line each."""

from __future__ import annotations

from headway.ingest.preview import Preview
from headway.serve.cli.previews import print_previews


def of(table: str, number: int = 0, refused: int = 0) -> Preview:
    return Preview(table, f"{table}{number}.csv", ({"id": f"row of {table}{number}"},), looked_at=7, refused=refused)


def test_of_few_tables_all_rows_are_shown(capsys) -> None:
    print_previews([of("deals"), of("tickets"), of("usage")])
    told = capsys.readouterr().err
    assert all(f"row of {table}0" in told for table in ("deals", "tickets", "usage"))


def test_of_many_tables_the_others_have_a_line_each(capsys) -> None:
    print_previews(
        [of("accounts"), *(of("deals", n) for n in range(4)), *(of("usage", n, refused=2) for n in range(40))]
    )
    lines = capsys.readouterr().err.splitlines()
    assert [line.strip() for line in lines if "row of" in line] == ["row of accounts0", "row of deals0"]
    assert "usage ← usage39.csv: 7 rows looked at, 2 would be refused" in lines
    assert len(lines) < 60


def test_a_part_of_a_file_is_said_to_be_one(capsys) -> None:
    print_previews([Preview("deals", "d.csv", ({"id": "1"},), looked_at=20, refused=0, first=20, of=3_000)])
    told = capsys.readouterr().err
    assert "none of the rows looked at would be refused (the first 20 of 3,000 in the file)" in told
