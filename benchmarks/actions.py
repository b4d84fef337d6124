"""What to do next for a hundred sellers with twenty thousand open deals: made once a sync, then read by key."""

from __future__ import annotations

from benchmarks.company import company, synced
from benchmarks.measure import child, code, say

_MADE = """
import sys
from time import perf_counter
from headway import open_workspace
from headway.prescribe.rank import actions
book = open_workspace(sys.argv[1]).book()
actions(book)
start = perf_counter()
actions(book)
print(perf_counter() - start)
"""
_READ = """
import sys
from statistics import median
from time import perf_counter
from headway import open_workspace
workspace = open_workspace(sys.argv[1])
def once():
    start = perf_counter()
    workspace.ask("next")
    return perf_counter() - start
once()
print(median(once() for _ in range(5)))
"""


def run() -> None:
    """Print the two lines, and the whole command."""
    folder = str(synced(company()))
    say("next made", "< 5 s", code(_MADE, folder))
    say("next read", "< 0.3 s", code(_READ, folder))
    say("next, whole command", "", child("headway", "-w", folder, "next", "--format", "json"))
