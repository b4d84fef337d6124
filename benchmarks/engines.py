"""The same questions on every engine over the same company, in one run: DuckDB, Spark and PostgreSQL.

``python -m benchmarks.engines DEALS`` takes a company of that size; Spark and PostgreSQL are asked where they are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from importlib.util import find_spec

from benchmarks.company import company, synced
from lab.postgresql import address, program, server

CORES = os.environ.get("HEADWAY_BENCH_CORES", "2")
MEMORY = os.environ.get("HEADWAY_BENCH_MEMORY", "4g")
# One process an engine: what it has of the tables is copied, and each question asked three times, the first time cold.
_ASK = """
import json, os, resource, subprocess, sys
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from time import perf_counter
from headway import discover, open_workspace
from headway.engine.shelf import Shelf
from headway.ingest.exported import Exported
from headway.ingest.generations import Generations
from headway.workspace import Ask

folder, url = Path(sys.argv[1]), sys.argv[2]
exported = Exported(Generations(folder), url)
number = Generations(folder).current()
start = perf_counter()
exported.write(number, {}, lambda _: None)
told = {"copied": perf_counter() - start}
workspace = open_workspace(folder)
book = workspace.book()
engine, _ = exported.answers("velocity", number)

class Timed:
    # How long the statements of a question take, without the formulas on what they give.
    def __init__(self, engine):
        self.engine, self.dialect, self.seconds, self.statements = engine, engine.dialect, 0.0, 0
    def run(self, *given):
        start = perf_counter()
        try:
            return self.engine.run(*given)
        finally:
            self.seconds, self.statements = self.seconds + perf_counter() - start, self.statements + 1

timed = Timed(engine or book.engine)
book = replace(book, engine=timed, shelf=Shelf(Path(mkdtemp()) / "cache.sqlite"))

def memory(pid):
    with open(f"/proc/{pid}/status") as status:
        return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")), 0)

for name, by in (("metrics", ()), ("velocity", ("segment", "rep_id"))):
    scans, whole = [], []
    for _ in range(3):
        timed.seconds, timed.statements, start = 0.0, 0, perf_counter()
        discover.load("questions", name).ask(Ask(workspace, book, by=by))
        whole.append(perf_counter() - start)
        scans.append(timed.seconds)
    asked = " --by ".join((name, ",".join(by))) if by else name
    told[asked] = [timed.statements, scans[0], median(scans[1:]), median(whole[1:])]
told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
mine = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True).stdout.split()
told["engine_peak_mb"] = max([memory(pid) for pid in mine if os.path.exists(f"/proc/{pid}/status")], default=0)
print(json.dumps(told))
"""


def run(deals: int | None = None) -> None:
    """Print a line for each engine, and one for each question with its ratio to DuckDB."""
    if deals is not None:
        os.environ["HEADWAY_BENCH_DEALS"] = str(deals)
    bench = company()
    folder = str(synced(bench))
    with ExitStack() as stack:
        addresses = {"duckdb": "duckdb://headway.duckdb"}
        if program("initdb") and find_spec("adbc_driver_postgresql"):
            place = stack.enter_context(server("shared_buffers=512MB", "work_mem=128MB", "max_wal_size=4GB"))
            addresses["postgresql"] = address(place)
        if find_spec("pyspark"):
            addresses["spark"] = f"spark://local[{CORES}]"
        duckdb: dict = {}
        for name, url in addresses.items():
            told = _asked(folder, url)
            duckdb = duckdb or told
            _say(name, bench.size, told, duckdb)


def _say(name: str, size: dict[str, int], told: dict, duckdb: dict) -> None:
    alone = {key: round(told[key], 1) for key in ("copied", "peak_mb", "engine_peak_mb")}
    print(json.dumps({"benchmark": f"engines {name}", **size, **alone}), flush=True)
    for question in (key for key, figure in told.items() if isinstance(figure, list)):
        statements, cold, warm, whole = told[question]
        ratio = round(warm / duckdb[question][2], 2)
        line = {"engine": name, "statements": statements, "cold_scans_seconds": round(cold, 2)}
        line |= {"scans_seconds": round(warm, 3), "whole_seconds": round(whole, 3)}
        print(json.dumps({"benchmark": f"engines: {question}", **line, "scans_ratio": ratio}), flush=True)


def _asked(folder: str, url: str) -> dict:
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": f"--driver-memory {MEMORY} pyspark-shell"}
    process = subprocess.run(
        [sys.executable, "-c", _ASK, folder, url], stdout=subprocess.PIPE, text=True, env=environment, check=True
    )
    return json.loads(process.stdout.splitlines()[-1])


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else None)
