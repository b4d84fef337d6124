"""A file may call its columns anything: what is worked out of the rows bears the same names and is not disturbed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import headway
from headway.schema import tables
from headway.workspace import open_workspace
from tests.guarantees.asking import sync
from tests.guarantees.companies import Company, headings, make_company, write_company, write_table

_WHO_MAKES = {"mutate", "agg", "aggregate", "select", "group_by"}


def _made_names() -> list[str]:
    """Every name under which an expression of ours works something out."""
    found: set[str] = set()
    for room in ("model", "measure", "predict", "prescribe"):
        for path in sorted((Path(headway.__file__).parent / room).rglob("*.py")):
            found |= set(_names_in(ast.parse(path.read_text(encoding="utf-8"))))
    ours = {name for table in tables().values() for name in table.names}
    return sorted(found - ours)


def _names_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _WHO_MAKES:
            yield from (keyword.arg for keyword in node.keywords if keyword.arg is not None)
        if isinstance(node, ast.Dict):
            texts = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
            yield from (text for text in texts if text.isidentifier())


def _with_columns(company: Company, folder: Path, names: list[str]) -> Path:
    place = write_company(company, folder)
    for table in ("deals", "accounts", "activities"):
        rows = company.tables[table]
        more = [name for name in names if name not in headings(company, table)]
        wide = [row | {name: f"{name} {number % 5}" for name in more} for number, row in enumerate(rows)]
        write_table(place / "export" / f"{table}.csv", (*headings(company, table), *more), wide)
    return place


def test_columns_that_are_called_like_what_is_worked_out_change_no_answer(tmp_path: Path) -> None:
    made = _made_names()
    assert {"_life", "_churned", "_ended", "worth_sum", "stage_days"} <= set(made)
    company = make_company(3, 30, named=("accounts", "activities", "deal_changes"), habits=("stage_history",))
    plain = write_company(company, tmp_path / "plain")
    wide = _with_columns(company, tmp_path / "wide", made)
    for folder in (plain, wide):
        sync(folder)
    with closing(open_workspace(plain)) as one, closing(open_workspace(wide)) as other:
        for name in ("velocity", "next", "deals", "funnel"):
            assert other.ask(name).to_json() == one.ask(name).to_json()
        # Its notes speak of the columns themselves.
        assert other.ask("health").to_json()["rows"] == one.ask("health").to_json()["rows"]
