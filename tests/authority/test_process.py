"""Two public event logs: moves and ways against a recount in SQL, and what is known of one of them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from headway.stats.arrays import Bools
from headway.stats.follows import milestones, moves, passages
from headway.stats.traces import Traces
from headway.stats.variants import variants

_EVENTS = """
CREATE TABLE events AS SELECT "case:concept:name" AS id, "concept:name" AS state,
  "time:timestamp"::TIMESTAMPTZ AS moment, row_number() OVER () AS line FROM read_csv('{path}') WHERE {where}
"""
_NEXT = "OVER (PARTITION BY id ORDER BY moment, line)"
_MOVES = f"""
SELECT state, next, count(*), count(DISTINCT id), quantile_cont(took, .5) / 864e8, quantile_cont(took, .9) / 864e8
FROM (
  SELECT id, state, lead(state) {_NEXT} AS next, epoch_us(lead(moment) {_NEXT}) - epoch_us(moment) AS took FROM events
)
WHERE next IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
_WAYS = "SELECT string_agg(state, '|' ORDER BY moment, line) AS way, count(*) FROM events GROUP BY id"
_COLUMNS = f"""
SELECT id, state, coalesce(lag(state) {_NEXT}, ''), epoch_us(moment) FROM events ORDER BY random()
"""


def _read(path: Path, where: str = "true") -> tuple[duckdb.DuckDBPyConnection, Traces, list[str]]:
    """The log as a table, and its events, in any order, as traces."""
    if not path.exists():
        pytest.skip(f"the log is not there: {path}")
    connection = duckdb.connect()
    connection.execute(_EVENTS.format(path=path, where=where))
    ids, states, before, at = (
        np.array(column) for column in zip(*connection.execute(_COLUMNS).fetchall(), strict=True)
    )
    names = sorted(set(states))
    code = {name: number for number, name in enumerate(names)} | {"": -1}
    journey = np.unique(ids, return_inverse=True)[1]
    codes = [np.array([code[name] for name in column]) for column in (states, before)]
    ends: Bools = np.zeros(len(names), dtype=bool)
    return connection, Traces.of(journey, codes[0], at, codes[1], ends), names


@pytest.mark.parametrize("log", ["helpdesk/helpdesk_events.csv.gz", "bpic2012/bpic2012_events.csv.gz"])
def test_moves_equal_a_recount_in_sql(public_exports: Path, log: str) -> None:
    """Events of the same moment are ordered by what each leaves, as the file does it."""
    where = "true" if "helpdesk" in log else "\"lifecycle:transition\" = 'COMPLETE'"
    connection, traces, names = _read(public_exports / log, where)
    found = moves(traces, len(names))
    columns = (found.start, found.to, found.count, found.journeys, found.median_days, found.p90_days)
    ours = [(names[row[0]], names[row[1]], *row[2:]) for row in zip(*(c.tolist() for c in columns), strict=True)]
    theirs = connection.execute(_MOVES).fetchall()
    assert [row[:4] for row in ours] == [row[:4] for row in theirs]
    np.testing.assert_allclose([row[4:] for row in ours], [row[4:] for row in theirs], rtol=0, atol=1e-9)


def test_ways_equal_a_recount_in_sql(public_exports: Path) -> None:
    connection, traces, names = _read(public_exports / "helpdesk/helpdesk_events.csv.gz")
    found = variants(traces, int(traces.journey.max()) + 1, len(names), 10_000)
    ours = {"|".join(names[state] for state in way): n for way, n in zip(found.ways, found.count.tolist(), strict=True)}
    theirs = dict(connection.execute(f"SELECT way, count(*) FROM ({_WAYS}) GROUP BY way").fetchall())
    assert ours == theirs


def test_in_the_loan_log_offers_wait_nine_days_to_be_sent_back(public_exports: Path) -> None:
    """From an application's first O_SENT to its first O_SENT_BACK: the longest way between two milestones."""
    where = "\"lifecycle:transition\" = 'COMPLETE'"
    _, traces, names = _read(public_exports / "bpic2012/bpic2012_events.csv.gz", where)
    won = np.isin(np.arange(traces.journey.max() + 1), traces.journey[traces.state == names.index("A_APPROVED")])
    way = milestones(traces, np.zeros(len(names), dtype=bool), won)
    found = passages(traces, way, len(names))
    longest = int(found.total_days.argmax())
    assert (names[found.start[longest]], names[found.to[longest]]) == ("O_SENT", "O_SENT_BACK")
    assert found.count[longest] == 3254
    assert found.median_days[longest] == pytest.approx(9.00, abs=0.005)
    assert found.p90_days[longest] == pytest.approx(20.70, abs=0.005)
