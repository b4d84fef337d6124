"""Amounts that read a thousand times apart are settled by the rest of the export, or asked about; never guessed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

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
