"""How days and amounts are written is found from the values; what reads two ways is asked, unless a neighbour tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from headway.engine.duckdb import DuckBuilder
from headway.ingest.formats import Part
from headway.ingest.notation import day_formats, decimal_comma, settled_by
from headway.ingest.profile import Profile, profile


def seen(folder: Path, **columns: list[str]) -> tuple[DuckBuilder, Profile]:
    path = folder / "x.csv"
    rows = zip(*columns.values(), strict=True)
    lines = ["|".join(columns), *("|".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    builder = DuckBuilder(Path(":memory:"))
    return builder, profile(builder, Part(path, "", "x.csv"), 0)


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        (["31/12/2026", "1/2/2026"], ["%d/%m/%Y"]),
        (["12/31/2026", "1/2/2026"], ["%m/%d/%Y"]),
        (["12/11/26", "1/2/26"], ["%m/%d/%y", "%d/%m/%y"]),
        (["12.11.26", "1.2.26"], ["%d.%m.%y"]),
        (["2026/12/31"], ["%Y/%m/%d"]),
        (["31-12-2026 14:05"], ["%d-%m-%Y %H:%M"]),
        (["12/31/2026 2:05 PM", "1/1/2026 10:00 am"], ["%m/%d/%Y %I:%M %p"]),
        (["31.12.2026, 14:05:10"], ["%d.%m.%Y, %H:%M:%S"]),
        ([f"{day:02d}/03/2026" for day in range(1, 32)] + ["31/02/2026"], ["%d/%m/%Y"]),
        (["3. März 2026", "14. Oktober 2025"], ["%d. %B %Y@de"]),
        (["14 août 2026", "1 févr. 2026", "2 mars 2026"], []),
        (["14 août 2026", "1 février 2026"], ["%d %B %Y@fr"]),
        (["Feb 3, 2026", "Dec 31, 2025"], ["%B %d, %Y@en"]),
        (["03-ene-26", "14-dic-25"], ["%d-%B-%y@es"]),
        (["7 de março de 2026", "8 de abril de 2026"], ["%d de %B de %Y@pt"]),
        (["20260203", "20251231"], ["%Y%m%d"]),
        (["46054", "46055.5"], ["excel"]),
        (["1767225600", "1767225601"], ["epoch"]),
        (["1767225600500"], ["epoch_ms"]),
        (["soon", "later"], []),
        (["1", "2", "3"], []),
        (["D-1", "D-2"], []),
    ],
)
def test_the_format_of_days_is_found(values: list[str], formats: list[str], tmp_path: Path) -> None:
    builder, found = seen(tmp_path, day=values, other=[""] * len(values))
    assert day_formats(builder, found, "day") == formats


def test_a_column_of_the_same_style_decides_and_is_named(tmp_path: Path) -> None:
    builder, found = seen(tmp_path, day=["1/2/2026", "3/4/2026"], closed=["25/2/2026", "1/3/2026"], x=["a", "b"])
    assert settled_by(builder, found, "day", ["%d/%m/%Y", "%m/%d/%Y"]) == ("%d/%m/%Y", "closed")


def test_columns_of_another_style_or_that_disagree_decide_nothing(tmp_path: Path) -> None:
    builder, found = seen(
        tmp_path, day=["1/2/2026", "3/4/2026"], closed=["25.2.2026", "1.3.2026"], x=["1/2/26", "25/2/26"]
    )
    assert settled_by(builder, found, "day", ["%d/%m/%Y", "%m/%d/%Y"]) is None
    builder, found = seen(tmp_path, day=["1/2/2026"], a=["25/2/2026"], b=["2/25/2026"])
    assert settled_by(builder, found, "day", ["%d/%m/%Y", "%m/%d/%Y"]) is None


@pytest.mark.parametrize(
    ("values", "comma"),
    [
        (["1.234,50", "2"], True), (["1 234,5 €"], True), (["1,234.50", "7"], False), (["1.234", "2.345"], None),
        (["1.234", "2,5"], True), (["1", "2"], False), (["12.5", "1,234.5"], False),
    ],
)  # fmt: skip
def test_the_decimal_mark_is_found_or_left_open(values: list[str], comma: bool | None, tmp_path: Path) -> None:
    builder, found = seen(tmp_path, amount=values, other=["x"] * len(values))
    assert decimal_comma(builder, found, "amount") is comma


@pytest.mark.parametrize(("values", "comma"), [(["1.250", "80"], True), (["1,250", "80"], False), (["80"], False)])
def test_whole_numbers_read_one_way(values: list[str], comma: bool, tmp_path: Path) -> None:
    builder, found = seen(tmp_path, employees=values, other=["x"] * len(values))
    assert decimal_comma(builder, found, "employees", whole=True) is comma
