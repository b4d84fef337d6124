"""One day's changes on a store of a million deals and fifty million rows of use: the whole command, and again."""

from __future__ import annotations

from time import time

from benchmarks.company import SEED, company, synced
from benchmarks.measure import Run, child, say
from lab.scale import write_day

_NEXT = "2026-11-22T00:00:00+00:00"


def run() -> None:
    """Print a line for the day until it is shown, one for the whole command, and one for a sync without anything new.

    The command goes on after the day is shown: it makes the answers that people open every day.
    """
    bench = company(usage_a_deal=50)
    for left in bench.export.glob("*-20261101.*"):
        left.unlink()
    folder = synced(bench)
    write_day(bench.export, bench.scale, seed=SEED)
    started = time()
    day = child("headway", "-w", str(folder), "sync", environment={"HEADWAY_NOW": _NEXT})
    shown = Run((folder / "headway.duckdb").lstat().st_mtime - started, day.peak_mb)
    say("increment of a day, until it is shown", "< 5 s, < 4000 MB", shown, **bench.size)
    say("increment of a day, answers made too", "", day, **bench.size)
    again = child("headway", "-w", str(folder), "sync", environment={"HEADWAY_NOW": _NEXT})
    say("sync with nothing new", "", again, **bench.size)
