"""Many checks of one table are one statement that works its rows out once."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import ibis

from headway.engine.compiling import compile_sql
from headway.engine.duckdb import DuckBuilder
from headway.engine.shelf import Shelf
from headway.model.book import Book
from headway.model.catalog import Catalog
from headway.model.findings import once
from headway.settings import Settings


def test_the_deals_of_a_past_day_are_worked_out_once_whichever_extra_columns_are_asked_for(tmp_path: Path) -> None:
    catalog = Catalog(date(2026, 3, 2), datetime(2026, 3, 2), "USD", "UTC", extras={"deals": ["Odds", "Mood"]})
    builder = DuckBuilder(Path(":memory:"))
    book = once(Book(builder, Shelf(tmp_path / "shelf"), catalog, Settings(tmp_path), date(2026, 1, 2)))

    def read(*wanted: tuple[str, ...]) -> int:
        rows = [book.table("deals", extras) for extras in wanted]
        counts = [each.agg(n=each.count(), columns=ibis.literal(len(each.columns))) for each in rows]
        return compile_sql(ibis.union(counts[0], *counts[1:]) if counts[1:] else counts[0], "duckdb").count('"deals"')

    assert read(("Odds",), ("Mood",), (), ("Odds", "Mood")) == read(()) > 0
    builder.close()
    assert "Odds" not in book.table("deals", ["Mood"]).columns


def test_the_checks_load_neither_the_compiler_nor_statistics() -> None:
    """What was compiled once is read by key: a sync that finds the same again has no use for them."""
    code = "import sys\nfrom headway.model.checks import all_checks, all_studies\nall_checks(), all_studies()\n"
    code += "print([name for name in ('ibis', 'sqlglot', 'scipy', 'pandas') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
