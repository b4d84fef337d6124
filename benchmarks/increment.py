"""One day's changes on a store of a million deals and fifty million rows of use: the whole command, and again."""

from __future__ import annotations

from benchmarks.company import SEED, company, synced
from benchmarks.measure import child, say
from lab.scale import write_day

_NEXT = "2026-11-22T00:00:00+00:00"


def run() -> None:
    """Print a line for the day, and one for a sync that finds nothing new."""
    bench = company(usage_a_deal=50)
    for left in bench.export.glob("*-20261101.*"):
        left.unlink()
    folder = str(synced(bench))
    write_day(bench.export, bench.scale, seed=SEED)
    day = child("headway", "-w", folder, "sync", environment={"HEADWAY_NOW": _NEXT})
    say("increment of a day", "< 5 s, < 4000 MB", day, **bench.size)
    again = child("headway", "-w", folder, "sync", environment={"HEADWAY_NOW": _NEXT})
    say("sync with nothing new", "", again, **bench.size)
