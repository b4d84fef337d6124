"""A mapping says how their columns become ours; what it may not say is refused before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from headway.errors import MappingError
from headway.ingest.expressions import check_expression
from headway.ingest.mapping import plan_columns
from headway.schema import tables
from tests.ingest.loads import load

DEALS = tables()["deals"]


def _load(folder: Path, text: str, mapping: dict) -> list[dict]:
    path = folder / "pipeline.csv"
    path.write_text(text, encoding="utf-8")
    return load(path, mapping=mapping).rows


def test_headings_constants_maps_formats_and_expressions(tmp_path: Path) -> None:
    mapping = {
        "deal_id": "Opp No",
        "status": {"column": "State", "map": {"Gewonnen": "won", "offen": "open"}},
        "created_at": {"column": "Angelegt", "format": "%d.%m.%Y"},
        "currency": {"const": "EUR"},
        "name": {"expr": 'upper("Kunde") || \' #\' || "Opp No"'},
    }
    rows = _load(tmp_path, "Opp No,State,Angelegt,Kunde\n7,GEWONNEN,31.12.2025,Acme\n8,Offen,01.02.2026,Bo\n", mapping)
    assert [
        (r["deal_id"], r["status"], r["created_at"].date().isoformat(), r["currency"], r["name"]) for r in rows
    ] == [
        ("7", "won", "2025-12-31", "EUR", "ACME #7"),
        ("8", "open", "2026-02-01", "EUR", "BO #8"),
    ]


def test_headings_that_nothing_uses_are_kept(tmp_path: Path) -> None:
    rows = _load(tmp_path, "deal_id,created_at,Region,deal_id\n1,2026-01-01,North,x\n", {})
    assert (rows[0]["Region"], rows[0]["deal_id"]) == ("North", "1")


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"amuont": "Value"}, "near: amount"),
        ({"amount": "Valeu"}, "near: value"),
        ({"amount": 5}, "no mapping"),
        ({"amount": {"konst": 1}}, "no mapping"),
        ({"amount": {"expr": "Valeu + 1"}}, "no column"),
    ],
)
def test_a_wrong_mapping_is_told_with_what_is_near(mapping: dict, words: str) -> None:
    with pytest.raises(MappingError, match=words):
        plan_columns(DEALS, mapping, ["deal_id", "created_at", "Value"], "deals.csv")


def test_a_missing_required_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="created_at"):
        plan_columns(DEALS, {}, ["deal_id"], "deals.csv")


@pytest.mark.parametrize(
    "text",
    [
        "lower(a)",
        "a || b",
        "coalesce(a, b)",
        "CASE WHEN a = 'x' THEN 'won' ELSE b END",
        "cast(a AS DOUBLE) * 2",
        "replace(a, ',', '.')",
        "try_strptime(a, '%d.%m.%Y')",
        "trim(substr(a, 1, 3))",
        "nullif(a, '')",
        "a LIKE 'x%'",
        "regexp_replace(a, '[^0-9]', '')",
        "split_part(a, '-', 1)",
        "concat(a, '-', b)",
        "-round(1.5, 0)",
    ],
)
def test_plain_expressions_are_allowed(text: str) -> None:
    assert check_expression(text, ["a", "b"], "f.csv")


@pytest.mark.parametrize(
    "text",
    [
        "(SELECT 1)",
        "read_csv('/etc/passwd')",
        "a, b",
        "1; SELECT 2",
        "now()",
        "current_date",
        "current_timestamp",
        "today()",
        "random()",
        "uuid()",
        "getenv('HOME')",
        "c",
        "t.a",
        "a FROM x",
        "count(a)",
        "max(a)",
        "min(a)",
        "DISTINCT a",
        "row_number() OVER ()",
        "a -- x\n, b",
        "$1",
        "?",
        "read_text('/etc/passwd')",
        "EXISTS (SELECT 1)",
        "a IN (SELECT 1)",
        "[1, 2]",
        "getvariable('x')",
        "nextval('s')",
        "query('SELECT 1')",
        "glob('*')",
        "current_setting('TimeZone')",
        "list_transform([a], x -> x)",
        "get_current_time()",
        "localtimestamp",
        "current_localtime()",
        "transaction_timestamp()",
        "sleep(1)",
    ],
)
def test_everything_else_is_not(text: str) -> None:
    with pytest.raises(MappingError):
        check_expression(text, ["a", "b"], "f.csv")


def test_a_column_of_theirs_called_like_one_that_the_store_adds_is_set_apart() -> None:
    headings = ["deal_id", "created_at", "stage", "Worth", "Ended", "Region"]
    extras = plan_columns(DEALS, {}, headings, "deals.csv").extras
    assert list(extras) == ["Worth_as_given", "Ended", "Region"]
