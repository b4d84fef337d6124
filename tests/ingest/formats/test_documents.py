"""JSON in the shapes in which systems give it: lists, pages, lines, and lists inside of objects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from headway.errors import SourceError
from headway.ingest.formats import parts_of
from tests.ingest.loads import load

DEALS: list[dict[str, Any]] = [
    {"deal_id": "D1", "created_at": "2026-01-01", "status": "won", "amount": 1e3, "owner": {"name": "Ada", "team": {}},
     "tags": ["a", "b"], "lines": [{"sku": "x", "taxes": [{"rate": 1}]}, {"sku": "y"}]},
    {"deal_id": 2, "created_at": "2026-01-02", "status": "open", "amount": None, "late": True, "lines": []},
]  # fmt: skip


def write(folder: Path, value: Any, name: str = "deals.json", lines: bool = False) -> Path:
    path = folder / name
    text = "".join(json.dumps(part) + "\n" for part in value) if lines else json.dumps(value, indent=1)
    path.write_text(value if isinstance(value, str) else text, encoding="utf-8")
    return path


SHAPES = {
    "list": (DEALS, "deals.json", False),
    "under a key": ({"page": 1, "results": DEALS, "errors": []}, "deals.json", False),
    "under keys": ({"data": {"deals": {"nodes": DEALS}}}, "deals.json", False),
    "lines": (DEALS, "deals.jsonl", True),
    "lines named as a document": (DEALS, "deals.json", True),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_objects_are_flattened_and_their_lists_are_parts(shape: str, tmp_path: Path) -> None:
    value, name, lines = SHAPES[shape]
    path = write(tmp_path, value, name, lines)
    assert [part.name for part in parts_of(path, name)] == [name, f"{name}/lines", f"{name}/lines/taxes"]
    found = load(path)
    assert (found.load.read, found.load.loaded) == (2, 2)
    first, second = found.rows
    assert (first["deal_id"], str(first["amount"]), first["owner.name"], first["tags"]) == (
        "D1",
        "1000.0000",
        "Ada",
        "a; b",
    )
    assert (second["deal_id"], second["amount"], second["late"]) == ("2", None, "true")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_list_of_objects_carries_what_its_parent_says(shape: str, tmp_path: Path) -> None:
    path = write(tmp_path, *SHAPES[shape])
    mapping = {"deal_id": "parent.deal_id", "product_id": "sku"}
    found = load(path, "deal_lines", mapping, member="lines")
    assert [(row["deal_id"], row["product_id"], row["parent.owner.name"]) for row in found.rows] == [
        ("D1", "x", "Ada"),
        ("D1", "y", "Ada"),
    ]
    deeper = load(
        path, "deal_lines", {"deal_id": "parent.parent.deal_id", "product_id": "parent.sku"}, member="lines/taxes"
    )
    assert [(row["deal_id"], row["product_id"], row["rate"]) for row in deeper.rows] == [("D1", "x", "1")]


def test_several_lists_are_several_parts(tmp_path: Path) -> None:
    path = write(tmp_path, {"deals": DEALS, "reps": [{"rep_id": "R1"}]}, "export.json")
    names = [part.member for part in parts_of(path, path.name)]
    assert names == ["deals", "deals/lines", "deals/lines/taxes", "reps"]
    assert load(path, "reps", member="reps").load.loaded == 1
    assert (
        load(path, "deal_lines", {"deal_id": "parent.deal_id", "product_id": "sku"}, member="deals/lines").load.read
        == 2
    )


def test_one_object_is_one_record(tmp_path: Path) -> None:
    assert load(write(tmp_path, {"deal_id": "D1", "created_at": "2026-01-01", "status": "won"})).load.loaded == 1


def test_what_is_no_object_is_refused_alone(tmp_path: Path) -> None:
    path = write(tmp_path, [DEALS[0], 5, [1], None, DEALS[1]])
    found = load(path)
    assert (found.load.read, found.load.loaded, found.load.refused) == (5, 2, 3)
    assert {reject["rule"] for reject in found.rejects} == {"not a json object"}
    path = tmp_path / "deals.jsonl"
    path.write_text(json.dumps(DEALS[0]) + '\n{"deal_id": \n\r\n[1]\n' + json.dumps(DEALS[1]), encoding="utf-8")
    found = load(path)
    assert (found.load.read, found.load.loaded, found.load.refused) == (4, 2, 2)


def test_an_object_by_ids_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="different keys"):
        load(write(tmp_path, {f"D{number}": {"a": 1} for number in range(3_000)}))


def test_keys_that_differ_by_case_stay_apart(tmp_path: Path) -> None:
    rows = [{"deal_id": "D1", "created_at": "2026-01-01", "status": "won", "Status": "x", "a/b~c": 1}]
    for name, lines in (("deals.json", False), ("deals.jsonl", True)):
        row = load(write(tmp_path, rows, name, lines)).rows[0]
        assert {row["status"], row["Status_2" if "Status_2" in row else "status_2"]} == {"x", "won"}
        assert row["a/b~c"] == "1"


def test_dots_of_keys_and_of_places_are_both_followed(tmp_path: Path) -> None:
    value = [{"deal_id": "D1", "a.b": {"c": [{"x": 1}, {"x": 2}]}}, {"deal_id": "D2", "a": {"b": {"c": [{"x": 3}]}}}]
    path = write(tmp_path, value)
    found = load(path, "deal_lines", {"deal_id": "parent.deal_id", "product_id": "x"}, member="a.b.c")
    assert (found.load.read, found.load.loaded) == (3, 3)


@pytest.mark.parametrize(
    "text", ['[{"a": 1}', '{"a": [}', "[1, 2", "5", '"x"', '[{"a": 1}] x', '[{"a": "\\ud800"}]', "[" * 100_000, "{" * 9]
)
def test_what_is_no_json_is_refused_whole(text: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"refused whole|no JSON object"):
        load(write(tmp_path, text))


def test_other_encodings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "deals.json"
    path.write_bytes(json.dumps([{**DEALS[0], "name": "Łódź"}], ensure_ascii=False).encode("utf-16"))
    assert load(path).rows[0]["name"] == "Łódź"


def test_a_key_with_a_dot_and_one_inside_of_an_object_are_two_columns(tmp_path: Path) -> None:
    deal = {"deal_id": "1", "created_at": "2026-01-01", "status": "won"}
    rows = [{**deal, "owner": {"name": "Al"}, "owner.name": "Bo"}, {**deal, "deal_id": "2", "owner.name": "Cy"}]
    path = tmp_path / "deals.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    found = load(path)
    assert [(row["owner.name"], row["owner.name_2"]) for row in found.rows] == [("Al", "Bo"), (None, "Cy")]
    assert found.notes == ("heading 'owner.name' stands more than once: the later one is named 'owner.name_2'",)
