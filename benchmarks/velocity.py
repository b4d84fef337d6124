"""Velocity by seller and segment over one million deals against one hand-written statement, and against pandas.

What is written by hand gives counts and means alone: neither ranges nor open deals that are not over yet.
"""

from __future__ import annotations

from typing import Any

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
_PANDAS = """
import sys, duckdb
from statistics import median
from time import perf_counter
connection = duckdb.connect(sys.argv[1], read_only=True)
deals = connection.sql("SELECT deal_id, account_id, rep_id, outcome, amount, created_at, closed_at FROM deals").df()
accounts = connection.sql("SELECT account_id, segment FROM accounts").df()
deals["amount"] = deals["amount"].astype(float)
def once():
    start = perf_counter()
    rows = deals.merge(accounts, on="account_id", how="left")
    won = rows["outcome"] == "won"
    rows = rows.assign(
        closed=rows["outcome"].notna(), won=won, size=rows["amount"].where(won),
        cycle=(rows["closed_at"] - rows["created_at"]).dt.days.where(won))
    by = rows.groupby(["rep_id", "segment"], dropna=False)
    by.agg(opened=("deal_id", "size"), closed=("closed", "sum"), won=("won", "sum"), size=("size", "mean"),
        cycle=("cycle", "mean"))
    return perf_counter() - start
once()
print(median(once() for _ in range(3)))
"""


def figures(folder: str) -> list[dict[str, Any]]:
    """The lines of ours against what is written by hand, of a synced company."""
    store, lines = folder + "/headway.duckdb", []
    peers = {"SQL by hand (DuckDB)": _PEER, "pandas by hand": _PANDAS}
    for name, theirs in peers.items():
        ours, peer, ratio = in_turn(lambda: code(_OURS, folder), lambda: code(theirs, store))  # noqa: B023
        lines.append(say(f"velocity warm, against {name}", "ratio <= 1.5 to SQL", ours, peer, ratio))
    return lines


def run() -> None:
    """Print the warm lines and the cold ones."""
    folder = str(synced(company()))
    figures(folder)
    command = ("headway", "-w", folder, "velocity", "--by", "rep_id,segment", "--format", "json")
    child(*command)
    say("velocity cold, whole command, asked before", "<= 0.8 s", child(*command))
    fresh = ("headway", "-w", folder, "velocity", "--by", "segment", "--from", "2025-01-01", "--format", "json")
    say("velocity cold, whole command, new window", "<= 0.8 s", child(*fresh))
