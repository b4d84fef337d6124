"""Loading a million deals, five million changes and ten million rows of use against DuckDB's own load of the files."""

from __future__ import annotations

from benchmarks.company import company
from benchmarks.measure import code, in_turn, say

OURS = """
import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter
from headway.engine.duckdb import DuckBuilder
from headway.ingest.sync import feeds_of, load_feeds
from headway.settings import Source, Settings
export, store = map(Path, sys.argv[1:])
store.unlink(missing_ok=True)
settings = Settings(folder=export, sources=(Source("crm", "files", export),))
start = perf_counter()
builder = DuckBuilder(store)
feeds = [pair for pair in feeds_of(settings, None) if pair[1].table.name in {"deals", "deal_changes", "usage"}]
reports = load_feeds(builder, settings, feeds, {}, batch=1, now=datetime(2026, 1, 1), progress=lambda _: None)
builder.checkpoint()
builder.close()
assert all(report.read == report.loaded + report.refused for report in reports)
print(perf_counter() - start)
"""
_PEER = """
import sys, duckdb
from pathlib import Path
from time import perf_counter
export, store = map(Path, sys.argv[1:])
store.unlink(missing_ok=True)
start = perf_counter()
connection = duckdb.connect(str(store))
for name in ("deals", "deal_changes"):
    connection.execute(f"CREATE TABLE {name} AS FROM read_csv('{export / name}.csv')")
connection.execute(f"CREATE TABLE usage AS FROM read_parquet('{export}/usage-*.parquet')")
connection.execute("CHECKPOINT")
connection.close()
print(perf_counter() - start)
"""


def run() -> None:
    """Print the line."""
    bench = company()
    arguments = (str(bench.export), str(bench.folder / "load.duckdb"))
    ours, peer, ratio = in_turn(lambda: code(OURS, *arguments), lambda: code(_PEER, *arguments))
    say("load", "ratio <= 1.3, <= 700 MB", ours, peer, ratio, **bench.size)
