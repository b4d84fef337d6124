"""What stays is a share of money in one currency: a customer who pays in another weighs as much as it is worth."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from headway.workspace import open_workspace
from tests.guarantees.asking import sync

TOML = '[workspace]\ncurrency = "USD"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n'
DEALS = (
    "deal_id,account_id,status,amount,currency,created_at,closed_at\n"
    + "".join(f"{n},A{n},won,5,USD,2024-01-01,2024-01-05\n" for n in (1, 2, 3))
    + "4,A4,open,5,USD,2025-01-09,\n"
)


def _retained(folder: Path, paid: str, gone: str, rates: str = "2024-01-01,GBP,2\n", left: str = "2024-06-10") -> float:
    folder.mkdir()
    lines = [
        f"S1,D1,A1,1,{paid},2024-01-10,",
        f"S2,D2,A2,2,{gone},2024-01-10,{left}",
        "S3,D3,A3,3,50,usd,2024-01-10,",
    ]
    heads = "subscription_id,product_id,account_id,deal_id,arr,currency,started_on,ended_on"
    (folder / "headway.toml").write_text(TOML)
    (folder / "deals.csv").write_text(DEALS)
    (folder / "subscriptions.csv").write_text("\n".join([heads, *lines, ""]))
    (folder / "fx_rates.csv").write_text("day,currency,rate\n" + rates)
    sync(folder, datetime(2025, 1, 10))
    with closing(open_workspace(folder)) as workspace:
        return workspace.ask("velocity").rows[0]["retained"].value


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> float:
    """What stays of money that is all in the reporting currency."""
    return _retained(tmp_path_factory.mktemp("retained") / "home", "100,USD", "200,USD")


def test_money_of_several_currencies_is_weighed_by_its_worth(tmp_path: Path, at_home: float) -> None:
    assert _retained(tmp_path / "abroad", "50,GBP", "200,USD") == pytest.approx(at_home)
    assert _retained(tmp_path / "both", "100,", "100,gbp") == pytest.approx(at_home)
    assert _retained(tmp_path / "as it stands", "50,USD", "200,USD") != pytest.approx(at_home)


def test_what_no_rate_is_known_for_is_left_out(tmp_path: Path, at_home: float) -> None:
    assert _retained(tmp_path / "known", "100,USD", "200,CHF") > at_home


def test_who_left_in_a_month_that_is_not_over_counts_no_more_than_who_stayed(tmp_path: Path) -> None:
    """Of the thirteenth month one day was seen, of each of the three: the one that left in it has lost nothing yet."""
    stayed, left = (_retained(tmp_path / f"left {end}", "100,USD", "200,USD", left=end) for end in ("", "2025-01-10"))
    assert left == pytest.approx(stayed)
    over = _retained(tmp_path / "over", "100,USD", "200,USD", left="2025-01-06")
    assert over < stayed, "the twelfth month is over"
