"""Amounts that read a thousand times apart are settled by the rest of the export, or asked about; never guessed."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from headway.ingest import amounts
from tests.ingest.loads import load, read_sources
from tests.ingest.test_framing import init

AMOUNTS = ("1.234", "2.500", "12.100")


def deals(heading: str = "Amount", *, more: str = "", cells: tuple[str, ...] = ("", "", "")) -> str:
    rows = (f'D{n};won;2026-01-0{n + 1};"{amount}";"{cells[n]}"\n' for n, amount in enumerate(AMOUNTS))
    return f"deal_id;status;created_at;{heading};{more or 'Note'}\n{''.join(rows)}"


def test_what_nothing_settles_is_asked_and_refused_until_it_is_said(tmp_path: Path) -> None:
    mapped, report = init(tmp_path, deals=deals())
    assert mapped["deals"]["amount"] == {"column": "Amount", "decimal": [".", ","]}
    assert any("'Amount' reads with a decimal point and with a comma" in question for question in report.asked)
    assert "reads two ways" in (tmp_path / "w" / "headway.toml").read_text()
    assert [(read.loaded, read.refused) for read in read_sources(tmp_path / "w")] == [(0, 3)]


@pytest.mark.parametrize(
    ("heading", "more", "cells", "thousands"),
    [
        ("Amount", "Discount", ("12,5 %", "7,5 %", ""), True),  # another column has a decimal comma
        ("Amount", "Probability", ("12.5", "30.25", "5"), False),
        ("Amount", "Currency", ("EUR", "EUR", "EUR"), True),
        ("Amount", "Currency", ("USD", "EUR", "EUR"), None),
        ("Amount (EUR)", "", ("", "", ""), True),
        ("Auftragswert", "", ("", "", ""), True),  # no word of English
        ("Amount", "Score", ("12,5", "30.25", "5"), None),  # the rest says both
    ],
)
def test_the_rest_of_the_file_settles_it(
    tmp_path: Path, heading: str, more: str, cells: tuple[str, ...], thousands: bool | None
) -> None:
    mapped, report = init(tmp_path, deals=deals(heading, more=more, cells=cells))
    assert bool(report.asked) == (thousands is None)
    if thousands is not None:
        found = load(tmp_path / "export" / "deals.csv", mapping=mapped["deals"])
        assert [row["amount"] for row in found.rows] == [Decimal(a) * (1000 if thousands else 1) for a in AMOUNTS]


def test_another_file_of_the_export_settles_it(tmp_path: Path) -> None:
    lines = "Ref;Weight\nA;1,5\nB;2,25\n"
    mapped, report = init(tmp_path, deals=deals(), parcels=lines)
    assert mapped["deals"]["amount"] == {"column": "Amount", "decimal": ","}
    assert not report.asked


def test_three_digits_behind_a_comma_are_thousands_and_rates_have_points(tmp_path: Path) -> None:
    mapped, report = init(
        tmp_path,
        deals=deals().replace(".", ","),
        fx_rates="day,currency,Rate\n2026-01-01,EUR,1.085\n2026-01-02,EUR,1.102\n",
    )
    assert not report.asked
    assert [read.refused for read in read_sources(tmp_path / "w")] == [0, 0]
    found = load(tmp_path / "export" / "deals.csv", mapping=mapped["deals"])
    assert [row["amount"] for row in found.rows] == [1234, 2500, 12100]
    rates = load(tmp_path / "export" / "fx_rates.csv", "fx_rates", mapped["fx_rates"])
    assert [row["rate"] for row in rates.rows] == [pytest.approx(1.085), pytest.approx(1.102)]


def test_a_rate_is_no_thousand_because_the_file_is_german(tmp_path: Path) -> None:
    _, report = init(tmp_path, deals=deals("Auftragswert"), fx_rates="day;Währung;rate\n2026-01-01;EUR;1.085\n")
    assert [said.partition(":")[0] for said in report.asked] == ["fx_rates.csv"]
    assert [(read.loaded, read.refused) for read in read_sources(tmp_path / "w")] == [(3, 0), (0, 1)]


def test_of_exports_made_day_after_day_only_the_newest_is_asked_about_and_the_older_ones_settle_it_too(
    tmp_path: Path,
) -> None:
    text = deals(more="Expected close", cells=("01/02/2026", "02/03/2026", "03/04/2026"))
    days = {f"deals_2026-01-0{day}": text for day in (5, 6, 7)}
    for folder in ("asked", "settled"):
        (tmp_path / folder).mkdir()
    _, report = init(tmp_path / "asked", **days)
    money, closes = sorted(report.asked)
    assert money.startswith("deals_2026-01-07.csv: 'Amount' reads with a decimal point")
    assert closes.startswith("deals_2026-01-07.csv: 'Expected close' may be")
    assert not [said for said in report.unplaced if "-05.csv: " in said or "-06.csv: " in said]
    before = text.replace("1.234", "1.234,50")
    mapped, report = init(tmp_path / "settled", **(days | {"deals_2026-01-05": before}))
    assert report.asked == [closes]
    assert mapped["deals"]["amount"] == {"column": "Amount", "decimal": ","}


def test_each_file_is_looked_at_once_however_many_amounts_are_open(tmp_path: Path, monkeypatch) -> None:
    looks = Counter()
    plain = amounts._shares
    monkeypatch.setattr(amounts, "_shares", lambda builder, seen: looks.update([seen.name]) or plain(builder, seen))
    products = "product_id;list_price;unit_cost\nP;1.234;1.500\nQ;2.500;1.750\n"
    mapped, _ = init(tmp_path, deals=deals(), products=products)
    assert [mapped["products"][name]["decimal"] for name in ("list_price", "unit_cost")] == [[".", ","]] * 2
    assert looks == {"deals.csv": 1, "products.csv": 1}


def test_three_digits_after_a_point_where_others_have_two_are_told(tmp_path: Path) -> None:
    for number, (last, told) in enumerate((("12.500", True), ("12.50", False))):
        rows = "".join(f'D{n};won;2026-01-0{n};"{amount}"\n' for n, amount in enumerate(("7,500.00", last), start=1))
        (folder := tmp_path / str(number)).mkdir()
        _, report = init(folder, deals=f"deal_id;status;created_at;Amount\n{rows}")
        assert any("such as 12.500 among others" in note for note in report.unplaced) == told
