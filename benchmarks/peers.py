"""The same files loaded with what people would use instead, dlt's file source and pandas; a fifth of the company."""

from __future__ import annotations

import os

from benchmarks.company import company
from benchmarks.load import OURS
from benchmarks.measure import code, in_turn, say

_SHARE = 0.2
_DLT = """
import sys, tempfile
from pathlib import Path
from time import perf_counter
import dlt
from dlt.sources.filesystem import filesystem, read_csv_duckdb, read_parquet
export, store = map(Path, sys.argv[1:])
store.unlink(missing_ok=True)
start = perf_counter()
pipeline = dlt.pipeline(
    "bench", pipelines_dir=tempfile.mkdtemp(), destination=dlt.destinations.duckdb(str(store)), dataset_name="raw"
)
place = str(export.absolute())
for name in ("deals", "deal_changes"):
    rows = filesystem(f"file://{place}", file_glob=f"{name}.csv") | read_csv_duckdb(use_pyarrow=True)
    pipeline.run(rows.with_name(name), write_disposition="replace")
rows = filesystem(f"file://{place}", file_glob="usage-*.parquet") | read_parquet(use_pyarrow=True)
pipeline.run(rows.with_name("usage"), write_disposition="replace")
print(perf_counter() - start)
"""
_PANDAS = """
import sys
from pathlib import Path
from time import perf_counter
export, store = map(Path, sys.argv[1:])
store.unlink(missing_ok=True)
start = perf_counter()
import duckdb, pandas
connection = duckdb.connect(str(store))
for name in ("deals", "deal_changes"):
    times = {"deals": ["created_at", "closed_at", "expected_close_on"], "deal_changes": ["changed_at"]}[name]
    frame = pandas.read_csv(export / f"{name}.csv", parse_dates=times)
    connection.execute(f"CREATE TABLE {name} AS FROM frame")
frame = pandas.concat(pandas.read_parquet(path) for path in sorted(export.glob("usage-*.parquet")))
connection.execute("CREATE TABLE usage AS FROM frame")
connection.execute("CHECKPOINT")
connection.close()
print(perf_counter() - start)
"""


def run() -> None:
    """Print a line for each peer; our side keeps refusals, casts and counts, theirs do not."""
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    bench = company(share=_SHARE)
    arguments = (str(bench.export), str(bench.folder / "load.duckdb"))
    for name, theirs in (("dlt", _DLT), ("pandas", _PANDAS)):
        ours, peer, ratio = in_turn(lambda: code(OURS, *arguments), lambda: code(theirs, *arguments))  # noqa: B023
        say(f"load, against {name}", "ratio < 1", ours, peer, ratio, **bench.size)
