"""Stage times and directly-follows against what a user would take instead, on a public log and on generated events.

Ours reads a synced store: as of a day, with open stays censored. The peers get the same events in memory, and neither
censor nor know a day. pm4py and polars are measured where they are installed (the group ``bench``): pm4py is under the
AGPL, so it runs in a process of its own, as all of them do.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from benchmarks.company import NOW, company, synced
from benchmarks.measure import child, code, in_turn, say, table
from benchmarks.velocity import figures

_TIMED = """
from statistics import median
from time import perf_counter
def timed(once):
    def run():
        start = perf_counter()
        once()
        return perf_counter() - start
    slow = run() > 3
    print(median(run() for _ in range(1 if slow else 3)))
"""
OURS = """
import sys
from headway import open_workspace
from headway.explain.bottlenecks.reading import Asked, read_process
from headway.explain.bottlenecks.stages import stage_figures
from headway.measure.measuring import first_day
from headway.stats.follows import moves
from headway.stats.streams import Streams
book = open_workspace(sys.argv[1]).book()
asked = Asked(first_day(book), book.as_of)
def once():
    process = read_process(book, asked, [])
    stage_figures(process, Streams.of("bench", process.names, book.as_of), 1)
    moves(process.traces, process.states)
timed(once)
"""
_EVENTS = """
import sys, duckdb
SELECT = '''SELECT entity_id AS id, to_state AS state, "at" AS moment FROM journeys_of_deals
    WHERE NOT rebuilt AND deleted_at IS NULL'''
connection = duckdb.connect(sys.argv[1] + "/headway.duckdb", read_only=True)
"""
SQL = (
    _EVENTS
    + """
memory = duckdb.connect()
events = connection.execute(SELECT).to_arrow_table()
memory.execute("CREATE TABLE events AS FROM events")
WORK = '''WITH steps AS (
  SELECT state, lead(state) OVER w AS next, epoch_us(lead(moment) OVER w) - epoch_us(moment) AS took FROM events
  WINDOW w AS (PARTITION BY id ORDER BY moment)
) SELECT state, next, count(*), median(took), quantile_cont(took, .9), sum(took) FROM steps GROUP BY GROUPING SETS
  ((state), (state, next))'''
timed(lambda: memory.execute(WORK).fetchall())
"""
)
PANDAS = (
    _EVENTS
    + """
frame = connection.execute(SELECT).df()
def once():
    ordered = frame.sort_values(["id", "moment"], kind="stable")
    by = ordered.groupby("id", sort=False)
    ordered["next"] = by["state"].shift(-1)
    ordered["took"] = by["moment"].shift(-1) - ordered["moment"]
    ordered.groupby("state")["took"].agg(["size", "median"])
    ordered.groupby(["state", "next"])["took"].agg(["size", "median", "sum"])
timed(once)
"""
)
POLARS = (
    _EVENTS
    + """
import polars as pl
frame = pl.from_arrow(connection.execute(SELECT).to_arrow_table())
c = pl.col
def ends():
    took = c("took")
    return [pl.len(), took.median().alias("half"), took.quantile(.9).alias("late"), took.sum()]
def once():
    after = frame.lazy().sort("id", "moment").with_columns(
        next=c("state").shift(-1), took=c("moment").shift(-1) - c("moment"), same=c("id").shift(-1) == c("id"))
    steps = after.filter("same")
    pl.collect_all([steps.group_by(by).agg(ends()) for by in (["state"], ["state", "next"])])
timed(once)
"""
)
PM4PY = (
    _EVENTS
    + """
import pm4py
frame = connection.execute(SELECT).df()
frame.columns = ["case:concept:name", "concept:name", "time:timestamp"]
timed(lambda: (pm4py.discover_performance_dfg(frame, perf_aggregation_key="median"), pm4py.get_variants(frame)))
"""
)
_OF_GROUPS = """
import sys
import numpy as np
random = np.random.default_rng(3)
groups, each = int(sys.argv[1]), int(sys.argv[2])
group = np.repeat(np.arange(groups), each)
days = random.gamma(1.6, 12, group.size).astype(np.int64)
ended = random.random(group.size) < 0.7
"""
OUR_CURVES = (
    _OF_GROUPS
    + """
from headway.stats.survival import kaplan_meier
timed(lambda: kaplan_meier(days, ended, ~ended, group))
"""
)
THEIR_CURVES = (
    _OF_GROUPS
    + """
import warnings
from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times
warnings.simplefilter("ignore")
def once():
    for one in range(groups):
        mine = group == one
        fitter = KaplanMeierFitter(alpha=0.2).fit(days[mine], ended[mine])
        median_survival_times(fitter.confidence_interval_)
start = perf_counter()
once()
print(perf_counter() - start)
"""
)
_SHARE = 0.6  # of a million deals: three million events
_QUICK = ("SQL by hand (DuckDB)", "polars by hand")  # the others are run once


def run() -> None:
    """Print a line for each peer, on each of the two logs; then the whole report, curves, and all of it as a table."""
    logs = {**_public_log(), "3M events": str(synced(company(share=_SHARE, usage_a_deal=0)))}
    aims = {"3M events": "<= .6 s, <= 600 MB", "BPI-2012": "<= .07 s"}
    lines = []
    for name, folder in logs.items():
        for peer, theirs in _peers().items():
            rounds = 3 if peer in _QUICK else 1
            ours, other, ratio = in_turn(
                lambda: code(_TIMED + OURS, folder),  # noqa: B023
                lambda: code(_TIMED + theirs, folder),  # noqa: B023
                rounds,
            )
            lines.append(say(f"stage times and moves, {name}, against {peer}", aims[name], ours, other, ratio))
    ours, other, ratio = in_turn(
        lambda: code(_TIMED + OUR_CURVES, "1000", "1000"), lambda: code(_TIMED + THEIR_CURVES, "1000", "1000"), rounds=1
    )
    lines.append(
        say("1,000 Kaplan-Meier curves with intervals, against lifelines", "<= .25 s, 10 times", ours, other, ratio)
    )
    whole = str(synced(company(usage_a_deal=0)))
    fresh = ("headway", "-w", whole, "bottlenecks", "--from", "2020-01-01", "--format", "json")
    lines.append(say("the whole report of a million deals, not asked before", "< 10 s", child(*fresh)))
    table([*lines, *figures(whole)])


def _peers() -> dict[str, str]:
    found = {"SQL by hand (DuckDB)": SQL, "polars by hand": POLARS, "pandas by hand": PANDAS, "pm4py": PM4PY}
    return {name: text for name, text in found.items() if name.split()[0] == "SQL" or find_spec(name.split()[0])}


def _public_log() -> dict[str, str]:
    """The loan log's workspace, where the public exports are."""
    log = Path(os.environ.get("HEADWAY_PUBLIC_EXPORTS", "../shared/data")) / "bpic2012"
    if not log.is_dir():
        return {}
    folder = company(share=_SHARE, usage_a_deal=0).folder.parent / "headway-bench-bpic2012"
    if not folder.exists():
        child("headway", "init", str(folder), "--files", str(log.absolute()))
    child("headway", "-w", str(folder), "sync", environment={"HEADWAY_NOW": NOW})
    return {"BPI-2012": str(folder)}
