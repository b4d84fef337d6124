"""A mapping changed in the text of headway.toml keeps its comments, and reads as what was chosen."""

from __future__ import annotations

import tomllib

import pytest

from headway.errors import MappingError
from headway.ingest.edited import edited

TEXT = """# ours
[workspace]
name = "Acme" # kept

[[sources]]
name = "crm"
kind = "files"
path = "export"
# a note
[sources.tables.deals]
file = "p*.csv"
deal_id = "Ref" # by its name
amount = {column = "Worth", decimal = ","} # by its values

[[sources.tables.activities]]
file = "calls.csv"
activity_id = "id"
[[sources.tables.activities]]
file = "mails.csv"
activity_id = "id"
"""


def _tables(text: str) -> dict:
    return tomllib.loads(text)["sources"][0]["tables"]


def test_a_choice_replaces_adds_and_takes_out_and_comments_stay() -> None:
    text = edited(TEXT, "deals", "p1.csv", {"deal_id": "Number", "name": "Title", "amount": ""})
    assert _tables(text)["deals"] == {"file": "p*.csv", "deal_id": "Number", "name": "Title"}
    assert all(comment in text for comment in ("# ours", "# kept", "# a note"))


def test_of_several_sections_the_one_of_the_file_changes() -> None:
    text = edited(TEXT, "activities", "mails.csv", {"subject": "Betreff"})
    assert _tables(text)["activities"] == [
        {"file": "calls.csv", "activity_id": "id"},
        {"file": "mails.csv", "activity_id": "id", "subject": "Betreff"},
    ]


def test_a_file_that_fed_nothing_gets_a_section_beside_what_is_there() -> None:
    one = edited(TEXT, "reps", "people.csv", {"rep_id": "No"})
    assert _tables(one)["reps"] == {"file": "people.csv", "rep_id": "No"}
    two = edited(TEXT, "deals", "old.csv", {"deal_id": "Id"})
    assert [section["file"] for section in _tables(two)["deals"]] == ["p*.csv", "old.csv"]
    assert _tables(two)["deals"][0]["amount"] == {"column": "Worth", "decimal": ","}


def test_choosing_what_is_chosen_changes_nothing() -> None:
    assert edited(TEXT, "deals", "p.csv", {"deal_id": "Ref", "created_at": "created_at", "name": ""}) == TEXT


def test_a_workspace_without_a_source_of_files_is_told() -> None:
    with pytest.raises(MappingError, match="no source of files"):
        edited('[workspace]\nname = "x"\n', "deals", "p.csv", {"deal_id": "Id"})
