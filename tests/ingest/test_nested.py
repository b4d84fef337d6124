"""JSON as programming interfaces give it: attributes, relationships and lists inside of lists need no line by hand."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from headway.engine.duckdb import DuckBuilder
from tests.ingest.loads import read_into
from tests.ingest.test_framing import mapped


def loaded(tmp_path: Path, **files: Any) -> tuple[DuckBuilder, dict[str, Any]]:
    (tmp_path / "export").mkdir()
    for name, content in files.items():
        (tmp_path / "export" / f"{name}.json").write_text(json.dumps(content))
    report = mapped(tmp_path)
    assert report.complete, report.unplaced
    builder = DuckBuilder(Path(":memory:"))
    assert [r.refused for r in read_into(builder, tmp_path / "w") if r.refused] == []
    return builder, tomllib.loads((tmp_path / "w" / "headway.toml").read_text())["sources"][0]["tables"]


def resource(number: int, status: str) -> dict[str, Any]:
    def to(kind: str) -> dict[str, Any]:
        return {"data": {"type": kind, "id": f"{kind[0]}{number}"}, "links": {"related": f"/{kind}/{number}"}}

    return {
        "type": "opportunities",
        "id": f"o{number}",
        "attributes": {
            "title": f"Ship {number}",
            "status": status,
            "amount": {"value": f"{number}200.50", "currency": "EUR"},
            "created-at": f"2026-01-0{number}T09:00:00Z",
            "closed-at": None if status == "open" else f"2026-02-0{number}T09:00:00Z",
        },
        "relationships": {"account": to("accounts"), "owner": to("users")},
    }


def test_attributes_and_relationships_are_known(tmp_path: Path) -> None:
    data = [resource(n, status) for n, status in enumerate(("won", "lost", "open"), start=1)]
    builder, _ = loaded(tmp_path, opportunities={"data": data, "meta": {"total": 3}})
    assert "kind" not in builder.columns("raw.deals")  # "type" says what the document is, not the deal
    rows = builder.rows(
        "SELECT deal_id, name, account_id, rep_id, amount::DOUBLE, currency, status, CAST(created_at AS DATE)::VARCHAR "
        "FROM raw.deals ORDER BY 1"
    )
    assert rows[0] == ("o1", "Ship 1", "a1", "u1", 1200.5, "EUR", "won", "2026-01-01")
    assert [row[6] for row in rows] == ["won", "lost", "open"]


def test_lists_inside_of_rows_are_linked_to_them(tmp_path: Path) -> None:
    def deal(number: int) -> dict[str, Any]:
        return {
            "id": f"D{number}",
            "status": "won",
            "created_at": "2026-01-02",
            "lines": [{"sku": f"P{n}", "quantity": n, "unit_price": "5.00"} for n in range(1, number + 1)],
            "activities": [{"id": f"A{number}", "type": "call", "date": "2026-01-05"}],
        }

    clients = [
        {"id": "C1", "name": "Nord", "deals": [deal(1), deal(2)]},
        {"id": "C2", "name": "Sued", "deals": [deal(3)]},
    ]
    builder, tables = loaded(tmp_path, accounts=clients)
    assert {tables[name]["file"] for name in ("deals", "deal_lines", "activities")} == {
        "accounts.json/deals", "accounts.json/deals/lines", "accounts.json/deals/activities",
    }  # fmt: skip
    assert builder.rows("SELECT deal_id, account_id FROM raw.deals ORDER BY 1") == [
        ("D1", "C1"), ("D2", "C1"), ("D3", "C2"),
    ]  # fmt: skip
    lines = builder.rows("SELECT deal_id, count(*), sum(quantity)::BIGINT FROM raw.deal_lines GROUP BY 1 ORDER BY 1")
    assert lines == [("D1", 1, 1), ("D2", 2, 3), ("D3", 3, 6)]
    calls = builder.rows("SELECT activity_id, deal_id, account_id FROM raw.activities ORDER BY 1")
    assert calls == [("A1", "D1", "C1"), ("A2", "D2", "C1"), ("A3", "D3", "C2")]


@pytest.mark.parametrize(
    ("name", "steps"),
    {
        "stage_history": [{"stage": "Lead", "entered_at": "2026-01-02"}, {"stage": "Won", "entered_at": "2026-02-01"}],
        "history": [{"to": "Lead", "at": "2026-01-02"}, {"from": "Lead", "to": "Won", "at": "2026-02-01"}],
        "meta.stages": [
            {"stage": {"id": 1, "name": "Lead"}, "date": "02.01.2026"},
            {"stage": {"id": 2, "name": "Won"}, "date": "01.02.2026"},
        ],
    }.items(),
)
def test_the_stages_in_each_deal_are_its_history(tmp_path: Path, name: str, steps: list[dict[str, Any]]) -> None:
    outer, _, inner = name.rpartition(".")
    held = {inner: steps}
    deals = [
        {"id": "D1", "status": "won", "created_at": "2026-01-02", "amount": 5, **({outer: held} if outer else held)},
        {"id": "D2", "status": "open", "created_at": "2026-01-03", "amount": 6},
    ]
    builder, tables = loaded(tmp_path, all={"page": 1, "deals": deals})
    assert tables["deal_changes"]["file"] == f"all.json/{name}"
    rows = builder.rows("SELECT deal_id, field, old_value, new_value, changed_at::DATE::VARCHAR FROM raw.deal_changes")
    assert sorted(rows, key=lambda row: row[4]) == [
        ("D1", "stage", None, "Lead", "2026-01-02"),
        ("D1", "stage", "Lead", "Won", "2026-02-01"),
    ]


def test_each_kind_of_thing_in_one_list_feeds_its_own_table(tmp_path: Path) -> None:
    data = [resource(n, status) for n, status in enumerate(("won", "lost", "open"), start=1)]
    included = [
        *(
            {"type": "accounts", "id": f"a{n}", "attributes": {"name": f"Firm {n}", "industry": "Bau"}}
            for n in (1, 2, 3)
        ),
        *({"type": "users", "id": f"u{n}", "attributes": {"name": f"Seller {n}"}} for n in (1, 2, 3)),
        {"type": "tags", "id": "t1", "attributes": {"name": "hot"}},
    ]
    builder, _ = loaded(tmp_path, export={"data": data, "included": included})
    assert builder.rows("SELECT account_id FROM raw.accounts ORDER BY 1") == [("a1",), ("a2",), ("a3",)]
    assert builder.rows("SELECT rep_id, name FROM raw.reps ORDER BY 1")[0] == ("u1", "Seller 1")
    assert builder.rows("SELECT account_id, rep_id FROM raw.deals ORDER BY 1")[0] == ("a1", "u1")
