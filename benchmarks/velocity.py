"""Velocity by seller and segment over one million deals against one hand-written statement on a plain table."""

from __future__ import annotations

from benchmarks.company import company, synced
from benchmarks.measure import child, code, in_turn, say

_OURS = """
import sys
from statistics import median
from time import perf_counter
from headway import open_workspace
from headway.measure.measuring import Window, first_day, measure
book = open_workspace(sys.argv[1]).book()
window = Window(first_day(book), book.as_of)
def once():
    start = perf_counter()
    measure(book, ("velocity", "cycle_days"), by=("rep_id", "segment"), window=window, question="bench")
    return perf_counter() - start
once()
print(median(once() for _ in range(5)))
"""
_PEER = """
import sys, duckdb
from statistics import median
from time import perf_counter
connection = duckdb.connect(sys.argv[1], read_only=True)
SQL = '''
SELECT d.rep_id, a.segment, count(*) AS opened, count(*) FILTER (outcome IS NOT NULL) AS closed,
  count(*) FILTER (outcome = 'won') AS won, avg(amount) FILTER (outcome = 'won') AS size,
  avg(date_diff('day', d.created_at, d.closed_at)) FILTER (outcome = 'won') AS cycle
FROM deals AS d LEFT JOIN accounts AS a USING (account_id)
GROUP BY ALL'''
def once():
    start = perf_counter()
    connection.sql(SQL).to_arrow_table()
    return perf_counter() - start
once()
print(median(once() for _ in range(5)))
"""


def run() -> None:
    """Print the warm line and the cold one."""
    folder = str(synced(company()))
    store = folder + "/headway.duckdb"
    ours, peer, ratio = in_turn(lambda: code(_OURS, folder), lambda: code(_PEER, store))
    say("velocity warm", "ratio <= 1.5", ours, peer, ratio)
    command = ("headway", "-w", folder, "velocity", "--by", "rep_id,segment", "--format", "json")
    child(*command)
    say("velocity cold, whole command, asked before", "<= 0.8 s", child(*command))
    fresh = ("headway", "-w", folder, "velocity", "--by", "segment", "--from", "2025-01-01", "--format", "json")
    say("velocity cold, whole command, new window", "<= 0.8 s", child(*fresh))
