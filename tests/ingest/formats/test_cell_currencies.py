"""Money whose cells carry their currency in their format keeps it; what a workbook does not name is never guessed."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.ingest.formats.number_formats import ANY, currency_of
from tests.ingest.loads import load
from tests.ingest.test_framing import mapped

HEADINGS = ("deal_id", "status", "created_at", "Amount")
EURO, DOLLAR, PLAIN, LEFT_OPEN = "[$€-407] #,##0.00", "[$$-409]#,##0.00", "#,##0.00", 44
Money = tuple[Any, Any]
"""An amount and how its cell is formatted."""


def xlsx(path: Path, *amounts: Money, beside: tuple[str, ...] = ()) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*HEADINGS, *(["Currency"] if beside else [])])
        for number, (amount, form) in enumerate(amounts, start=1):
            sheet.write_row(number, 0, [f"D{number}", "won", f"2026-01-0{number}"])
            sheet.write(number, 3, amount, book.add_format({"num_format": form}))
            sheet.write_row(number, 4, beside[number - 1 : number])
    return path


def ods(path: Path, *amounts: Money) -> Path:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book, table = OpenDocumentSpreadsheet(), Table(name="Deals")
    rows = [(f"D{number}", "won", f"2026-01-0{number}") for number in range(1, len(amounts) + 1)]
    kinds: list[dict[str, Any]] = [
        {"valuetype": "currency" if code is not None else "float", "value": amount}
        | ({"currency": code} if code else {})
        for amount, code in amounts
    ]
    for texts, kind in zip([HEADINGS, *rows], [None, *kinds], strict=True):
        line = TableRow()
        for text in texts:
            line.addElement(TableCell(valuetype="string"))
            line.lastChild.addElement(P(text=text))
        if kind is not None:
            line.addElement(TableCell(**kind))
            line.lastChild.addElement(P(text=f"{kind['value']} shown"))
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def found(tmp_path: Path, file: str) -> tuple[list[tuple[str, str | None]], dict[str, Any], list[str]]:
    """(amount, currency) of the deals as what init wrote loads them, the mapping, and what init told."""
    told = mapped(tmp_path).unplaced
    tables = tomllib.loads((tmp_path / "w" / "headway.toml").read_text())["sources"][0].get("tables", {})
    mapping = tables.get("deals", {})
    done = load(tmp_path / "export" / file, mapping=mapping)
    assert done.load.refused == 0
    return [(str(row["amount"]), row.get("currency")) for row in done.rows], mapping, list(told)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    return folder


def test_each_deal_of_a_workbook_is_in_the_currency_of_its_cell(tmp_path: Path, export: Path) -> None:
    xlsx(export / "deals.xlsx", (5.5, EURO), (6, DOLLAR), (7, '#,##0.00 "zł"'), (8, EURO))
    rows, mapping, told = found(tmp_path, "deals.xlsx")
    assert rows == [("5.5000", "EUR"), ("6.0000", "USD"), ("7.0000", "PLN"), ("8.0000", "EUR")]
    assert mapping["currency"]["column"] == "Amount cell currency"
    assert not any("currency" in note for note in told)


def test_each_deal_of_an_opendocument_is_in_the_currency_of_its_cell(tmp_path: Path, export: Path) -> None:
    ods(export / "deals.ods", (5.5, "EUR"), (6, "USD"), (7, "EUR"))
    rows, mapping, _ = found(tmp_path, "deals.ods")
    assert rows == [("5.5000", "EUR"), ("6.0000", "USD"), ("7.0000", "EUR")]
    assert mapping["currency"] == "Amount cell currency"


@pytest.mark.parametrize("form", ['"$"#,##0.00', LEFT_OPEN])
def test_what_may_be_several_currencies_is_asked_and_not_guessed(tmp_path: Path, export: Path, form: Any) -> None:
    xlsx(export / "deals.xlsx", (5, EURO), (6, form))
    rows, mapping, told = found(tmp_path, "deals.xlsx")
    sign = "$" if form != LEFT_OPEN else ANY
    assert rows == [("5.0000", "EUR"), ("6.0000", sign)]
    assert mapping["currency"]["map"] == {"€": "EUR"}
    assert any(f"'Amount cell currency' holds {sign}" in note for note in told)


@pytest.mark.parametrize("form", ['"$"#,##0.00', LEFT_OPEN])
def test_where_no_cell_names_a_currency_amounts_stay_in_the_reporting_one_and_init_says_so(
    tmp_path: Path, export: Path, form: Any
) -> None:
    xlsx(export / "deals.xlsx", (5, form), (6, form))
    rows, mapping, told = found(tmp_path, "deals.xlsx")
    assert ([currency for _, currency in rows], "currency" in mapping) == ([None, None], False)
    assert any("'Amount' is in" in note and "taken as the reporting currency" in note for note in told)


def test_an_opendocument_cell_of_money_that_names_no_currency_is_asked_about(tmp_path: Path, export: Path) -> None:
    ods(export / "deals.ods", (5, "EUR"), (6, ""))
    rows, _, told = found(tmp_path, "deals.ods")
    assert rows == [("5.0000", "EUR"), ("6.0000", ANY)]
    assert any(f"holds {ANY}" in note for note in told)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_amounts_beside_them_in_no_currency_are_told(tmp_path: Path, export: Path, ending: str) -> None:
    if ending == "xlsx":
        xlsx(export / "deals.xlsx", (5, EURO), (6, PLAIN), ("7.00", EURO), (8, EURO))
    else:
        ods(export / "deals.ods", (5, "EUR"), (6, None), (7, None), (8, "EUR"))
    rows, _, told = found(tmp_path, f"deals.{ending}")
    assert [currency for _, currency in rows] == ["EUR", None, None, "EUR"]
    assert any("of the first rows 2 have a 'Amount' whose cell is formatted in no currency" in note for note in told)


def test_a_column_of_currencies_goes_before_how_cells_are_formatted(tmp_path: Path, export: Path) -> None:
    xlsx(export / "deals.xlsx", (5, EURO), (6, EURO), beside=("PLN", "EUR"))
    rows, _, _ = found(tmp_path, "deals.xlsx")
    assert [currency for _, currency in rows] == ["PLN", "EUR"]


def test_a_sheet_without_headings_keeps_the_currencies_of_its_cells(tmp_path: Path, export: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(export / "deals.xlsx") as book:
        sheet, forms = book.add_worksheet(), [book.add_format({"num_format": form}) for form in (EURO, DOLLAR)]
        for row in range(6):
            sheet.write_row(row, 0, [f"D{row}", ("won", "lost", "open")[row % 3], f"2026-01-0{row + 1}"])
            sheet.write(row, 3, 1000.5 + row, forms[row % 2])
    rows, mapping, _ = found(tmp_path, "deals.xlsx")
    assert mapping["headings"] == ["deal_id", "status", "created_at", "amount"]
    assert [currency for _, currency in rows] == ["EUR", "USD"] * 3


def test_where_all_cells_are_in_one_currency_money_is_reported_in_it(tmp_path: Path, export: Path) -> None:
    xlsx(export / "deals.xlsx", (5, EURO), (6, EURO))
    found(tmp_path, "deals.xlsx")
    assert tomllib.loads((tmp_path / "w" / "headway.toml").read_text())["workspace"]["currency"] == "EUR"


def test_a_workbook_without_formats_of_money_has_no_column_more(tmp_path: Path, export: Path) -> None:
    xlsx(export / "deals.xlsx", (5, PLAIN), (6, "0.00%"))
    _, mapping, _ = found(tmp_path, "deals.xlsx")
    assert "currency" not in mapping


def test_money_that_is_skipped_or_left_out_as_a_footer_makes_no_row_and_moves_none(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "deals.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, euro, dollar = book.add_worksheet(), *(book.add_format({"num_format": f}) for f in (EURO, DOLLAR))
        sheet.write(0, 0, "Pipeline")
        sheet.write_row(0, 1, (18, 18, 18), dollar)
        sheet.write_row(2, 0, HEADINGS)
        for row, form in ((3, euro), (5, dollar), (6, euro)):
            sheet.write_row(row, 0, [f"D{row}", "won", "2026-01-01"])
            sheet.write(row, 3, row, form)
        sheet.write(7, 0, "Total")
        sheet.write(7, 3, 14, dollar)
    done = load(path, mapping={"skip": 2, "footer": "Total", "amount": "Amount", "currency": "Amount cell currency"})
    assert [(row["deal_id"], row["currency"]) for row in done.rows] == [("D3", "€"), ("D5", "USD"), ("D6", "€")]
    assert not any("status" in column and "currency" in column for column in done.rows[0])


def test_a_workbook_without_styles_is_read(tmp_path: Path) -> None:
    good = xlsx(tmp_path / "good.xlsx", (5, EURO))
    path = tmp_path / "deals.xlsx"
    with zipfile.ZipFile(good) as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            if not name.endswith("styles.xml"):
                made.writestr(name, given.read(name))
    assert [str(row["amount"]) for row in load(path, mapping={"amount": "Amount"}).rows] == ["5.0000"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', "€"),
        ('_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)', "$"),
        ("#,##0.00 [$€-40C];[Red]-#,##0.00 [$€-40C]", "€"), ("[$R$-416] #,##0.00", "R$"), ("[$CHF-807] 0.00", "CHF"),
        ("[$-2000409]#,##0", ""), ("[$$-1009]#,##0.00", "CAD"), ("[$$-en-US]#,##0.00", "USD"), ("[$USD] 0", "USD"),
        ("[$kr-41D]#,##0", "SEK"), ("#,##0 [$kr.-406]", "DKK"), ("[$¥-804]0", "CNY"), ("[$$-2000C09]0", "AUD"),
        ("€#,##0", "€"), ("0\\ \\k\\r", "kr"), ("General", ""), ("0.00%", ""), ("dd/mm/yyyy", ""),
        ('0.0 "ft"', ""), ('#,##0 "k€"', ""), ('0 "EUR/h"', ""), ("[>9][$€-407] 0;[$$-409] 0", ""),
    ],
)  # fmt: skip
def test_a_format_shows_one_currency_or_none(code: str, shown: str) -> None:
    assert currency_of(code) == shown


@given(st.text('[]$€"\\-_*#0;kr EUR', max_size=30))
def test_no_format_is_too_odd_to_be_looked_at(code: str) -> None:
    assert len(currency_of(code)) <= len("EUR")


def test_a_format_without_end_takes_no_time() -> None:
    assert currency_of("[$€-407] 0" + "[" * 1_000_000) == "€"


def test_a_month_without_any_formatted_cell_is_read_without_currencies(tmp_path: Path, export: Path) -> None:
    xlsx(export / "deals.xlsx", (5, EURO), (6, DOLLAR))
    _, mapping, _ = found(tmp_path, "deals.xlsx")
    xlsx(export / "deals.xlsx", (5, PLAIN))
    done = load(export / "deals.xlsx", mapping=mapping)
    assert [(str(row["amount"]), row["currency"]) for row in done.rows] == [("5.0000", None)]
    assert done.load.refused == 0
