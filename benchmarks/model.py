"""Building the one truth of a company of a million deals: the part of a sync that follows the loading."""

from __future__ import annotations

from benchmarks.company import NOW, company, synced
from benchmarks.measure import code, say

_MADE = """
import shutil, sys
from datetime import datetime
from pathlib import Path
from time import perf_counter
from headway.engine.duckdb import DuckBuilder
from headway.ingest.remaking import Remaking
from headway.ingest.sync import make_newest
from headway.model.build import build_model
from headway.workspace import open_workspace
folder, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]).replace(tzinfo=None)
settings = open_workspace(folder).settings
copy = folder / "model.duckdb"
shutil.copyfile(folder / "headway.duckdb", copy)
builder = DuckBuilder(copy, scratch=folder / "scratch")
start = perf_counter()
extras = make_newest(builder, Remaking(builder, {}, 2))
build_model(builder, extras, settings, now=now, made_with="bench", progress=lambda _: None)
print(perf_counter() - start)
builder.close()
copy.unlink()
"""


def run() -> None:
    """Print the line."""
    bench = company()
    say("model", "", code(_MADE, str(synced(bench)), NOW), **bench.size)
