"""The sentence of `sources` names what is wrong and stays short, however much that is."""

from __future__ import annotations

from headway.serve.operations.sources import sentence


def row(name: str, stale: int) -> dict:
    tables = [f"table{n}" for n in range(stale)]
    return {"source": name, "fresh": not stale, "complete": True, "agrees": True, "stale": tables, "holes": [],
            "rows_gone": 0}  # fmt: skip


def test_many_stale_tables_and_sources_are_counted_not_listed():
    many = sentence([row(f"s{n}", 20) for n in range(5)])
    assert many.startswith("s0 brought no table0, no table1, no table2 and 17 more for longer than usual; s1 brought")
    assert many.endswith("; 2 more sources are not as they should be.")
    assert len(many) < 300


def test_few_are_all_named():
    assert sentence([row("crm", 4)]) == "crm brought no table0, no table1, no table2, no table3 for longer than usual."


def test_holes_and_rows_that_went_are_named_beside_each_other():
    full = row("crm", 0) | {"complete": False, "agrees": False, "holes": ["calls"], "rows_gone": 1200}
    assert sentence([full]) == "crm has holes (calls) and brings 1,200 rows less than at the sync before."
    assert sentence([row("crm", 0), row("erp", 0)]) == "2 sources, all fresh and complete."
