"""Workbooks written by other libraries are read sheet by sheet, every value as a text that reads back."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from headway.errors import SourceError
from headway.ingest import cells
from headway.ingest.formats import parts_of
from tests.ingest.loads import load

HEADINGS = ("deal_id", "created_at", "status", "amount", "closed_at", "name", "flag")
ROWS = (
    ("D1", date(2026, 1, 2), "won", 1234.5, datetime(2026, 2, 3, 14, 5), "x", True),
    (7, date(2026, 1, 3), "open", 10, None, None, False),
)


def xlsx(path: Path, sheets: dict[str, tuple], top: int = 0, left: int = 0) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        day, moment = (book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", "yyyy-mm-dd hh:mm"))
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows, start=top):
                for column, value in enumerate(row, start=left):
                    if isinstance(value, datetime):
                        sheet.write_datetime(number, column, value, moment)
                    elif isinstance(value, date):
                        sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)
                    elif value is not None and str(value).startswith("="):
                        sheet.write_formula(number, column, value.partition("→")[0], None, value.partition("→")[2])
                    elif value is not None:
                        sheet.write(number, column, value)
    return path


def xls(path: Path, sheets: dict[str, tuple], top: int = 0, left: int = 0) -> Path:
    import xlwt

    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows, start=top):
            for column, value in enumerate(row, start=left):
                form = "YYYY-MM-DD HH:MM" if isinstance(value, datetime) else "DD.MM.YYYY"
                style = xlwt.easyxf(num_format_str=form) if isinstance(value, date) else xlwt.Style.default_style
                if value is not None:
                    sheet.write(number, column, value, style)
    book.save(str(path))
    return path


def ods(path: Path, sheets: dict[str, tuple], top: int = 0, left: int = 0) -> Path:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in [()] * top + list(rows):
            line = TableRow()
            for value in [None] * left * bool(row) + list(row):
                kinds = {bool: "boolean", int: "float", float: "float", date: "date", datetime: "date", str: "string"}
                kind = kinds.get(type(value), "")
                said = {"date": "datevalue", "boolean": "booleanvalue", "float": "value"}.get(kind)
                shown = (
                    value.isoformat() if isinstance(value, date) else str(value).lower() if kind == "boolean" else value
                )
                cell = TableCell(**({"valuetype": kind} | ({said: shown} if said else {}))) if kind else TableCell()
                if kind:
                    cell.addElement(P(text=str(shown)))
                line.addElement(cell)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


WRITERS = {"xlsx": xlsx, "xls": xls, "ods": ods}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 2)])
def test_values_of_each_kind_are_read_wherever_the_table_stands(
    ending: str, top: int, left: int, tmp_path: Path
) -> None:
    sheets = {"Sheet": (HEADINGS, ROWS[0], (), ROWS[1])}
    found = load(WRITERS[ending](tmp_path / f"deals.{ending}", sheets, top, left))
    assert (found.load.read, found.load.loaded, found.load.refused) == (2, 2, 0)
    first, second = found.rows
    assert (first["deal_id"], second["deal_id"]) == ("D1", "7")
    assert (first["created_at"], second["created_at"]) == (datetime(2026, 1, 2), datetime(2026, 1, 3))
    assert (str(first["amount"]), first["closed_at"]) == ("1234.5000", datetime(2026, 2, 3, 14, 5))
    assert (first["flag"], second["flag"], second["name"]) == ("true", "false", None)


@pytest.mark.parametrize("ending", WRITERS)
def test_each_filled_sheet_is_a_part(ending: str, tmp_path: Path) -> None:
    sheets = {"Deals": (HEADINGS, *ROWS), "Empty": (), "Reps": (("rep_id",), ("R1",))}
    path = WRITERS[ending](tmp_path / f"book.{ending}", sheets)
    assert [part.name for part in parts_of(path, path.name)] == [f"book.{ending}/Deals", f"book.{ending}/Reps"]
    assert load(path, "reps", member="Reps").load.loaded == 1
    assert load(path, member="Deals").load.loaded == 2


def test_the_mapping_says_headings_and_lines_before_them(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "deals.xlsx", {"S": (("Deals of March",), (), ("a",), *ROWS)})
    found = load(path, mapping={"skip": 3, "headings": list(HEADINGS)})
    assert [row["deal_id"] for row in found.rows] == ["D1", "7"]


def test_a_cell_with_an_error_is_refused_with_its_text_also_where_texts_are_taken(tmp_path: Path) -> None:
    rows = (
        ("deal_id", "created_at", "status", "amount", "account_id"),
        ("D1", date(2026, 1, 2), "won", "=1/0→#DIV/0!", "A1"),
        ("D2", date(2026, 1, 2), "won", 5, "=NA()→#N/A"),
        ("D3", date(2026, 1, 2), "won", "=2+3→5", "A1"),
    )
    found = load(xlsx(tmp_path / "deals.xlsx", {"S": rows}))
    assert [row["deal_id"] for row in found.rows] == ["D3"]
    assert sorted((reject["column"], reject["value"]) for reject in found.rejects) == [
        ("account_id", "#N/A"),
        ("amount", "#DIV/0!"),
    ]


def test_what_is_no_workbook_is_refused_whole(tmp_path: Path) -> None:
    good = xlsx(tmp_path / "good.xlsx", {"S": (HEADINGS, *ROWS)}).read_bytes()
    for ending, content in (
        ("xlsx", good[: len(good) // 2]),
        ("xls", b"\xd0\xcf\x11\xe0 broken"),
        ("ods", b"PK\x03\x04"),
    ):
        path = tmp_path / f"deals.{ending}"
        path.write_bytes(content)
        with pytest.raises(SourceError, match="refused whole"):
            load(path)


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    good = xlsx(tmp_path / "good.xlsx", {"S": (HEADINGS, *ROWS)})
    path = tmp_path / "deals.xlsx"
    with zipfile.ZipFile(good) as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            content = given.read(name)
            if name.endswith("sheet1.xml"):
                laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
                content = content.replace(b"<worksheet", laughs + b"<worksheet", 1)
            made.writestr(name, content)
    with pytest.raises(SourceError, match="refused whole"):
        load(path)


def test_two_cells_at_the_ends_of_the_sheet_do_not_fill_the_memory(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "deals.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "deal_id")
        sheet.write(1_048_575, 16_383, 1)
    with pytest.raises(SourceError, match="far apart"):
        load(path)


@pytest.mark.parametrize("address", ["B999999999", "B7", "ZZZZ2"])
def test_a_cell_out_of_its_place_is_refused_before_the_reader_sees_it(address: str, tmp_path: Path) -> None:
    good = xlsx(tmp_path / "good.xlsx", {"S": (HEADINGS, *ROWS)})
    path = tmp_path / "deals.xlsx"
    with zipfile.ZipFile(good) as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(b'r="B2"', f'r="{address}"'.encode()))
    with pytest.raises(SourceError, match="does not stand in row"):
        load(path)


def test_a_reader_of_an_old_workbook_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xls(tmp_path / "deals.xls", {"Deals": (("deal_id",), ("D1",))})
    assert cells.read_apart(path)
    monkeypatch.setattr(cells, "_SECONDS", 0.01)
    with pytest.raises(ValueError, match="took longer"):
        cells.read_apart(path)
