"""The list: one action a deal, clear ones first, and neither later facts nor the order of rows change a word of it."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest

from headway.prescribe import rank
from headway.prescribe.odds import Odds
from tests.prescribe.companies import PAST, book_of, closed, deal, said

AS_OF = date(2026, 6, 1)
KEYS = {
    "rank", "action_id", "rep_id", "play", "deal_id", "account_id", "lead_id", "title", "why", "gain", "basis",
    "minutes", "due_on", "explores", "rep_name", "account_name", "deal_name", "stage", "amount", "currency",
    "subtitle", "because", "kind", "odds", "draft",
}  # fmt: skip
WORDS = (
    "Thanks for the slides, looks good.",
    "We lose two orders every week because nobody sees the stock.",
    "Agreed, we meet again on 20 June at 10:00.",
    "Could you send the offer again?",
)


@pytest.fixture(autouse=True)
def _base_rate(monkeypatch):
    """The prediction has its own tests; here the base rate stands for it."""
    monkeypatch.setattr(rank, "odds_of", lambda _, past: Odds((past.won + 0.5, past.lost + 0.5), past.won + past.lost))


def a_company(seed: int, *, until: date | None = None) -> dict[str, list[dict[str, object]]]:
    """A company drawn from a seed, with facts on both sides of the day; ``until`` leaves out the later ones."""
    rng = random.Random(seed)
    deals, talk = [], []
    for i in range(1, 16):
        opened = date(2026, 3, 1) + timedelta(days=rng.randrange(130))
        ended = opened + timedelta(days=rng.randrange(10, 120))
        outcome = rng.choice(["won", "lost", "open"])
        known = outcome != "open" and (until is None or ended <= until)
        row = deal(
            i,
            stage="",
            created_at=f"{opened}T09:00:00",
            amount=rng.choice([5000, 20000, ""]),
            rep_id=rng.choice(["R1", "R2", ""]),
        )
        row |= {"status": outcome, "closed_at": f"{ended}T09:00:00"} if known else {}
        last = min(ended, date(2026, 6, 30))
        for k in range(rng.randrange(4)):
            day = opened + timedelta(days=rng.randrange(max((last - opened).days, 1)))
            talk.append(
                (
                    day,
                    said(
                        100 * i + k, f"D{i}", rng.choice(WORDS), f"{day}T11:00:00", contact_id=rng.choice(["C1", "C2"])
                    ),
                )
            )
        deals.append((opened, row))
    kept = [row for day, row in deals if until is None or day <= until]
    return {"deals": kept + PAST, "activities": [row for day, row in talk if until is None or day <= until]}


@pytest.mark.parametrize("seed", range(2))
def test_what_was_known_later_changes_nothing(tmp_path, seed):
    whole = rank.actions(book_of(tmp_path / "whole", a_company(seed), AS_OF))
    cut = rank.actions(book_of(tmp_path / "cut", a_company(seed, until=AS_OF), AS_OF))
    assert json.dumps(whole) == json.dumps(cut)
    assert whole


def test_the_order_of_rows_changes_nothing(tmp_path):
    tables = a_company(7)
    mixed = {name: random.Random(3).sample(rows, len(rows)) for name, rows in tables.items()}
    first, second = (rank.actions(book_of(tmp_path / name, t, AS_OF)) for name, t in (("one", tables), ("two", mixed)))
    assert json.dumps(first) == json.dumps(second)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(rank, "odds_of", lambda _, past: Odds((past.won + 0.5, past.lost + 0.5), past.won + past.lost))
    deals = [
        deal(i, amount=1000 * i, rep_id="R1" if i < 36 else "R2", expected_close_on="2026-05-20") for i in range(1, 41)
    ]
    talk = [said(i, f"D{i}", WORDS[0], "2026-05-03T10:00:00") for i in range(1, 36)]
    book = book_of(tmp_path_factory.mktemp("made"), {"deals": deals + PAST, "activities": talk}, AS_OF)
    yield rank.actions(book)
    monkeypatch.undo()


def test_a_row_has_every_key_and_is_plain_json(made):
    for row in made:
        assert set(row) >= KEYS
        assert json.loads(json.dumps(row)) == row
        assert row["basis"] == "prior"
        assert row["gain"]["low"] <= row["gain"]["value"] <= row["gain"]["high"]
        assert row["due_on"] >= AS_OF.isoformat()


def test_each_deal_is_there_once_and_each_seller_has_no_more_than_is_kept(made):
    assert len({row["deal_id"] for row in made}) == len(made) == len({row["action_id"] for row in made})
    assert sum(row["rep_id"] == "R1" for row in made) == rank.KEPT


def test_clear_gains_come_first_then_the_greatest(made):
    for rep in ("R1", "R2"):
        mine = [row for row in made if row["rep_id"] == rep]
        assert [row["rank"] for row in mine] == list(range(1, len(mine) + 1))
        order = [(row["gain"]["low"] <= 0, -row["gain"]["value"]) for row in mine]
        assert order == sorted(order)


def test_a_condition_that_comes_back_is_a_new_action(tmp_path):
    steps = [said(1, "D1", "Agreed, we meet again on 10 May at 10:00.", "2026-05-03T10:00:00")]
    again = [*steps, said(2, "D1", "Agreed, we meet again on 25 May at 10:00.", "2026-05-12T10:00:00")]
    before = rank.actions(
        book_of(tmp_path / "a", {"deals": [deal(1), *PAST], "activities": [*steps, _problem()]}, AS_OF)
    )
    after = rank.actions(
        book_of(tmp_path / "b", {"deals": [deal(1), *PAST], "activities": [*again, _problem()]}, AS_OF)
    )
    assert [row["play"] for row in before] == ["next_step"] == [row["play"] for row in after]
    assert before[0]["action_id"] != after[0]["action_id"]


def _problem():
    return said(9, "D1", WORDS[1], "2026-05-02T10:00:00", contact_id="C2")


def test_what_is_due_on_a_weekend_moves_to_a_working_day_and_never_back_past_today():
    assert rank._due(date(2026, 6, 4), 2) == date(2026, 6, 5)
    assert rank._due(date(2026, 6, 5), 1) == date(2026, 6, 8)
    assert rank._due(date(2026, 6, 1), 2) == date(2026, 6, 3)


def test_before_anything_was_won_there_is_still_a_list_without_money_that_is_not_known(tmp_path):
    book = book_of(
        tmp_path, {"deals": [deal(1, amount=""), deal(2), closed(3, "lost")], "activities": [_problem()]}, AS_OF
    )
    assert {row["deal_id"] for row in rank.actions(book)} <= {"D2"}
