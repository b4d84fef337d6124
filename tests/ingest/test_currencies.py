"""The currency is proposed from what stands beside the amounts; cells that say nothing do not hide what a column is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.ingest.casting import NOTHING
from headway.ingest.currency_signs import code_of
from tests.ingest.loads import load, read_sources
from tests.ingest.test_framing import init

HEAD = "deal_id;status;created_at;"


def deals(heading: str, *amounts: str) -> str:
    rows = (f'D{n};won;2026-01-0{n % 9 + 1};"{amount}"\n' for n, amount in enumerate(amounts, start=1))
    return f"{HEAD}{heading}\n{''.join(rows)}"


@pytest.mark.parametrize(
    ("amounts", "code"),
    [
        (("€ 1.234,56", "€ 12,00"), "EUR"), (("1.234,56 €", "-3,00 €"), "EUR"), (("USD 12", "USD 1,200.50"), "USD"),
        (("R$ 1.234,50", "R$ 3,10"), "BRL"), (("£12.50", "£1,200.00"), "GBP"), (("12,50 zł", "1 200,00 zł"), "PLN"),
        (("CHF 1'200.50", "CHF 3.00"), "CHF"), (("¥1,200", "¥300"), "JPY"), (("US$ 5.00", "US$ 6.00"), "USD"),
    ],
)  # fmt: skip
def test_the_currency_is_told_by_what_stands_beside_the_amounts(
    tmp_path: Path, amounts: tuple[str, ...], code: str
) -> None:
    tables, report = init(tmp_path, deals=deals("amount", *amounts))
    assert tables["deals"]["currency"] == {"const": code}
    assert tomllib.loads((tmp_path / "w" / "headway.toml").read_text())["workspace"]["currency"] == code
    assert not any("may be" in note for note in report.unplaced)
    assert [r.refused for r in read_sources(tmp_path / "w")] == [0]


@pytest.mark.parametrize(
    ("targets", "currencies", "code"),
    [
        (("EUR", "eur"), ("EUR", "EUR", "PLN", ""), "EUR"),
        (("EUR", "CHF"), ("EUR", "EUR", "PLN", ""), "USD"),
        (("EUR", "EUR"), ("EUR", "PLN", "PLN", ""), "USD"),
    ],
)
def test_money_is_reported_in_what_all_rates_lead_to_and_most_deals_are_in(
    tmp_path: Path, targets: tuple[str, ...], currencies: tuple[str, ...], code: str
) -> None:
    rates = "".join(f"2026-01-0{n},PLN,0.23,{target}\n" for n, target in enumerate(targets, start=1))
    rows = "".join(f"D{n},won,2026-01-01,5,{currency}\n" for n, currency in enumerate(currencies))
    init(
        tmp_path,
        deals=f"deal_id,status,created_at,amount,currency\n{rows}",
        fx_rates=f"day,currency,rate,to_currency\n{rates}",
    )
    assert tomllib.loads((tmp_path / "w" / "headway.toml").read_text())["workspace"]["currency"] == code


@pytest.mark.parametrize("amounts", [("$12.50", "$3.00"), ("12,50 kr", "3,10 kr"), ("kr. 1.200,50", "kr. 3,00")])
def test_a_sign_of_several_currencies_is_asked_about(tmp_path: Path, amounts: tuple[str, ...]) -> None:
    tables, report = init(tmp_path, deals=deals("amount", *amounts))
    assert "currency" not in tables.get("deals", {})
    assert any("'amount' is in" in note and "currency = {const" in note for note in report.unplaced)
    assert [r.refused for r in read_sources(tmp_path / "w")] == [0]


def test_amounts_in_several_currencies_keep_their_own(tmp_path: Path) -> None:
    init(tmp_path, deals=deals("amount", "€ 5.00", "R$ 6.00", "USD 7.00"))
    mapping = tomllib.loads((tmp_path / "w" / "headway.toml").read_text())["sources"][0]["tables"]["deals"]
    found = load(tmp_path / "export" / "deals.csv", mapping=mapping)
    assert [row["currency"] for row in found.rows] == ["EUR", "BRL", "USD"]


@pytest.mark.parametrize("heading", ["Amount (EUR)", "amount_eur", "Deal Value EUR", "Betrag in EUR", "Wert €"])
def test_the_heading_tells_the_currency(tmp_path: Path, heading: str) -> None:
    tables, _ = init(tmp_path, deals=deals(heading, "5.00", "6.50"))
    assert (tables["deals"]["amount"], tables["deals"]["currency"]) == (heading, {"const": "EUR"})


def test_signs_in_a_column_of_currencies_become_codes(tmp_path: Path) -> None:
    text = HEAD + "amount;currency\nD1;won;2026-01-01;5;€\nD2;won;2026-01-02;6;PLN\n"
    tables, _ = init(tmp_path, deals=text)
    assert tables["deals"]["currency"] == {"column": "currency", "map": {"€": "EUR"}}


@pytest.mark.parametrize("words", [NOTHING, ("#DIV/0!", "#N/A", "#REF!", "#WERT!")])
def test_a_cell_that_says_nothing_does_not_make_a_text_of_amounts(tmp_path: Path, words: tuple[str, ...]) -> None:
    values = ["1.234,50", "12,00", "3.000,10", "7,25"]
    tables, _ = init(tmp_path, deals=deals("Betrag", *values, *words))
    assert tables["deals"]["amount"] == {"column": "Betrag", "decimal": ","}
    (report,) = read_sources(tmp_path / "w")
    assert (report.loaded, report.refused) == ((4 + len(words), 0) if words is NOTHING else (4, 4))


def test_days_are_read_beside_cells_that_say_nothing(tmp_path: Path) -> None:
    text = "deal_id;status;Angelegt am;Abgeschlossen am\n"
    text += "".join(f"D{n};won;0{n}.01.2026;{'n/a' if n % 2 else f'2{n}.02.2026'}\n" for n in range(1, 8))
    tables, _ = init(tmp_path, deals=text)
    assert tables["deals"]["closed_at"] == {"column": "Abgeschlossen am", "format": "%d.%m.%Y"}
    assert [(r.loaded, r.refused) for r in read_sources(tmp_path / "w")] == [(7, 0)]


@given(st.text(max_size=4))
def test_a_code_is_three_capitals_or_none(sign: str) -> None:
    code = code_of(sign)
    assert code == "" or (len(code) == 3 and code.isupper())


AMOUNTS = "deal_id,status,created_at,amount\n"


def _currencies(tmp_path: Path, lines: list[str], **entry: Any) -> list[tuple[str, str | None]]:
    rows = [f'D{number},won,2026-01-01,"{amount}"' for number, amount in enumerate(lines)]
    (tmp_path / "deals.csv").write_text(AMOUNTS + "\n".join(rows) + "\n", "utf-8")
    done = load(tmp_path / "deals.csv", mapping=entry)
    assert done.load.refused == 0
    return [(str(row["amount"]), row.get("currency")) for row in done.rows]


def test_a_sign_that_a_later_file_brings_is_no_amount_of_the_reporting_currency(tmp_path: Path) -> None:
    lines = ["$1,250.00", "¥1,990,250", "CHF 90", "900 €", "£700.5", "R$ 5", "1250", "-3.5", "kr 7"]
    told = [currency for _, currency in _currencies(tmp_path, lines)]
    assert told == [None, "JPY", "CHF", "EUR", "GBP", "BRL", None, None, None]


def test_what_the_mapping_says_of_a_row_goes_before_its_sign_and_a_code_before_what_it_says_of_all(
    tmp_path: Path,
) -> None:
    lines = ["¥5", "CHF 90", "$7", "8", "900 €"]
    every = [currency for _, currency in _currencies(tmp_path, lines, currency={"const": "CNY"})]
    assert every == ["CNY", "CHF", "CNY", "CNY", "EUR"]
    some = {"expr": "CASE WHEN amount LIKE '¥%' THEN 'CNY' WHEN amount LIKE '$%' THEN 'CAD' END"}
    assert [currency for _, currency in _currencies(tmp_path, lines, currency=some)] == [
        "CNY",
        "CHF",
        "CAD",
        None,
        "EUR",
    ]
