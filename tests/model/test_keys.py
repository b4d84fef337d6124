"""By which key a table may be made in part, and when it may not."""

from __future__ import annotations

import pytest

from headway.model import keys
from headway.schema import tables


@pytest.mark.parametrize("name", [name for name, table in tables().items() if not table.made and table.key])
def test_a_noun_is_made_by_a_column_that_it_has_and_that_is_never_empty(name: str) -> None:
    local = keys.of_noun(tables()[name], [])
    assert local is not None
    assert tables()[name].column(local.by).required
    assert local.of[f"newest.{name}"] == local.by


def test_a_key_that_names_are_resolved_in_is_another_after_than_before() -> None:
    assert keys.of_noun(tables()["usage"], ["account_id"]) is None
    assert keys.of_noun(tables()["usage"], ["product_id"]) is not None


def test_what_a_history_moves_between_keys_is_made_wholly_anew() -> None:
    assert keys.of_accounts(["stage"]) is not None
    assert keys.of_accounts(["stage", "account_id"]) is None
    assert keys.of_journeys(["account_id"])["customers"] is None
    assert keys.of_journeys([])["customers"] is not None
    assert keys.of_journeys([], compared=True)["customers"] is None


def test_between_two_days_only_what_is_known_between_them_and_open_money_from_abroad_may_differ() -> None:
    local = keys.of_the_book("EUR")
    assert local.between is not None
    days = ({"known_before": "2026-01-02 00:00:00"}, {"known_before": "2026-01-01 00:00:00"})
    sql = local.between(*days)
    assert sql == local.between(*reversed(days))
    assert sql.count("TIMESTAMP '2026-01-01 00:00:00'") == sql.count("TIMESTAMP '2026-01-02 00:00:00'") == 7
    assert "currency != 'EUR'" in sql
