"""Companies that stand under two ids are found, and few that are two are called one: measured against known truth."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from headway.model.called import Called
from headway.model.suggestions import compare, suggestions
from headway.workspace import open_workspace
from lab.duplicates import duplicates, write_duplicates

ROWS = 3_000
FIELDS = ("name", "domain", "place", "country")


@pytest.fixture(scope="module")
def found_and_true(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twice")
    pairs = write_duplicates(folder, ROWS, 11)
    (folder / "deals.csv").write_text("deal_id,created_at,status\nD1,2024-01-01,open\n")
    (folder / "headway.toml").write_text('[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n')
    with closing(open_workspace(folder)) as workspace:
        workspace.sync(now=datetime(2024, 6, 1))
        return suggestions(workspace.book(), "accounts"), pairs


def test_most_are_found_and_nearly_all_found_are_true(found_and_true):
    found, pairs = found_and_true
    hits = {(one.id, one.other_id) for one in found} & pairs
    assert len(hits) >= 0.93 * len(pairs)
    assert len(hits) >= 0.97 * len(found)


def test_confidence_is_what_comes_true(found_and_true):
    found, pairs = found_and_true
    true = sum((one.id, one.other_id) in pairs for one in found)
    assert true == pytest.approx(sum(one.confidence for one in found), rel=0.05)


def test_pairs_are_told_once_likeliest_first(found_and_true):
    found, _ = found_and_true
    assert len({(one.id, one.other_id) for one in found}) == len(found)
    assert all(one.id < one.other_id for one in found)
    assert [one.confidence for one in found] == sorted((one.confidence for one in found), reverse=True)


def likely(names: list[str], domains: list[str | None]) -> set[tuple[str, str]]:
    """The pairs among companies of these names (as spoken) and domains that are suggested."""
    keys, nothing = [str(number) for number in range(len(names))], pa.nulls(len(names), pa.string())
    rows = {"id": keys, "called": names, "parent": nothing, "name": names, "place": nothing}
    read = pa.table(rows | {"domain": pa.array(domains, pa.string()), "country": ["PL"] * len(names)})
    chance = {"name": (0.002, 0.006), "domain": (0.004,)}
    how = Called(lambda book: book.table("accounts"), FIELDS, chance, frozenset(FIELDS[:2]), pieces)
    return {(one.name, one.other_name) for one in compare(read, how, "accounts", date(2024, 1, 1))}


def pieces(fields):
    return [pc.utf8_slice_codeunits(fields["name"], 0, 6), fields["domain"]]


@pytest.mark.parametrize("size", [30, 300])
def test_where_there_is_nothing_but_a_name_the_same_name_is_suggested(size: int) -> None:
    """As many pairs as in any company of that size: what few rows say by themselves is the same for both truths."""
    others = [f"{company.name.lower()} {number % 7}" for number, company in enumerate(duplicates(size, 3, 0.0)[0])]
    twice = set(others[:: size // 3])
    assert likely([*others, *sorted(twice)], [None] * (size + len(twice))) == {(name, name) for name in twice}
    assert likely(others, [None] * size) == set()


def test_names_with_other_numbers_are_two_unless_a_domain_says_otherwise() -> None:
    """A slip of the pen in a word is one; in the number of a shop it is the next shop."""
    names = ["firm nr10 xq190", "firm nr11 xq109", "marzenie mebelek", "marzenie mebelki", "shop 7 nord", "shop 8 nord"]
    domains = [None, None, None, None, "nord.example", "nord.example"]
    assert likely(names, domains) == {("marzenie mebelek", "marzenie mebelki"), ("shop 7 nord", "shop 8 nord")}
