"""Days, amounts and yes or no as people of many countries write them, as the mapping says or as only one reading is."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from headway.errors import MappingError
from tests.ingest.loads import load, one


def mapped(folder: Path, column: str, entry: dict[str, Any], *texts: str, zone: str = "UTC") -> list[Any]:
    """The typed values of a column so mapped; the text, in brackets, of those that were refused."""
    path = folder / "deals.csv"
    rows = "".join(f'D{n},2026-01-01,open,"{text}"\n' for n, text in enumerate(texts))
    path.write_text("deal_id,created_at,status,theirs\n" + rows, encoding="utf-8")
    found = load(path, mapping={column: {"column": "theirs", **entry}}, zone=zone)
    typed = {row["_row"]: row[column] for row in found.rows}
    refused = {reject["row"]: f"[{reject['value']}]" for reject in found.rejects}
    return [(typed | refused)[number + 2] for number in range(len(texts))]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 234.56", "1234.56"), ("1\u202f234.56", "1234.56"), ("1'234.56", "1234.56"), ("1’234’567", "1234567"),
        ("12,34,567.89", "1234567.89"), ("(1,234.00)", "-1234"), ("($5)", "-5"), ("USD 1,200", "1200"), ("R$ 10", "10"),
        ("10 zł", "10"), ("Rs.1,200", "1200"), ("1,200-", "-1200"), ("−5", "-5"), ("$-5", "-5"), ("kr. 12", "12"),
        (".5", "0.5"), ("US$ 3", "3"), ("1,200 EUR", "1200"), ("₹12,34,567", "1234567"), ("CHF 1'000.50", "1000.50"),
    ],
)  # fmt: skip
def test_amounts_with_one_reading_need_no_mapping(text: str, amount: str, tmp_path: Path) -> None:
    assert one(tmp_path, "amount", text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["45%", "1.2k", "1,2", "1,23,4", "(5", "5)", "((5))", "- -5", "5 pcs", "1.234,56", "1 23", "12,345,6", "5 5"],
)
def test_what_has_no_reading_or_another_is_refused(text: str, tmp_path: Path) -> None:
    assert one(tmp_path, "amount", text) is None


def test_a_decimal_comma(tmp_path: Path) -> None:
    texts = ("1.234,56", "1 234,56", "1.234,56 €", "-5", "1.234", "12", "0,5", "(1.000,00)", "R$ 10,00", "")
    expected = ["1234.56", "1234.56", "1234.56", "-5", "1234", "12", "0.5", "-1000", "10", None]
    found = mapped(tmp_path, "amount", {"decimal": ","}, *texts)
    assert found == [None if amount is None else Decimal(amount) for amount in expected]


def test_a_decimal_point_in_a_column_with_commas_is_refused_not_ten_times_as_much(tmp_path: Path) -> None:
    (found,) = mapped(tmp_path, "amount", {"decimal": ","}, "12.5")
    assert found == "[12.5 (no amount with a decimal comma)]"


def test_thousands_and_millions_in_short_only_where_they_are_declared(tmp_path: Path) -> None:
    texts = ("1.2k", "$2.5M", "3 bn", "7", "-1.5k", "many")
    found = mapped(tmp_path, "amount", {"short": True}, *texts)
    assert found == [Decimal(1200), Decimal(2_500_000), Decimal(3 * 10**9), Decimal(7), Decimal(-1500), "[many]"]
    assert mapped(tmp_path, "amount", {"short": True, "decimal": ","}, "2,5 Mio") == [Decimal(2_500_000)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1200", 1200), ("1,200", 1200), ("1200.0", 1200), ("1.2e3", 1200), ("1.250", None), ("2.5", None)],
)
def test_whole_numbers_are_whole_and_never_a_thousandth(text: str, value: int | None, tmp_path: Path) -> None:
    assert one(tmp_path, "employees", text, "accounts") == value


@pytest.mark.parametrize(("text", "value"), [("45%", 0.45), ("12.5 %", 0.125), ("-3%", -0.03), ("1,234.5", 1234.5)])
def test_a_percentage_is_a_share_where_numbers_are_meant(text: str, value: float, tmp_path: Path) -> None:
    assert one(tmp_path, "value", text, "usage") == pytest.approx(value)


@pytest.mark.parametrize(
    ("entry", "text", "day"),
    [
        ({"format": "%d/%m/%Y"}, "31/12/2026", date(2026, 12, 31)),
        ({"format": "%d.%m.%y"}, "3.2.26", date(2026, 2, 3)),
        ({"format": "%Y%m%d"}, "20260203", date(2026, 2, 3)),
        ({"format": ["%d/%m/%Y", "%Y-%m-%d", "%b %d, %Y"]}, "Feb 3, 2026", date(2026, 2, 3)),
        ({"format": "%d. %B %Y", "language": "de"}, "3. März 2026", date(2026, 3, 3)),
        ({"format": "%d %B %Y", "language": "fr"}, "14 août 2026", date(2026, 8, 14)),
        ({"format": "%d de %B de %Y", "language": "pt_BR"}, "7 de Março de 2026", date(2026, 3, 7)),
        ({"format": "%d %b %Y", "language": "es"}, "03 ene 2026", date(2026, 1, 3)),
        ({"format": "%d %B %Y", "language": "pl"}, "5 września 2026", date(2026, 9, 5)),
        ({"format": "%d %B %Y", "language": "ru"}, "5 сентября 2026", date(2026, 9, 5)),
        ({"format": "%B %Y", "language": "cs"}, "květen 2026", date(2026, 5, 1)),
        ({"format": "excel"}, "46054", date(2026, 2, 1)),
    ],
)  # fmt: skip
def test_days_in_a_format(entry: dict[str, Any], text: str, day: date, tmp_path: Path) -> None:
    assert mapped(tmp_path, "expected_close_on", entry, text) == [day]


@pytest.mark.parametrize(
    ("entry", "text", "moment"),
    [
        ({"format": "%m/%d/%Y %I:%M %p"}, "2/3/2026 1:05 PM", datetime(2026, 2, 3, 13, 5)),
        ({"format": "excel"}, "46054.75", datetime(2026, 2, 1, 18)),
        ({"format": "epoch"}, "1767225600", datetime(2026, 1, 1)),
        ({"format": "epoch_ms"}, "1767225600500", datetime(2026, 1, 1, 0, 0, 0, 500_000)),
        ({"format": "%d/%m/%Y"}, "01/07/2026", datetime(2026, 7, 1, 4)),  # a day begins where the workspace is
    ],
)
def test_times_in_a_format(entry: dict[str, Any], text: str, moment: datetime, tmp_path: Path) -> None:
    assert mapped(tmp_path, "closed_at", entry, text, zone="America/New_York") == [moment]


def test_a_day_that_cannot_be_is_refused_not_left_empty(tmp_path: Path) -> None:
    found = mapped(tmp_path, "expected_close_on", {"format": "%d/%m/%Y"}, "31/01/2026", "31/02/2026", "soon", "")
    assert found == [date(2026, 1, 31), "[31/02/2026]", "[soon]", None]
    assert mapped(tmp_path, "closed_at", {"format": "excel"}, "1e300", "-5", "x") == ["[1e300]", "[-5]", "[x]"]
    assert mapped(tmp_path, "closed_at", {"format": "epoch_ms"}, "1e300", "x") == ["[1e300]", "[x]"]


@pytest.mark.parametrize(
    "entry", [{"format": 5}, {"format": []}, {"format": "%Q"}, {"format": "day"}, {"decimal": ";"},
              {"format": "%d %B", "language": "xx"}],
)  # fmt: skip
def test_a_mapping_that_says_no_format_is_told(entry: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(MappingError):
        mapped(tmp_path, "closed_at", entry, "x")
