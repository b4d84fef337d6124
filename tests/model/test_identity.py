"""References that are no key join the one row that they can mean, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from headway.ingest.names import plain_text

DAY = "2024-12-01"


def test_a_name_that_is_nearly_the_same_joins(deal) -> None:
    """``GTXpro ltd`` is ``GTX Pro Ltd``; ``ann lee`` is ``Ann Lee``."""
    assert (deal("euro", DAY)["account_id"], deal("euro", DAY)["rep_id"]) == ("A2", "R2")


def test_a_domain_joins(deal) -> None:
    assert deal("by_domain", DAY)["account_id"] == "A2"


def test_a_name_of_two_accounts_stays_an_orphan_and_the_two_stay_two(deal, rows_of) -> None:
    assert deal("twin", DAY)["account_id"] == "Acme"
    assert {row["account_id"] for row in rows_of("accounts")} == {"A1", "A2", "M3"}


def test_a_name_of_nobody_stays_as_it_is(deal) -> None:
    assert deal("nobody", DAY)["account_id"] == "Nobody Inc"


def test_accounts_are_known_since_their_first_mention(rows_of) -> None:
    """Neither has a day of its own: A1 is mentioned by deals, A5 by nothing."""
    assert {row["account_id"] for row in rows_of("accounts")} == {"A1", "A2", "M3"}


def test_people_of_an_account_that_is_not_loaded_are_known_since_it_is_named_or_else_always(rows_of) -> None:
    """C3's is named by a deal, C4's by nothing, C5 has none; the account of C6 is loaded, and nothing dates it."""

    def known(day: date) -> set[str]:
        return {row["contact_id"] for row in rows_of("contacts", day)} & {"C3", "C4", "C5", "C6"}

    assert known(date(2024, 1, 9)) == {"C4", "C5"}
    assert known(date(2024, 1, 10)) == {"C3", "C4", "C5"}


@pytest.mark.parametrize(("one", "other"), [("GTX Pro", "GTXPro"), ("Über-Cloud", "über cloud"), ("A.B.C.", "abc")])
def test_names_are_compared_without_case_blanks_and_marks(one: str, other: str) -> None:
    assert plain_text(one) == plain_text(other)
