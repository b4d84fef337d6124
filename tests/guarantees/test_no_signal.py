"""Guarantee 6: where outcomes were shuffled there is no signal, and no gain that rests on data is clear of zero."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from headway.serve.clock import now
from tests.guarantees import asking
from tests.guarantees.companies import Company, write_company
from tests.guarantees.records import FIRST, Row, Tables

DEALS = 500
STAGES = ("Qualify", "Propose", "Negotiate")


def make_telling(seed: int) -> Company:
    """Deals that reach Negotiate are mostly won, others mostly lost."""
    chance = random.Random(seed)
    deals: list[Row] = []
    changes: list[Row] = []
    for number in range(DEALS):
        created = FIRST + timedelta(minutes=chance.randint(0, 400 * 1440))
        reached = chance.randint(1, 3)
        times = [created + timedelta(days=12 * step, minutes=chance.randint(0, 9000)) for step in range(reached)]
        closed = times[-1] + timedelta(days=chance.randint(12, 60))
        outcome = "won" if chance.random() < (0.05, 0.2, 0.9)[reached - 1] else "lost"
        key = f"D{number:04d}"
        if closed > FIRST + timedelta(days=440):
            outcome, closed = "open", None
        deals.append(
            {
                "deal_id": key,
                "account_id": f"A{number % 150}",
                "rep_id": f"R{number % 4}",
                "status": outcome,
                "created_at": created,
                "closed_at": closed,
                "amount": "1000",
                "stage": STAGES[reached - 1],
            }
        )
        for old, new, at in zip((None, *STAGES), STAGES[:reached], times, strict=False):
            changes.append({"deal_id": key, "field": "stage", "old_value": old, "new_value": new, "changed_at": at})
    return Company({"deals": deals, "deal_changes": changes})


def shuffled(company: Company, seed: int) -> Company:
    """The same deals, closed on the same days, with the outcomes dealt out anew."""
    closed = [row["deal_id"] for row in company.tables["deals"] if row["status"] != "open"]
    outcomes = [row["status"] for row in company.tables["deals"] if row["status"] != "open"]
    random.Random(seed).shuffle(outcomes)
    dealt = dict(zip(closed, outcomes, strict=True))
    tables: Tables = dict(company.tables)
    tables["deals"] = [{**row, "status": dealt.get(row["deal_id"], "open")} for row in company.tables["deals"]]
    return company.with_tables(tables)


def _asked(company: Company, *names: str) -> list[dict]:
    with TemporaryDirectory() as place:
        folder = write_company(company, Path(place) / "it")
        asking.sync(folder)
        asking.share_compiled(folder)
        told = [asking.command(folder, *name.split()) for name in names]
        asking.share_compiled(folder)
        return told


def test_where_the_stage_tells_there_is_skill() -> None:
    """The counterpart: the test below could see a signal if there were one."""
    model, wins = _asked(make_telling(1), "model", "wins")
    assert "difference" in {row["verdict"] for row in wins["rows"]}
    deals = next(row for row in model["rows"] if row["predictor"] == "deals")
    assert deals["verdict"] == "skill"
    assert deals["log_loss"] < deals["baseline_log_loss"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffled_outcomes_give_no_signal_and_no_gain_from_data(seed: int) -> None:
    model, actions, odds, wins = _asked(shuffled(make_telling(1), seed), "model", "next --limit 1000", "deals", "wins")
    assert wins["rows"]
    assert {row["verdict"] for row in wins["rows"]} == {"not clear"}
    assert {row["verdict"] for row in model["rows"]} == {"no signal"}
    assert any("no signal" in note for note in odds["notes"])
    assert len({row["p_won"]["value"] for row in odds["rows"]}) == 1, "without signal every open deal has the base rate"
    for row in actions["rows"]:
        if row["basis"] == "data":
            assert row["gain"]["low"] <= 0 <= row["gain"]["high"], row
        else:
            assert row["basis"] in {"prior", "both"}


def test_the_clock_is_not_asked(monkeypatch) -> None:
    """A replayed process answers as of the moment that it is told."""
    monkeypatch.setenv("HEADWAY_NOW", "2026-03-02T08:40:00+00:00")
    assert now().isoformat() == "2026-03-02T08:40:00+00:00"
