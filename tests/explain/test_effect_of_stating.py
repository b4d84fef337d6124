"""What stating the problem goes along with: found where it is, not claimed where it is not, never from later text."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from headway.explain.effect_of_stating import CANNOT_TELL, LESS, MORE, NOT_CLEAR, effect_of, effects
from headway.explain.landmark import Filters
from headway.stats.streams import Streams
from tests.prescribe.companies import book_of

PROBLEM = "We lose two orders every week because nobody sees the stock."
BLAND = "Thanks, that was a good demo. Could you send me the slides?"
FIRST = datetime(2025, 6, 1, 9)


def _cells(chance: np.random.Generator, effect: float, strata: int = 12, n: int = 60) -> np.ndarray:
    """Sellers who differ in how often they win and in how often they hear the problem; a detector as ours."""
    rows = []
    for _ in range(strata):
        base, hears = chance.uniform(0.1, 0.5), chance.uniform(0.2, 0.8)
        there = chance.random(n) < hears
        won = chance.random(n) < base + effect * there
        told = chance.random(n) < np.where(there, 0.67, 0.04)
        rows.append((won[told].sum(), told.sum(), won[~told].sum(), (~told).sum(), n))
    return np.array(rows, dtype=float)


def _verdicts(effect: float, runs: int, **size: int) -> list[str]:
    chance = np.random.default_rng(11)
    return [effect_of(_cells(chance, effect, **size), Streams.of("test", [run], "d")).verdict for run in range(runs)]


def test_nothing_is_claimed_where_nothing_is():
    verdicts = _verdicts(0.0, 300)
    assert sum(verdict in {MORE, LESS} for verdict in verdicts) <= 0.08 * 300


def test_a_large_effect_is_found_and_has_its_sign():
    verdicts = _verdicts(0.25, 40)
    assert verdicts.count(MORE) >= 36
    assert LESS not in verdicts


def test_of_many_groups_each_must_be_the_surer():
    cells = _cells(np.random.default_rng(3), 0.09)
    alone = effect_of(cells, Streams.of("test", [0], "d"))
    among = effect_of(cells, Streams.of("test", [0], "d"), of=1000)
    assert (alone.effect, alone.p_more) == (among.effect, among.p_more)
    assert among.verdict == NOT_CLEAR


def test_few_deals_on_a_side_are_not_compared():
    found = effect_of(np.array([[5.0, 12.0, 9.0, 50.0, 62.0]]), Streams.of("test", [0], "d"))
    assert found.verdict == CANNOT_TELL
    assert "12 deals with" in found.effect.reason
    assert found.won_stated.n == 12


def _company(*, said_after: int = 5, count: int = 120) -> dict[str, list[dict[str, object]]]:
    """Half of the deals have the problem stated so many days after they were opened; two in three of those are won."""
    deals, talk = [], []
    for number in range(count):
        opened = FIRST + timedelta(days=number)
        stated = number % 2 == 0
        won = number % 3 != 0 if stated else number % 5 == 0
        key = f"D{number:03d}"
        deals.append(
            {
                "deal_id": key, "rep_id": f"R{number % 3}", "account_id": f"A{number}", "amount": number % 7 - 1,
                "created_at": opened, "closed_at": opened + timedelta(days=40), "status": "won" if won else "lost",
            }
        )  # fmt: skip
        for part, (after, body) in enumerate([(1, BLAND), (said_after, PROBLEM if stated else BLAND)]):
            talk.append(
                {
                    "activity_id": f"N{number}-{part}", "deal_id": key, "kind": "email", "speaker": "customer",
                    "occurred_at": opened + timedelta(days=after), "body": body,
                }
            )  # fmt: skip
    return {"deals": deals, "activities": talk}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return book_of(tmp_path_factory.mktemp("stated"), _company(), date(2026, 6, 30))


def test_the_effect_of_a_company_is_read_off_its_deals(book):
    (found,) = effects(book, (), Filters())
    assert (found.by_day, found.won_stated.n, found.won_unstated.n) == (7, 60, 60)
    assert found.won_stated.value == pytest.approx(40 / 60)
    assert found.won_unstated.value == pytest.approx(12 / 60)
    assert found.verdict == MORE
    assert found.effect.value > found.raw.value > 0.3


def test_deals_of_one_account_that_end_alike_are_not_so_many(tmp_path):
    """Every deal six times for its account, all ending as the first: no surer than the deals of accounts."""
    tables = _company(count=60)
    one, many = _company(count=60), {"deals": [], "activities": []}
    for copy in range(6):
        for name, rows in tables.items():
            many[name] += [
                row | {key: f"{row[key]}-{copy}" for key in ("deal_id", "activity_id") if key in row} for row in rows
            ]
    (alone,) = effects(book_of(tmp_path / "one", one, date(2026, 6, 30)), (), Filters())
    (alike,) = effects(book_of(tmp_path / "many", many, date(2026, 6, 30)), (), Filters())
    widths = [found.raw.high - found.raw.low for found in (alone, alike)]
    assert alike.won_stated.n == 6 * alone.won_stated.n
    assert widths[1] == pytest.approx(widths[0], rel=0.15)


def test_groups_and_filters_are_of_the_deals_asked_for(book):
    groups = effects(book, ("rep_id",), Filters())
    assert [group.key for group in groups] == [("R0",), ("R1",), ("R2",)]
    assert sum(group.won_stated.n for group in groups) == 60
    (one,) = effects(book, (), Filters(where=(("rep_id", "R1"),)))
    assert one.won_stated == groups[1].won_stated
    (none,) = effects(book, (), Filters(start=date(2026, 1, 1)))
    assert none.verdict == CANNOT_TELL


def test_what_sellers_owe_to_themselves_is_no_effect_of_what_was_said(tmp_path):
    """One seller always hears the problem and wins, another never does: the two cannot be told apart."""
    tables = _company(count=60)
    for number, row in enumerate(tables["deals"]):
        row["rep_id"] = f"R{number % 2}"
    (found,) = effects(book_of(tmp_path, tables, date(2026, 6, 30)), (), Filters())
    assert found.won_stated.value > found.won_unstated.value + 0.3
    assert found.verdict == CANNOT_TELL
    assert found.effect.reason == "no seller and segment has deals on both sides"


def test_text_of_a_later_day_of_life_does_not_count(tmp_path):
    """Said on the last day before the end: by no landmark at which deals are compared was it stated."""
    book = book_of(tmp_path, _company(said_after=39, count=60), date(2026, 6, 30))
    (found,) = effects(book, (), Filters())
    assert found.by_day is None
    assert found.verdict == CANNOT_TELL
